import { cliDocs } from './frame/docs.ts'
import { overview } from './frame/help.ts'
import { VERBS } from './verbs.ts'

/** docs/cli.md as it should stand. */
export async function writtenDocs(): Promise<string> {
  const entries = Object.entries(VERBS)
  const verbs = await Promise.all(entries.map(async ([, { summary, load }]) => ({ summary, verb: await load() })))
  const list = entries.map(([name, { summary }]) => ({ name, summary }))
  return cliDocs(verbs, overview(list, ''))
}
