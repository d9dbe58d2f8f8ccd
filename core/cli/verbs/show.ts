import type { Engine } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { SampleDetail } from '../../model/sample.ts'
import type { Context } from '../frame/context.ts'
import { EXIT } from '../frame/exit.ts'
import { inert } from '../frame/inert.ts'
import { integer, text, usage } from '../frame/option.ts'
import { responseFields } from '../frame/responses.ts'
import { verb } from '../frame/verb.ts'
import { bytes, seconds } from '../frame/words.ts'

/** The row as stored: the prompt stands where it stands in the release. */
async function wholeRow(engine: Engine, { id, row }: SampleDetail): Promise<Record<string, unknown>> {
  const { messages } = await engine.prompt({ id })
  const { data_source, ...rest } = row
  return { ...(data_source !== undefined && { data_source }), prompt: messages, ...rest }
}

/** The run that was asked for, else the newest one that holds a response to this sample. */
async function responseOf(engine: Engine, sampleId: string, index: number, named: string | undefined) {
  if (named !== undefined) return engine.response({ run: named, sampleId, index })
  const runs = [...(await engine.runs())].sort((a, b) => (a.started < b.started ? 1 : -1))
  for (const { run } of runs) {
    const rows = await engine.responses({ run, sampleId })
    if (rows.some((row) => row.index === index)) return engine.response({ run, sampleId, index })
  }
  throw new LongviewError({
    code: 'not-found',
    what: 'No run holds this response.',
    value: `${sampleId}, response ${index}`,
    remedy: '`longview runs` lists the runs; responses count from 0.',
  })
}

async function person({ out }: Context, detail: SampleDetail, row: Record<string, unknown>): Promise<void> {
  const { number, id, file, line, task, rewardType, subTask, language } = detail
  const head = [
    `sample ${number}, ${id}`,
    `${file}:${line}`,
    [task, rewardType, subTask, language, bytes(detail.bytes)].filter(Boolean).join(', '),
    '',
    `question  ${detail.question}`,
    `gold      ${JSON.stringify(detail.truth.groundTruth)}`,
  ]
  await out.text(head.map((part) => inert(part)).join('\n'))
  for (const message of row.prompt as readonly { role: string; content: string }[])
    await out.text(`\n--- ${inert(message.role)}\n${inert(message.content, { lines: true })}`)
}

export const showVerb = verb({
  name: 'show',
  lines: 'the row as stored; with --response one line of `longview rollout --json`',
  positionals: [{ name: 'ID', help: 'the id of a sample, or its number in `longview samples`' }],
  options: {
    response: integer('K', 'the response with this index, from 0', { least: 0 }),
    run: text('NAME', 'of this run (default: the newest that has it)'),
  },
  examples: ['longview show 3f2a9c0d11e4b7a8', 'longview show 311 --response 0'],
  async run(context, values, [name]) {
    const { out, json } = context
    if (values.run !== undefined && values.response === undefined)
      throw usage('--run names the run of a response: give --response K too', { where: '--run', value: values.run })
    const engine = await context.engine('read')
    const id = /^\d{1,9}$/.test(name) ? await idOfNumber(engine, Number(name)) : name
    if (values.response !== undefined) {
      const row = await responseOf(engine, id, values.response, values.run)
      if (json) await out.json(responseFields(row))
      else {
        const head = `${row.run}, response ${row.index}, ${row.finishReason}, ${row.chars} characters, ${seconds(row.seconds)}`
        await out.text(`${inert(head)}\n\n${inert(row.text ?? '', { lines: true })}`)
      }
      return EXIT.well
    }
    const detail = await engine.sample({ id })
    const row = await wholeRow(engine, detail)
    if (json) await out.json(row)
    else await person(context, detail, row)
    return EXIT.well
  },
})

/** What people call "sample 311". */
async function idOfNumber(engine: Engine, number: number): Promise<string> {
  const page = await engine.samples({ order: 'number', offset: Math.max(0, number - 1), limit: 1 })
  const row = page.rows[0]
  if (row?.number === number) return row.id
  throw new LongviewError({
    code: 'not-found',
    what: 'There is no sample of this number.',
    value: String(number),
    remedy: '`longview samples` lists them.',
  })
}
