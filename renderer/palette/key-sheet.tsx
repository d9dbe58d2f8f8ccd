import { Dialog } from '@base-ui/react/dialog'
import { useMemo } from 'react'
import { Icon } from '../components/icon.tsx'
import { useSelection } from '../stores/selection.ts'
import { COMMANDS, type Command, keyWords, LOCAL_KEYS } from './table.ts'

const PLACES: readonly (readonly [Command['where'], string])[] = [
  ['anywhere', 'Anywhere'],
  ['cells', 'Cells'],
  ['lists', 'Lists and inspector'],
]

/** What a section of keys is for, as the element that holds the focus is in it: innermost first. */
const HERE: readonly (readonly [string, readonly string[]])[] = [
  ['.lab', ['Lab']],
  ['.cell .monaco-editor, .full-cell .monaco-editor', ['Code']],
  ['.group-strips', ['Group', 'Lists and tables']],
  ['[role=grid]', ['Lists and tables']],
  ['.matrix', ['Matrix']],
  ['.inspector', ['Reader', 'Inspector']],
  ['figure.settled, .figure-tools', ['Figure']],
]

function sectionsHere(): readonly string[] {
  const at = document.activeElement
  return HERE.find(([selector]) => at?.closest(selector))?.[1] ?? []
}

/** `?`: the keys there are, from the table of commands; those of the place one is in come first. */
export function KeySheet() {
  const { keys, set } = useSelection()
  const local = [...new Set(LOCAL_KEYS.map((key) => key.where))]
  // Where one was when the sheet was asked for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when it opens
  const here = useMemo(sectionsHere, [keys])
  const section = (where: string) => (
    <section key={where}>
      <h3>{where}</h3>
      <KeyList
        keys={LOCAL_KEYS.filter((key) => key.where === where).map((key) => ({
          keys: [key.keys],
          label: key.label,
        }))}
      />
    </section>
  )
  return (
    <Dialog.Root open={keys} onOpenChange={(open) => set({ keys: open })}>
      <Dialog.Portal>
        <Dialog.Popup className="keys-sheet">
          <Dialog.Title>
            Keys
            <Dialog.Close className="btn bare push" aria-label="Close">
              <Icon name="close" />
            </Dialog.Close>
          </Dialog.Title>
          {here.map(section)}
          {PLACES.map(([where, words]) => (
            <section key={where}>
              <h3>{words}</h3>
              <KeyList
                keys={COMMANDS.filter((command) => command.where === where && command.keys.length > 0).map(
                  (command) => ({
                    keys: command.keys,
                    label: command.label,
                  }),
                )}
              />
            </section>
          ))}
          {local.filter((where) => !here.includes(where)).map(section)}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function KeyList({ keys }: { keys: readonly { keys: readonly string[]; label: string }[] }) {
  return (
    <dl>
      {keys.map((key) => (
        <div key={key.label}>
          <dt>
            {key.keys.map((name) => (
              <kbd key={name}>{keyWords(name)}</kbd>
            ))}
          </dt>
          <dd>{key.label}</dd>
        </div>
      ))}
    </dl>
  )
}
