/**
 * The one table of commands: keys, palette, menus, key sheet and docs derive from it. `keys` as people read them; a letter
 * alone works outside text fields and can be switched off.
 */
export const COMMANDS = [
  { id: 'palette', label: 'Search commands, cells and samples', keys: ['Ctrl K'], where: 'anywhere' },
  { id: 'find', label: 'Find here', keys: ['Ctrl F', '/'], where: 'anywhere' },
  { id: 'search-text', label: 'Search all text', keys: ['Ctrl Shift F'], where: 'anywhere' },
  { id: 'save', label: 'Save the notebook', keys: ['Ctrl S', 's'], where: 'anywhere' },
  { id: 'autosave', label: 'Save by itself, on or off', keys: [], where: 'anywhere' },
  { id: 'open', label: 'Open a notebook', keys: ['Ctrl O'], where: 'anywhere' },
  { id: 'import', label: 'Import data', keys: ['Ctrl I'], where: 'anywhere' },
  // A browser keeps Ctrl N.
  { id: 'new', label: 'New notebook', keys: ['Alt N'], where: 'anywhere' },
  { id: 'undo', label: 'Undo', keys: ['Ctrl Z', 'z'], where: 'anywhere' },
  { id: 'redo', label: 'Redo', keys: ['Ctrl Shift Z', 'Ctrl Y'], where: 'anywhere' },
  { id: 'navigator', label: 'Show or hide the navigator', keys: ['Ctrl B'], where: 'anywhere' },
  { id: 'inspector', label: 'Show or hide the inspector', keys: ['Ctrl Alt B'], where: 'anywhere' },
  { id: 'pane-next', label: 'Next pane', keys: ['F6'], where: 'anywhere' },
  { id: 'pane-before', label: 'Previous pane', keys: ['Shift F6'], where: 'anywhere' },
  { id: 'theme', label: 'Light or dark', keys: [], where: 'anywhere' },
  { id: 'letters', label: 'Single letters as commands, on or off', keys: [], where: 'anywhere' },
  { id: 'keys', label: 'Keys', keys: ['?'], where: 'anywhere' },
  { id: 'leave', label: 'Go out', keys: ['Escape'], where: 'anywhere' },
  { id: 'cell-next', label: 'Next cell', keys: ['j', 'ArrowDown'], where: 'cells' },
  { id: 'cell-before', label: 'Cell before', keys: ['k', 'ArrowUp'], where: 'cells' },
  { id: 'cell-enter', label: 'Edit the cell, or go into it', keys: ['Enter'], where: 'cells', menu: 'Edit' },
  { id: 'run', label: 'Run the cell', keys: ['Ctrl Enter'], where: 'cells', menu: 'Run' },
  { id: 'run-next', label: 'Run the cell and go on', keys: ['Shift Enter'], where: 'cells' },
  { id: 'run-add', label: 'Run the cell and add one below', keys: ['Alt Enter'], where: 'cells' },
  { id: 'run-stale', label: 'Run all that is stale', keys: ['r'], where: 'cells' },
  { id: 'stop', label: 'Stop the cell', keys: ['i i'], where: 'cells' },
  { id: 'restart', label: 'Restart the engine', keys: ['0 0'], where: 'cells' },
  { id: 'add-above', label: 'Add a cell above', keys: ['a'], where: 'cells', menu: 'Add' },
  { id: 'add-below', label: 'Add a cell below', keys: ['b'], where: 'cells', menu: 'Add' },
  { id: 'move-up', label: 'Move the cell up', keys: ['Alt ArrowUp'], where: 'cells', menu: 'Move' },
  { id: 'move-down', label: 'Move the cell down', keys: ['Alt ArrowDown'], where: 'cells', menu: 'Move' },
  { id: 'duplicate', label: 'Duplicate the cell', keys: [], where: 'cells', menu: 'Move' },
  { id: 'cut', label: 'Cut the cell', keys: ['x'], where: 'cells', menu: 'Move' },
  { id: 'copy', label: 'Copy the cell', keys: ['c'], where: 'cells', menu: 'Move' },
  { id: 'paste', label: 'Paste below', keys: ['v'], where: 'cells', menu: 'Move' },
  { id: 'paste-above', label: 'Paste above', keys: ['V'], where: 'cells' },
  { id: 'rename', label: 'Title and name of the cell', keys: ['F2'], where: 'cells', menu: 'Edit' },
  { id: 'turn', label: 'Turn the cell into another kind', keys: ['t'], where: 'cells', menu: 'Edit' },
  { id: 'to-note', label: 'Turn the cell into a note', keys: ['m'], where: 'cells' },
  { id: 'to-code', label: 'Turn the cell into code', keys: ['y'], where: 'cells' },
  { id: 'split', label: 'Split the note at the cursor', keys: ['Ctrl Shift -'], where: 'cells', menu: 'Edit' },
  { id: 'fold', label: 'Fold the cell', keys: ['o'], where: 'cells', menu: 'Look' },
  { id: 'lines', label: 'Line numbers of code, on or off', keys: ['l'], where: 'cells', menu: 'Look' },
  { id: 'full', label: 'Cell in the whole window', keys: ['f'], where: 'cells', menu: 'Look', inside: true },
  { id: 'delete', label: 'Delete the cell', keys: ['d d'], where: 'cells', menu: 'Delete' },
  { id: 'back', label: 'Back', keys: ['Alt ArrowLeft'], where: 'anywhere' },
  { id: 'forward', label: 'Forward', keys: ['Alt ArrowRight'], where: 'anywhere' },
  { id: 'report', label: 'Make a report of the notebook', keys: [], where: 'anywhere' },
  { id: 'copy-link', label: 'Copy a link to this place', keys: [], where: 'anywhere' },
  { id: 'copy-command', label: 'Copy the cell as a command', keys: ['Y'], where: 'cells', menu: 'Look', inside: true },
  { id: 'copy-subject', label: 'Copy what is inspected as a command', keys: [], where: 'lists' },
  { id: 'desk', label: 'Prompt and response side by side', keys: [], where: 'lists' },
  { id: 'pin', label: 'Pin what is inspected', keys: [], where: 'lists' },
  { id: 'sibling-before', label: 'Sibling before', keys: ['['], where: 'lists' },
  { id: 'sibling-next', label: 'Sibling after', keys: [']'], where: 'lists' },
] as const satisfies readonly Command[]

export interface Command {
  readonly id: string
  readonly label: string
  readonly keys: readonly string[]
  readonly where: 'anywhere' | 'cells' | 'lists'
  /** Its letter is heard in lists and readers as well: it means the same there. */
  readonly inside?: true
  /** Its group in the menu of a cell. */
  readonly menu?: 'Edit' | 'Run' | 'Add' | 'Move' | 'Look' | 'Delete'
}

export type CommandId = (typeof COMMANDS)[number]['id']

/** Keys that a component answers itself, for the sheet. */
export const LOCAL_KEYS: readonly { readonly where: string; readonly keys: string; readonly label: string }[] = [
  { where: 'Writing a note', keys: 'Esc', label: 'Leave; what is written stays' },
  { where: 'Writing a note', keys: 'Ctrl Enter', label: 'Leave; Shift Enter goes on, Alt Enter adds a cell' },
  { where: 'Lists and tables', keys: 'j k', label: 'Down, up' },
  { where: 'Lists and tables', keys: 'g G', label: 'First, last' },
  { where: 'Lists and tables', keys: 'Ctrl D, Ctrl U', label: 'Half a page' },
  { where: 'Lists and tables', keys: 'Enter', label: 'Open in the inspector' },
  { where: 'Lists and tables', keys: 'Space', label: 'Look at the row; the focus stays in the table' },
  { where: 'Lists and tables', keys: 'x', label: 'Mark the row and go on; Ctrl A marks all' },
  { where: 'Lists and tables', keys: 'c', label: 'Compare the groups of the marked samples, or the group of the row' },
  { where: 'Lists and tables', keys: '{ }', label: 'Task before, next task' },
  { where: 'Lists and tables', keys: 'w', label: 'Choose columns' },
  { where: 'Lists and tables', keys: 'y', label: 'Copy a link' },
  { where: 'Lists and tables', keys: 'Y', label: 'Copy as a command' },
  { where: 'Inspector', keys: 'f', label: 'Prompt and response side by side' },
  { where: 'Inspector', keys: 'p', label: 'Pin' },
  { where: 'Group', keys: 'x', label: 'Mark a response' },
  { where: 'Group', keys: 'c', label: 'Compare the marked, or the best with the worst' },
  { where: 'Group', keys: 'p', label: 'Pin a response: it stays on one side' },
  { where: 'Group', keys: 'n N', label: 'Next, previous difference' },
  { where: 'Figure', keys: 'T', label: 'Table instead of plots' },
  { where: 'Matrix', keys: '← → ↑ ↓', label: 'Prompt before and after, response before and after; Enter opens' },
  { where: 'Reader', keys: 'n N', label: 'Next, previous hit' },
  { where: 'Reader', keys: 'e E', label: 'Next, previous evidence' },
  { where: 'Reader', keys: 'o', label: 'Outline: documents and headings' },
  { where: 'Reader', keys: 't', label: 'Truth' },
  { where: 'Reader', keys: ': g', label: 'Go to a line' },
  { where: 'Reader', keys: 'v', label: 'Rendered or raw' },
  { where: 'Reader', keys: 'h', label: 'Hide or show thinking' },
  { where: 'Code', keys: 'Ctrl Enter', label: 'Run' },
  { where: 'Code', keys: 'Esc', label: 'Leave; first what the editor has open' },
  { where: 'Code', keys: 'Ctrl M', label: 'Tab moves the focus, or writes' },
  { where: 'Lab', keys: '1 to 4', label: 'Stage' },
  { where: 'Lab', keys: 'p', label: 'Pin these settings as what is compared with' },
  { where: 'Lab', keys: 'b', label: 'Held: before alone' },
  { where: 'Lab', keys: 'T', label: 'Table instead of plots' },
  { where: 'Lab', keys: '← →', label: 'A knob by a step; Shift: ten steps' },
  { where: 'Lab', keys: 'Home End', label: 'Least and most of a knob' },
  { where: 'Lab', keys: 'Backspace', label: 'Default of a knob' },
  { where: 'Lab', keys: '← → in a plot', label: 'Bar by bar; Enter: what is in it' },
]

/** A key as it is shown: "Alt Up", "Esc". */
export function keyWords(key: string): string {
  return key.replace('Escape', 'Esc').replace('Arrow', '')
}

/** The part of a KeyboardEvent that is read. */
interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** "Ctrl Shift F", as the table writes a key press; on a Mac Ctrl is Cmd. */
export function pressName(event: Pressed): string {
  const letter = event.key.length === 1
  const parts: string[] = []
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl')
  if (event.altKey) parts.push('Alt')
  if (event.shiftKey && (!letter || parts.length > 0)) parts.push('Shift')
  // With Shift most keyboards give _ for the key of the minus.
  const key = event.key === '_' && parts.length > 0 ? '-' : event.key
  parts.push(letter && parts.length > 0 ? key.toUpperCase() : key)
  return parts.join(' ')
}

/** Where a key is pressed: at a cell (command mode), inside a list, reader or lab, in a note, or where else one types. */
export type KeyPlace = 'command' | 'inside' | 'note' | 'text'

/** Letters, arrows and Enter of the cells mean something else in a list or a reader. */
function heardIn(place: KeyPlace, command: Command, key: string): boolean {
  const bare = !/^(Ctrl|Alt|Shift|F\d)/.test(key) && key !== 'Escape'
  const typing = place === 'text' || place === 'note'
  if (!bare) return !typing || typedThrough(command, key, place)
  if (place === 'command') return true
  if (typing) return false
  return command.where === 'lists' || command.inside === true || /^[/?]$/.test(key)
}

/** What a text field leaves to commands: it undoes its own letters and moves its own cursor. */
function typedThrough(command: Command, key: string, place: KeyPlace): boolean {
  if (command.id === 'undo' || command.id === 'redo') return false
  if (place === 'note' && (key === 'Shift Enter' || key === 'Alt Enter')) return true
  return /^(Ctrl|F\d|Shift F\d|Escape)/.test(key)
}

/** The command of a key press, or null. `before` is the letter pressed just before, for `i i` and `d d`. */
export function commandOf(press: string, before: string | null, place: KeyPlace = 'command'): CommandId | null {
  const names: readonly string[] = before ? [`${before} ${press}`, press] : [press]
  for (const name of names) {
    const found = COMMANDS.find((command) => (command.keys as readonly string[]).includes(name))
    if (found && heardIn(place, found, name)) return found.id
  }
  return null
}
