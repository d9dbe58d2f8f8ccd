/**
 * The command line. It must answer `--help` at once and check Node before anything touches SQLite, so it imports nothing
 * but the frame; a verb is loaded when it is asked for.
 */
import { enableCompileCache } from 'node:module'
import { errorParts, LongviewError } from '../model/errors.ts'
import type { Context } from './frame/context.ts'
import { EXIT, EXIT_OF } from './frame/exit.ts'
import { overview, verbHelp } from './frame/help.ts'
import { nearest } from './frame/nearest.ts'
import { createNotes, type Notes } from './frame/notes.ts'
import { usage } from './frame/option.ts'
import { createOutput } from './frame/output.ts'
import { parse } from './frame/parse.ts'
import { openSession } from './frame/session.ts'
import { createStop, type Stop } from './frame/stop.ts'
import type { Verb } from './frame/verb.ts'
import { VERSION } from './frame/version.ts'
import { VERBS } from './verbs.ts'

/** better-sqlite3 13 takes the whole process down on Node 20; zstd came with 22.15. */
function nodeIsTooOld(): boolean {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major < 22 || (major === 22 && minor < 15)
}

function unknownVerb(word: string): Error {
  const close = nearest(word, Object.keys(VERBS))
  return usage(`longview has no verb ${word}`, {
    remedy: `${close ? `Did you mean ${close}? ` : ''}\`longview --help\` lists them.`,
  })
}

async function loadVerb(word: string): Promise<Verb> {
  if (!Object.hasOwn(VERBS, word)) throw unknownVerb(word)
  return VERBS[word].load()
}

const has = (words: readonly string[], ...names: string[]) => {
  const end = words.indexOf('--')
  return (end < 0 ? words : words.slice(0, end)).some((word) => names.includes(word))
}

async function command(words: readonly string[], notes: (quiet: boolean) => Notes, stop: Stop): Promise<number> {
  const out = createOutput(process.stdout, stop.unread)
  const [first, ...rest] = words
  if (first === undefined || first === 'help' || first.startsWith('-')) {
    if (first === '--version') await out.text(VERSION)
    else if (first === undefined || has(words, '--help', '-h', 'help')) {
      if (rest[0] && first === 'help') return command([rest[0], '--help'], notes, stop)
      const verbs = Object.entries(VERBS).map(([name, { summary }]) => ({ name, summary }))
      await out.text(overview(verbs, VERSION))
    } else throw usage('The verb comes first: longview VERB [options]', { value: first, remedy: '`longview --help`' })
    return first === undefined ? EXIT.usage : EXIT.well
  }
  const verb = await loadVerb(first)
  const { values, positionals } = parse(verb, rest)
  if (values.help || values.version) {
    await out.text(values.help ? verbHelp(verb, VERBS[verb.name].summary) : VERSION)
    return EXIT.well
  }
  if (nodeIsTooOld())
    throw new LongviewError({
      code: 'workspace',
      what: `Node ${process.versions.node} is too old for the database: longview needs 22.15 or newer.`,
      remedy: 'Start it with `npx longview` in the checkout, which brings its own Node, or install a newer one.',
    })
  const frame = { out, notes: notes(values.quiet === true), stop }
  const session = await openSession(frame, values, process.env)
  try {
    const code = await verb.run(session.context satisfies Context, values, positionals)
    await session.close('linger')
    return code
  } catch (error) {
    await session.close('at once')
    throw error
  }
}

async function main(): Promise<void> {
  // The engine's code is compiled once for all commands, not by each: a third of what a short one takes.
  enableCompileCache?.()
  const words = process.argv.slice(2)
  const notes = (quiet: boolean) => createNotes(process.stderr, quiet, process.env)
  const stop = createStop((text) => notes(has(words, '--quiet')).note(text))
  let code: number
  try {
    code = await command(words, notes, stop)
  } catch (error) {
    const parts = errorParts(error)
    code = EXIT_OF[parts.code]
    // After a signal the interrupted work often fails; what counts is that it was stopped.
    if (stop.code() === null || (parts.code !== 'cancelled' && parts.code !== 'connection')) {
      notes(false).settle()
      notes(false).error(parts)
      if (parts.code === 'internal' && error instanceof Error && process.env.LONGVIEW_DEBUG) console.error(error.stack)
    }
  }
  // Whatever still holds the loop (an idle connection) must not keep the shell waiting; what was written must be out.
  await new Promise((flushed) => process.stdout.write('', flushed))
  process.exit(stop.code() ?? code)
}

await main()
