import { Dialog } from '@base-ui/react/dialog'
import { useEffect, useState } from 'react'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { KINDS } from '../../core/notebook/cells.ts'
import { sentenceOf, sentenceText } from '../../core/notebook/sentence.ts'
import { cellNumbers, inputWords, paramWords } from '../../core/notebook/words.ts'
import { Icon } from '../components/icon.tsx'
import { useQuery } from '../data/query.ts'
import { count } from '../format.ts'
import { add } from '../notebook/edits.ts'
import { paramLabel } from '../notebook/param-label.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { type Act, actsInSight } from './acts.ts'
import { useCommands } from './commands.tsx'
import { enterInspector, focusCell } from './focus.ts'
import { ranked } from './rank.ts'
import { COMMANDS, keyWords } from './table.ts'

interface Entry {
  readonly id: string
  readonly words: string
  readonly note: string
  readonly keys?: readonly string[]
  readonly run: () => void
}

const MOST = 40

/** `>` commands, `@` cells, `#` samples, plain = all. What Enter does stands first. */
export function Palette() {
  const { palette, set } = useSelection()
  return (
    <Dialog.Root open={palette} onOpenChange={(open) => set({ palette: open })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="palette-back" />
        <Dialog.Popup className="palette" aria-label="Search samples, cells, commands">
          <PaletteBody close={() => set({ palette: false })} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteBody({ close }: { close: () => void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [acts] = useState(actsInSight)
  const entries = useEntries(text, acts)
  const chosen = Math.min(at, Math.max(0, entries.length - 1))
  const run = (entry: Entry | undefined) => {
    if (!entry) return
    close()
    // After the dialog has given the focus back.
    requestAnimationFrame(entry.run)
  }
  useEffect(() => {
    document.getElementById(`entry-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <>
      <div className="pin">
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog is opened to type here
          autoFocus
          role="combobox"
          aria-label="Search samples, cells, commands"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={entries.length > 0 ? `entry-${chosen}` : undefined}
          placeholder="Search samples, cells, commands"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setAt(Math.min(entries.length - 1, chosen + 1))
            else if (event.key === 'ArrowUp') setAt(Math.max(0, chosen - 1))
            else if (event.key === 'Enter') run(entries[chosen])
            else return
            event.preventDefault()
          }}
        />
        <span className="quiet push">{count(entries.length)}</span>
      </div>
      <div role="listbox" className="options" id="palette-list" aria-label="Found">
        {entries.map((entry, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          <div
            key={entry.id}
            id={`entry-${i}`}
            role="option"
            className="option"
            aria-selected={i === chosen}
            tabIndex={-1}
            onClick={() => run(entry)}
            onPointerMove={() => setAt(i)}
          >
            <span className="cut data">{entry.words}</span>
            <span className="quiet push">{entry.note}</span>
            {entry.keys?.map((key) => (
              <kbd key={key}>{keyWords(key)}</kbd>
            ))}
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className="none">Nothing has these words</p>}
      <div className="pfoot">
        <span>
          <kbd>Enter</kbd> run
        </span>
        <span>
          <kbd>&gt;</kbd> commands
        </span>
        <span>
          <kbd>@</kbd> cells
        </span>
        <span>
          <kbd>#</kbd> samples
        </span>
      </div>
    </>
  )
}

/** "Set α (alpha) in advantage 6", with its value: opens the parameter where its sentence has it. */
function parameterEntries(cell: CellDocument, document: NotebookDocument): readonly Entry[] {
  const params = sentenceOf(cell, document).flatMap((part) => ('params' in part ? part.params : []))
  return params.map((param) => ({
    id: `set-${cell.id}-${param}`,
    words: `Set ${paramLabel(param)} in ${inputWords(document, cell.id)}`,
    note: paramWords(cell, param),
    run: () => {
      useSelection.getState().set({ cell: cell.id, asked: { cell: cell.id, param } })
      focusCell(cell.id, { head: true })
    },
  }))
}

function useEntries(text: string, acts: readonly Act[]): readonly Entry[] {
  const command = useCommands()
  const document = useNotebook((notebook) => notebook.open?.document)
  const select = useSelection((selection) => selection.set)
  const sigil = /^[>@#]/.exec(text)?.[0] ?? ''
  const query = text.slice(sigil.length).trim()
  const wantsSamples = (sigil === '#' || sigil === '') && query.length > 0
  const samples = useQuery(wantsSamples ? ['palette', query] : null, (engine) =>
    engine.samples(/^\d+$/.test(query) ? { offset: Number(query) - 1, limit: 1 } : { search: query, limit: 8 }),
  )
  const commands: Entry[] = COMMANDS.filter((each) => each.id !== 'palette' && each.id !== 'leave').map((each) => ({
    id: each.id,
    words: each.label,
    note: '',
    keys: each.keys,
    run: () => command(each.id),
  }))
  const numbers = document ? cellNumbers(document) : new Map<string, number>()
  const cells: Entry[] = (document?.cells ?? []).map((cell) => ({
    id: `cell-${cell.id}`,
    words:
      cell.kind === 'note' || !document
        ? `note ${String(cell.params.text ?? '')
            .split('\n', 1)[0]
            .replace(/^#+\s*/, '')}`
        : `${numbers.get(cell.id)} ${cell.kind} ${sentenceText(sentenceOf(cell, document))}`,
    note: 'cell',
    run: () => {
      select({ cell: cell.id, full: null })
      focusCell(cell.id, { head: true })
    },
  }))
  const found: Entry[] = (wantsSamples ? (samples.data?.rows ?? []) : []).map((row) => ({
    id: `sample-${row.id}`,
    words: `Sample ${count(row.number)}${row.question && `: ${row.question}`}`,
    note: 'sample',
    run: () => {
      select({ subject: { kind: 'sample', id: row.id }, sheet: true })
      enterInspector()
    },
  }))
  const added = Object.values(KINDS).map((kind) => ({
    id: `add-${kind.kind}`,
    words: `Add a ${kind.label} cell below`,
    note: '',
    run: () => add(kind.kind, 'below'),
  }))
  const pressed = acts.map(({ words, note, press }) => ({ id: `act-${note}-${words}`, words, note, run: press }))
  const set = document ? document.cells.flatMap((cell) => parameterEntries(cell, document)) : []
  // What is rarely wanted by a glance at the list is found by typing.
  const more: readonly Entry[] = query ? [...added, ...pressed, ...set] : []
  if (sigil === '>') return ranked(query, [...commands, ...more], (entry) => entry.words)
  if (sigil === '@') return ranked(query, cells, (entry) => entry.words)
  if (sigil === '#') return found
  return [...ranked(query, [...commands, ...cells, ...more], (entry) => entry.words).slice(0, MOST), ...found]
}
