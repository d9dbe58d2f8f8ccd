import { Dialog } from '@base-ui/react/dialog'
import { Icon } from '../components/icon.tsx'
import { useSelection } from '../stores/selection.ts'
import { COMMANDS, type Command, keyWords, LOCAL_KEYS } from './table.ts'

const PLACES: readonly (readonly [Command['where'], string])[] = [
  ['anywhere', 'Anywhere'],
  ['cells', 'Cells'],
  ['lists', 'Lists and inspector'],
]

/** `?`: the keys there are, from the table of commands. */
export function KeySheet() {
  const { keys, set } = useSelection()
  const local = [...new Set(LOCAL_KEYS.map((key) => key.where))]
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
          {local.map((where) => (
            <section key={where}>
              <h3>{where}</h3>
              <KeyList
                keys={LOCAL_KEYS.filter((key) => key.where === where).map((key) => ({
                  keys: [key.keys],
                  label: key.label,
                }))}
              />
            </section>
          ))}
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
