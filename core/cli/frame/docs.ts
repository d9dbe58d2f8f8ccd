/** The reference of the command line as Markdown, from the same tables as the help. */
import { verbHelp } from './help.ts'
import type { Verb } from './verb.ts'

export interface Documented {
  readonly summary: string
  readonly verb: Verb
}

const EXITS = [
  ['0', 'all well'],
  ['1', 'finished, but some rows were set aside, or some samples, cells or rewards failed or stayed undecided'],
  ['2', 'wrong usage: the option, the value and what is allowed are named'],
  ['3', 'nothing readable: file, line, value and remedy are named'],
  ['4', 'endpoint not reachable, or it refused'],
  ['130, 143', 'stopped by SIGINT or SIGTERM after saving; a second signal stops at once'],
] as const

/** Options that every verb takes stand in each help; here they are told once, by the overview. */
export function cliDocs(verbs: readonly Documented[], overview: string): string {
  const sections = verbs.map(
    ({ verb, summary }) => `## ${verb.name}\n\n\`\`\`text\n${verbHelp(verb, summary).trim()}\n\`\`\`\n`,
  )
  return [
    '# The command line',
    '',
    'Written by `node scripts/docs.mjs` from the tables that parse the options; a test holds the two together.',
    '',
    '```text',
    overview.trim(),
    '```',
    '',
    '| exit | |',
    '|---|---|',
    ...EXITS.map(([code, meaning]) => `| ${code} | ${meaning} |`),
    '',
    'Results stand on standard output; progress, notes, warnings and errors on standard error. A broken pipe ends quietly with 0. Null, 0 and NaN stay apart: a reward that cannot be told is null with its reason, and a NaN is never printed as a number.',
    '',
    ...sections,
  ].join('\n')
}
