import type { Engine, SampleOrder, SampleQuery } from '../../contract.ts'
import type { SampleRow } from '../../model/sample.ts'
import { EXIT } from '../frame/exit.ts'
import { FILTER_OPTIONS, filterOf } from '../frame/filters.ts'
import { nearest } from '../frame/nearest.ts'
import { flag, integer, Problem, parsed } from '../frame/option.ts'
import { SAMPLE_FIELDS, sampleFields } from '../frame/sample-fields.ts'
import { verb } from '../frame/verb.ts'
import { bytes, counted, percent } from '../frame/words.ts'

const ORDERS: Readonly<Record<string, SampleOrder>> = {
  number: 'number',
  bytes: 'bytes',
  chars: 'chars',
  task: 'task',
  reward_type: 'rewardType',
  sub_task: 'subTask',
  language: 'language',
  question: 'question',
  file: 'file',
  source: 'source',
  ability: 'ability',
  evidence: 'evidence',
  tokens: 'tokens',
  mean_reward: 'meanReward',
  sd: 'sd',
}

function readOrder(typed: string): Pick<SampleQuery, 'order' | 'descending'> {
  const descending = typed.startsWith('-')
  const name = descending ? typed.slice(1) : typed
  if (Object.hasOwn(ORDERS, name)) return { order: ORDERS[name], descending }
  if (name.startsWith('field:')) return { order: name as SampleOrder, descending }
  const close = nearest(name, Object.keys(ORDERS))
  const hint = close ? `; did you mean ${close}?` : ''
  throw new Problem(
    `must be one of ${Object.keys(ORDERS).join(', ')} or field:NAME, with - before it for descending${hint}`,
  )
}

const TABLE_ROWS = 50
const AT_ONCE = 1000

/** Rows by range, so that a large dataset is never held whole. */
async function* pages(engine: Engine, query: SampleQuery, limit: number, signal: AbortSignal) {
  for (let offset = 0; offset < limit && !signal.aborted; ) {
    const page = await engine.samples({ ...query, offset, limit: Math.min(AT_ONCE, limit - offset) })
    yield page
    offset += page.rows.length
    if (page.rows.length === 0 || offset >= page.total) return
  }
}

export const samplesVerb = verb({
  name: 'samples',
  lines: '{sample_id, file, line, task, reward_type, sub_task, language, bytes, chars (null until counted), question}',
  positionals: [],
  options: {
    ...FILTER_OPTIONS,
    order: parsed(
      'FIELD',
      `${Object.keys(ORDERS).join(', ')}, field:NAME (one of the row’s own columns); -FIELD for descending`,
      readOrder,
    ),
    limit: integer('N', `at most so many (default: ${TABLE_ROWS} in the table, all with --json or --csv)`, {
      least: 1,
    }),
    csv: flag('CSV on standard output; text that a spreadsheet would run as a formula is disarmed'),
  },
  examples: [
    'longview samples --task summarization --language Chinese --order -bytes',
    'longview samples --search \'"annual report"\' --json',
  ],
  async run(context, values) {
    const { out, notes, stop, json } = context
    const engine = await context.engine('read')
    const query: SampleQuery = { ...filterOf(values), ...values.order }
    const machine = json || values.csv
    const limit = values.limit ?? (machine ? Number.POSITIVE_INFINITY : TABLE_ROWS)
    const listed: SampleRow[] = []
    let total = 0
    let textIndexed = 1
    if (values.csv && !json) await out.csv(SAMPLE_FIELDS)
    for await (const page of pages(engine, query, limit, stop.signal)) {
      total = page.total
      textIndexed = page.textIndexed
      for (const row of page.rows) {
        if (json) await out.json(sampleFields(row))
        else if (values.csv) await out.csv(SAMPLE_FIELDS.map((name) => sampleFields(row)[name]))
        else listed.push(row)
      }
    }
    if (values.search !== undefined && textIndexed < 1)
      notes.warn(`The text index has read ${percent(textIndexed, 1)} of the samples: there may be more.`)
    if (machine) return EXIT.well
    if (listed.length > 0)
      await out.table(listed, [
        { label: 'number', value: ({ number }) => number },
        { label: 'sample', value: ({ id }) => id },
        { label: 'task', value: ({ task }) => task },
        { label: 'type', value: ({ rewardType }) => rewardType },
        { label: 'language', value: ({ language }) => language },
        { label: 'prompt', value: (row) => bytes(row.bytes) },
        { label: 'question', value: ({ question }) => question, flexible: true },
      ])
    notes.note(listed.length < total ? `${listed.length} of ${counted(total, 'sample')}` : counted(total, 'sample'))
    return EXIT.well
  },
})
