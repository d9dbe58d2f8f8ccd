/** A cell's output as files: figures as SVG and JSON, tables as CSV, rewards as JSON Lines. */
import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Engine, SampleQuery } from '../../contract.ts'
import { tableCsv } from '../../figures/csv.ts'
import type { Figure } from '../../figures/figure.ts'
import { renderSvg } from '../../figures/svg.ts'
import { type JsonValue, valueWords } from '../../notebook/code.ts'
import { compareFigure, sampleTable } from '../../notebook/compare-figure.ts'
import type { CellOutput, CodeOutput } from '../../notebook/outputs.ts'
import { stepsSampleTable } from '../../notebook/steps-tables.ts'
import { writeWhole } from '../../serve/whole-file.ts'
import { csvLine } from './csv.ts'
import { rewardLine, runRewards } from './reward-lines.ts'
import { SAMPLE_FIELDS, sampleFields } from './sample-fields.ts'

type Cell = string | number | null

const csv = (names: readonly string[], rows: readonly (readonly Cell[])[]) => [names, ...rows].map(csvLine).join('')

/** Large tables are written as they come. */
async function writeLines(path: string, lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  await pipeline(Readable.from(lines), createWriteStream(temporary))
  await rename(temporary, path)
}

async function* sampleLines(engine: Engine, query: SampleQuery): AsyncGenerator<string> {
  yield csvLine(SAMPLE_FIELDS)
  for (let offset = 0; ; ) {
    const page = await engine.samples({ ...query, offset, limit: 1000 })
    for (const row of page.rows) {
      const fields = sampleFields(row)
      yield csvLine(SAMPLE_FIELDS.map((name) => fields[name]))
    }
    offset += page.rows.length
    if (page.rows.length === 0 || offset >= page.total) return
  }
}

async function rewards(engine: Engine, run: string, reward: string, path: string): Promise<void> {
  const columns = await engine.columns({ run, reward })
  const lines = function* () {
    let id = 0
    for (const rollout of runRewards(columns)) yield `${JSON.stringify(rewardLine(++id, rollout))}\n`
  }
  await writeLines(path, lines())
}

async function figure(drawn: Figure, path: (ending: string) => string): Promise<string[]> {
  await writeWhole(path('svg'), renderSvg(drawn))
  await writeWhole(path('json'), `${JSON.stringify(drawn)}\n`)
  return ['svg', 'json']
}

/** A table as CSV, a figure as a figure cell's, a number or words as text; what was printed beside it. */
async function code({ result, log }: CodeOutput, path: (ending: string) => string): Promise<string[]> {
  const printed = log.length > 0 ? ['log'] : []
  if (log.length > 0) await writeWhole(path('log'), `${log.join('\n')}\n`)
  if (result.kind === 'figure') {
    await writeWhole(path('csv'), tableCsv(result.figure.table))
    return ['csv', ...(await figure(result.figure, path)), ...printed]
  }
  if (result.kind === 'table') {
    const plain = (value: JsonValue) => (value === null || typeof value === 'number' ? value : valueWords(value))
    const lines = result.rows.map((row) => row.map(plain))
    await writeLines(path('csv'), [result.columns.map(({ name }) => name), ...lines].map(csvLine))
    return ['csv', ...printed]
  }
  await writeWhole(path('txt'), `${result.kind === 'number' ? result.value : result.text}\n`)
  return ['txt', ...printed]
}

/** @returns the names of the files that were written, in `dir` */
export async function writeCell(engine: Engine, dir: string, cell: string, output: CellOutput): Promise<string[]> {
  const path = (ending: string) => join(dir, `${cell}.${ending}`)
  const named = (endings: readonly string[]) => endings.map((ending) => `${cell}.${ending}`)
  switch (output.kind) {
    case 'dataset': {
      const rows = output.files.map(({ file, rows, setAside, bytes, state }) => [file, rows, setAside, bytes, state])
      await writeWhole(path('csv'), csv(['file', 'rows', 'set_aside', 'bytes', 'state'], rows))
      return named(['csv'])
    }
    case 'samples': {
      const { filter, order, descending } = output
      await writeLines(path('csv'), sampleLines(engine, { ...filter, order, descending }))
      return named(['csv'])
    }
    case 'rollout': {
      const { run, state, samples, wanted, responses, failed, lost, bytes, started, model, endpoints } = output.run
      const row = { run, state, samples, wanted, responses, failed, lost, bytes, started, model, endpoints }
      await writeWhole(path('json'), `${JSON.stringify(row)}\n`)
      return named(['json'])
    }
    case 'score': {
      await writeWhole(path('csv'), csv(['reason', 'responses'], Object.entries(output.reasons)))
      await rewards(engine, output.run, output.reward, path('jsonl'))
      return named(['csv', 'jsonl'])
    }
    case 'advantage': {
      const names = Object.keys(output.statistics[0] ?? { reward_type: '' })
      const rows = output.statistics.map((row) => names.map((name) => row[name]))
      await writeWhole(path('csv'), csv(names, rows))
      return named(['csv', ...(await figure(output.figure, path))])
    }
    case 'figure': {
      await writeWhole(path('csv'), tableCsv(output.figure.table))
      return named(['csv', ...(await figure(output.figure, path))])
    }
    case 'code':
      return named(await code(output, path))
    case 'compare': {
      await writeWhole(path('csv'), tableCsv(compareFigure(output).table))
      if (output.what !== 'runs' && output.what !== 'steps') return named(['csv'])
      const samples = output.what === 'runs' ? sampleTable(output.samples) : stepsSampleTable(output)
      await writeWhole(path('samples.csv'), tableCsv(samples))
      return named(['csv', 'samples.csv'])
    }
  }
}
