/**
 * The one table of commands: keys, palette, key sheet and docs derive from it. `keys` as people read them; a letter alone
 * works outside text fields and can be switched off.
 */
export const COMMANDS = [
  { id: 'palette', label: 'Search commands, cells and samples', keys: ['Ctrl K'], where: 'anywhere' },
  { id: 'find', label: 'Find here', keys: ['Ctrl F', '/'], where: 'anywhere' },
  { id: 'search-text', label: 'Search all text', keys: ['Ctrl Shift F'], where: 'anywhere' },
  { id: 'save', label: 'Save the notebook', keys: ['Ctrl S'], where: 'anywhere' },
  { id: 'undo', label: 'Undo', keys: ['Ctrl Z', 'z'], where: 'anywhere' },
  { id: 'redo', label: 'Redo', keys: ['Ctrl Shift Z'], where: 'anywhere' },
  { id: 'navigator', label: 'Show or hide the navigator', keys: ['Ctrl B'], where: 'anywhere' },
  { id: 'inspector', label: 'Show or hide the inspector', keys: ['Ctrl Alt B'], where: 'anywhere' },
  { id: 'pane-next', label: 'Next pane', keys: ['F6'], where: 'anywhere' },
  { id: 'pane-before', label: 'Previous pane', keys: ['Shift F6'], where: 'anywhere' },
  { id: 'theme', label: 'Light or dark', keys: [], where: 'anywhere' },
  { id: 'letters', label: 'Single letters as commands, on or off', keys: [], where: 'anywhere' },
  { id: 'keys', label: 'Keys', keys: ['?'], where: 'anywhere' },
  { id: 'cell-next', label: 'Next cell', keys: ['j', 'ArrowDown'], where: 'cells' },
  { id: 'cell-before', label: 'Cell before', keys: ['k', 'ArrowUp'], where: 'cells' },
  { id: 'cell-enter', label: 'Go into the cell', keys: ['Enter'], where: 'cells' },
  { id: 'leave', label: 'Go out', keys: ['Escape'], where: 'anywhere' },
  { id: 'run', label: 'Run the cell', keys: ['Ctrl Enter'], where: 'cells' },
  { id: 'run-next', label: 'Run the cell and go on', keys: ['Shift Enter'], where: 'cells' },
  { id: 'run-stale', label: 'Run all that is stale', keys: ['r'], where: 'cells' },
  { id: 'stop', label: 'Stop the cell', keys: ['i i'], where: 'cells' },
  { id: 'fold', label: 'Fold the cell', keys: ['o'], where: 'cells' },
  { id: 'full', label: 'Cell in the whole window', keys: ['f'], where: 'cells' },
  { id: 'back', label: 'Back', keys: ['Alt ArrowLeft'], where: 'anywhere' },
  { id: 'forward', label: 'Forward', keys: ['Alt ArrowRight'], where: 'anywhere' },
  { id: 'report', label: 'Make a report of the notebook', keys: [], where: 'anywhere' },
  { id: 'copy-link', label: 'Copy a link to this place', keys: [], where: 'anywhere' },
  { id: 'copy-command', label: 'Copy the cell as a command', keys: ['Y'], where: 'cells' },
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
}

export type CommandId = (typeof COMMANDS)[number]['id']

/** Keys that a component answers itself, for the sheet. */
export const LOCAL_KEYS: readonly { readonly where: string; readonly keys: string; readonly label: string }[] = [
  { where: 'Lists and tables', keys: 'j k', label: 'Down, up' },
  { where: 'Lists and tables', keys: 'g G', label: 'First, last' },
  { where: 'Lists and tables', keys: 'Ctrl D, Ctrl U', label: 'Half a page' },
  { where: 'Lists and tables', keys: 'Enter', label: 'Open in the inspector' },
  { where: 'Lists and tables', keys: 'y', label: 'Copy a link' },
  { where: 'Lists and tables', keys: 'Y', label: 'Copy as a command' },
  { where: 'Inspector', keys: 'f', label: 'Prompt and response side by side' },
  { where: 'Inspector', keys: 'p', label: 'Pin' },
  { where: 'Reader', keys: 'n N', label: 'Next, previous hit' },
  { where: 'Reader', keys: 'e E', label: 'Next, previous evidence' },
  { where: 'Reader', keys: 'o', label: 'Outline: documents and headings' },
  { where: 'Reader', keys: 't', label: 'Truth' },
  { where: 'Reader', keys: ': g', label: 'Go to a line' },
  { where: 'Reader', keys: 'v', label: 'Rendered or raw' },
  { where: 'Reader', keys: 'h', label: 'Hide or show thinking' },
  { where: 'Lab', keys: '1 to 4', label: 'Stage' },
  { where: 'Lab', keys: 'p', label: 'Pin these settings as what is compared with' },
  { where: 'Lab', keys: 'b', label: 'Held: before alone' },
  { where: 'Lab', keys: 'T', label: 'Table instead of plots' },
  { where: 'Lab', keys: 'Shift ← →', label: 'Ten steps of a knob; Backspace: its default' },
  { where: 'Lab', keys: '← → in a plot', label: 'Bar by bar; Enter: what is in it' },
]

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
  parts.push(letter && parts.length > 0 ? event.key.toUpperCase() : event.key)
  return parts.join(' ')
}

/** The command of a key press, or null. `before` is the letter pressed just before, for `i i`. */
export function commandOf(press: string, before: string | null): CommandId | null {
  const names: readonly string[] = before ? [`${before} ${press}`, press] : [press]
  for (const name of names) {
    const found = COMMANDS.find((command) => (command.keys as readonly string[]).includes(name))
    if (found) return found.id
  }
  return null
}
