import { resolve } from 'node:path'
import type { IndexEvent } from '../../contract.ts'
import type { Context } from '../frame/context.ts'
import { EXIT, EXIT_OF } from '../frame/exit.ts'
import { flag, usage } from '../frame/option.ts'
import { untilStopped } from '../frame/stop.ts'
import { verb } from '../frame/verb.ts'
import { createEta, percent, seconds } from '../frame/words.ts'

type FileRead = IndexEvent & { readonly kind: 'file' }

/** Set-aside rows that are named on standard error; the rest is counted. */
const NAMED = 10

async function tellSetAside({ engine, notes }: Context, file: FileRead): Promise<void> {
  if (file.setAside === 0) return
  const rows = await (await engine('write')).setAside({ file: file.file })
  notes.warn(`${file.file}: ${file.setAside} rows were set aside`)
  for (const { line, reason, value } of rows.slice(0, NAMED))
    notes.warn(`  line ${line}: ${reason}${value === null ? '' : `: ${value}`}`)
  if (rows.length > NAMED) notes.warn(`  and ${rows.length - NAMED} more`)
}

/**
 * What comes in through the pipe as a file of the workspace, from which its prompts are fetched later. Null where the
 * command is stopped before the input ends: part of it is not what was piped in.
 */
async function keptInput({ workspaceDir, stop, notes }: Context): Promise<string | null> {
  const { spoolInput } = await import('../../engine/index.ts')
  const leave = () => process.stdin.destroy(new Error('stopped while reading standard input'))
  stop.signal.addEventListener('abort', leave, { once: true })
  notes.progress('reading standard input')
  try {
    return await spoolInput(workspaceDir, process.stdin)
  } catch (error) {
    if (stop.signal.aborted) return null
    throw error
  } finally {
    stop.signal.removeEventListener('abort', leave)
  }
}

export const indexVerb = verb({
  name: 'index',
  lines: '{file, rows, set_aside, tasks, seconds}',
  about: `
Reads everything but the prompts; a text index over prompts, questions and answers then grows in the
background, in any process that holds the workspace. A file that has not changed is not read again.
Rows from standard input (-) are kept as a file of the workspace: their prompts are fetched from there.`,
  positionals: [{ name: 'FILE', help: 'JSONL, JSON array or parquet; .gz and .zst of them; - for stdin', many: true }],
  options: { text: flag('wait for the text index too, so that searches find everything') },
  examples: [
    'longview index samples/golongrl-mini.jsonl',
    'longview index train/*.parquet --json',
    'zstdcat rows.jsonl.zst | longview index -',
  ],
  async run(context, values, positionals) {
    const { out, notes, stop, json, cwd } = context
    if (positionals.filter((name) => name === '-').length > 1)
      throw usage('standard input can be read once', { value: '-' })
    // Before the input is read: a workspace that cannot be had should not cost a pipe its rows.
    const engine = await context.engine('write')
    const files: string[] = []
    for (const name of positionals) {
      const file = name === '-' ? await keptInput(context) : resolve(cwd, name)
      if (file === null) return EXIT.partly
      files.push(file)
    }
    const read: FileRead[] = []
    const under = { file: '', left: createEta() }
    let failed = 0
    let firstFailure: number = EXIT.well
    for await (const event of untilStopped(engine.index({ files, text: values.text }), stop.signal)) {
      if (event.kind === 'progress') {
        const { file, bytes, totalBytes, rows } = event
        if (under.file !== file) Object.assign(under, { file, left: createEta() })
        notes.progress(`${file}: ${rows} rows, ${percent(bytes, totalBytes)}${under.left(bytes, totalBytes)}`)
        continue
      }
      if (event.kind === 'text') {
        notes.progress(`text: ${event.read} of ${event.total} samples, ${percent(event.read, event.total)}`)
        continue
      }
      notes.settle()
      if (event.kind === 'failed') {
        failed++
        firstFailure ||= EXIT_OF[event.error.code]
        notes.error({ ...event.error, where: event.error.where ?? event.file })
        continue
      }
      read.push(event)
      const { file, rows, setAside, tasks } = event
      if (json) await out.json({ file, rows, set_aside: setAside, tasks, seconds: event.seconds })
      await tellSetAside(context, event)
    }
    if (!json && read.length > 0)
      await out.table(read, [
        { label: 'file', value: ({ file }) => file, flexible: true },
        { label: 'rows', value: ({ rows }) => rows },
        { label: 'set aside', value: ({ setAside }) => setAside },
        { label: 'tasks', value: ({ tasks }) => Object.keys(tasks).length },
        { label: 'time', value: (event) => (event.unchanged ? 'unchanged' : seconds(event.seconds)) },
      ])
    if (failed > 0) return read.length > 0 ? EXIT.partly : firstFailure
    return read.some(({ setAside }) => setAside > 0) ? EXIT.partly : EXIT.well
  },
})
