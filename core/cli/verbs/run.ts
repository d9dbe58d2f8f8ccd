import { mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { CellEvent } from '../../contract.ts'
import type { CellOutput } from '../../notebook/outputs.ts'
import { setParam } from '../../notebook/set.ts'
import { writeWhole } from '../../serve/whole-file.ts'
import { EXIT, EXIT_OF } from '../frame/exit.ts'
import { readNotebookFile } from '../frame/notebook-file.ts'
import { flag, text, texts } from '../frame/option.ts'
import { untilStopped } from '../frame/stop.ts'
import { needTrust } from '../frame/trust.ts'
import { verb } from '../frame/verb.ts'
import { percent, seconds } from '../frame/words.ts'

/** How bad a run of cells was: the first error's code, or 1 for what did not stop it. */
function exitOf(cells: readonly CellEvent[]): number {
  const failed = cells.filter(({ status }) => status === 'error' || status === 'cancelled')
  const done = cells.filter(({ status }) => status === 'fresh' || status === 'cached')
  // Nothing but the failure came of it: say what kind it was.
  if (failed.length > 0 && done.every(({ kind }) => kind === 'note'))
    return EXIT_OF[failed[0].error?.code ?? 'internal']
  return failed.length > 0 || cells.some(({ status, warning }) => warning || status === 'skipped')
    ? EXIT.partly
    : EXIT.well
}

export const runVerb = verb({
  name: 'run',
  lines: '{cell, kind, status, seconds, outputs: [{key, summary, files}]}',
  about: `
Runs what is stale and what it needs; a cell whose output is stored is not run again. With --out, figures
are written as SVG and JSON, tables as CSV, rewards as JSON Lines, and report.html holds it all.`,
  positionals: [{ name: 'NOTEBOOK', help: 'a .longview file' }],
  options: {
    set: texts(
      'CELL.PARAM=VALUE',
      'another value for a parameter, not saved; CELL is an id, or a kind that occurs once',
    ),
    out: text('DIR', 'write the outputs into this folder'),
    trust: flag('agree to the endpoints and files that the notebook names'),
  },
  examples: [
    'longview run samples/tour.longview --out out',
    'longview run samples/tour.longview --set advantage.alpha=0.8 --set rollout.n=4 --json',
  ],
  async run(context, values, [name]) {
    const { out, notes, stop, json, cwd } = context
    const { path, document: stored, baseDir } = readNotebookFile(name, cwd)
    const document = values.set.reduce(setParam, stored)
    await needTrust(context, path, { document, baseDir }, values.trust)
    const dir = values.out === undefined ? null : resolve(cwd, values.out)
    const engine = await context.engine('write')
    if (dir) mkdirSync(dir, { recursive: true })
    const cells: CellEvent[] = []
    for await (const event of untilStopped(engine.runNotebook({ document, baseDir }), stop.signal)) {
      const { cell, kind, status, warning, error, output } = event
      if (status === 'waiting' || status === 'running') {
        notes.progress(`${cell} (${kind}): ${percent(event.progress ?? 0, 1)}, ${seconds(event.seconds)}`)
        continue
      }
      notes.settle()
      cells.push(event)
      if (warning) notes.warn(`cell ${cell}: ${warning}`)
      if (error) notes.error({ ...error, where: error.where ?? `cell ${cell}` })
      let files: string[] = []
      if (dir && output) {
        const { writeCell } = await import('../frame/cell-files.ts')
        files = await writeCell(engine, dir, cell, (await engine.output({ key: output.key })) as CellOutput)
      }
      const outputs = output ? [{ key: output.key, summary: output.summary, files }] : []
      if (json) await out.json({ cell, kind, status, seconds: event.seconds, outputs, ...(error && { error }) })
    }
    if (!json && cells.length > 0)
      await out.table(cells, [
        { label: 'cell', value: ({ cell }) => cell },
        { label: 'kind', value: ({ kind }) => kind },
        { label: 'status', value: ({ status }) => status },
        { label: 'time', value: (event) => seconds(event.seconds) },
        { label: 'output', value: ({ output, error }) => output?.summary ?? error?.what ?? '', flexible: true },
      ])
    if (stop.signal.aborted) return EXIT.partly
    if (dir) {
      const report = await engine.report({ document, baseDir, name: basename(path), set: values.set })
      await writeWhole(join(dir, 'report.html'), report)
      notes.note(`Written to ${dir}; report.html opens offline.`)
    }
    return exitOf(cells)
  },
})
