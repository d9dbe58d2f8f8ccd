import type { Option } from './option.ts'
import { dashed } from './parse.ts'
import { GLOBAL_OPTIONS, type Positional, type Verb } from './verb.ts'

const shown = ({ name, many, optional }: Positional) => {
  const word = many ? `${name}...` : name
  return optional ? `[${word}]` : word
}

/** `--task T`, `-o, --output FILE`. */
function left(name: string, { placeholder, short }: Option<unknown>): string {
  const names = short && short !== name ? `-${short}, ${dashed(name)}` : dashed(name)
  return placeholder === undefined ? names : `${names} ${placeholder}`
}

function right({ help, fallback, many }: Option<unknown>): string {
  const standard = fallback !== undefined && fallback !== false && !many ? ` (default: ${fallback})` : ''
  return `${help}${standard}${many ? '; may be repeated' : ''}`
}

/** Two columns; a left side that is too wide for its column gets a line of its own. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(26, Math.max(...rows.map(([first]) => first.length)))
  return rows.flatMap(([first, second]) =>
    first.length <= width
      ? [`  ${first.padEnd(width)}  ${second}`]
      : [`  ${first}`, `  ${' '.repeat(width)}  ${second}`],
  )
}

const table = (options: Readonly<Record<string, Option<unknown>>>) =>
  columns(Object.entries(options).map(([name, option]) => [left(name, option), right(option)] as const))

export function verbHelp(verb: Verb, summary: string): string {
  const own = Object.keys(verb.options).length > 0
  const usage = ['longview', verb.name, ...verb.positionals.map(shown), '[options]'].join(' ')
  return [
    summary,
    '',
    `usage: ${usage}`,
    ...(verb.about ? ['', verb.about.trim()] : []),
    ...(verb.positionals.length > 0 ? ['', ...columns(verb.positionals.map((one) => [shown(one), one.help]))] : []),
    ...(own ? ['', 'options', ...table(verb.options)] : []),
    '',
    'options of every verb',
    ...table(GLOBAL_OPTIONS),
    ...(verb.lines ? ['', `lines of --json: ${verb.lines}`] : []),
    ...(verb.examples.length > 0 ? ['', 'examples', ...verb.examples.map((line) => `  ${line}`)] : []),
    '',
  ].join('\n')
}

/** The list of verbs. It loads none of them: it must be there at once. */
export function overview(
  verbs: readonly { readonly name: string; readonly summary: string }[],
  version: string,
): string {
  return [
    `longview${version && ` ${version}`}: a research workbench for long-context reinforcement learning with verifiable rewards`,
    '',
    'usage: longview VERB [options]',
    '',
    ...columns(verbs.map(({ name, summary }) => [name, summary])),
    '',
    'options of every verb',
    ...table(GLOBAL_OPTIONS),
    '',
    'The verbs compose:',
    '  longview rollout --endpoint demo: --json | longview score - --json \\',
    '    | longview advantage - --estimator tmn-grpo --json',
    '',
    'exit: 0 all well, 1 finished with rows or rewards that failed, 2 wrong usage, 3 nothing readable,',
    '      4 endpoint not reachable, 130 and 143 stopped by a signal after saving',
    '',
  ].join('\n')
}
