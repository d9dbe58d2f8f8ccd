import type { Context } from './context.ts'
import { flag, type Options, text, type ValuesOf } from './option.ts'

/** What stands after the verb without dashes. */
export interface Positional {
  readonly name: string
  readonly help: string
  readonly optional?: true
  /** The last one may take all that is left. */
  readonly many?: true
}

/** One verb: a file of its own in ../verbs, its one-line summary in ../verbs.ts. The exit code is what `run` returns; errors carry their own (exit.ts). */
export interface Verb<Table extends Options = Options> {
  readonly name: string
  /** What `--json` writes, one object a line. */
  readonly lines?: string
  /** More lines of help, wrapped by hand at 100 columns. */
  readonly about?: string
  readonly positionals: readonly Positional[]
  readonly options: Table
  readonly examples: readonly string[]
  run(context: Context, values: ValuesOf<Table>, positionals: readonly string[]): Promise<number>
}

/** Lets the table's types reach `run`. */
export function verb<Table extends Options>(made: Verb<Table>): Verb {
  return made as unknown as Verb
}

/** Every verb takes these. */
export const GLOBAL_OPTIONS = {
  json: flag('JSON Lines on standard output, one object a line, nothing else'),
  quiet: flag('no progress, notes or warnings on standard error'),
  workspace: text('DIR', 'the workspace (default: the nearest .longview upwards, else ./.longview)'),
  help: flag('this text', { short: 'h' }),
  version: flag('the version of longview'),
} as const
