import type { AuditEvent } from '../../contract.ts'
import { dataFilter } from '../frame/data.ts'
import { EXIT } from '../frame/exit.ts'
import { text, usage } from '../frame/option.ts'
import { untilStopped } from '../frame/stop.ts'
import { verb } from '../frame/verb.ts'
import { percent } from '../frame/words.ts'

type Finding = Extract<AuditEvent, { kind: 'finding' }>

export const auditVerb = verb({
  name: 'audit',
  lines:
    '{finding, surprise, samples, responses, changed, mean_change, worst: [{sample_id, index, reference, corrected}]}',
  about: `
Where the reference trainer surprises: how many stored responses each surprise hits, and by how much the
reward would change if that one alone were corrected. Of data without responses it tells which samples can
meet it.`,
  positionals: [{ name: 'DATA', help: 'files of samples, indexed first', optional: true, many: true }],
  options: { run: text('NAME', 'the responses of a stored run') },
  examples: ['longview audit --run first', 'longview audit samples/golongrl-mini.jsonl --json'],
  async run(context, values, files) {
    const { out, notes, stop, json } = context
    if ((files.length === 0) === (values.run === undefined)) {
      throw usage('longview audit takes either DATA or --run NAME', { value: files.join(' ') || undefined })
    }
    const engine = await context.engine(values.run === undefined ? 'write' : 'read')
    const params = values.run === undefined ? { filter: await dataFilter(context, engine, files) } : { run: values.run }
    const found: Finding[] = []
    for await (const event of untilStopped(engine.audit(params), stop.signal)) {
      if (event.kind === 'progress')
        notes.progress(`${event.done} of ${event.total} samples (${percent(event.done, event.total)})`)
      if (event.kind !== 'finding') continue
      found.push(event)
      if (json) await out.json(fieldsOf(event))
    }
    notes.settle()
    if (json || stop.signal.aborted) return EXIT.well
    if (found.length === 0) {
      notes.note('No surprise of the reference hits this data.')
      return EXIT.well
    }
    await out.table(found, [
      { label: 'no.', value: ({ surprise }) => surprise },
      { label: 'finding', value: ({ finding }) => finding, flexible: true },
      { label: 'samples', value: ({ samples }) => samples },
      { label: 'responses', value: ({ responses }) => responses },
      { label: 'changed', value: ({ changed }) => changed },
      { label: 'mean change', value: ({ meanChange }) => meanChange, digits: 4 },
      { label: 'worst', value: ({ worst }) => worstWords(worst) },
    ])
    return EXIT.well
  },
})

function worstWords(worst: Finding['worst']): string {
  if (worst.length === 0) return ''
  const { sampleId, index } = worst[0]
  return index === null ? sampleId : `${sampleId} ${index}`
}

const fieldsOf = ({ finding, surprise, samples, responses, changed, meanChange, worst }: Finding) => ({
  finding,
  surprise,
  samples,
  responses,
  changed,
  mean_change: meanChange,
  worst: worst.map(({ sampleId, ...rest }) => ({ sample_id: sampleId, ...rest })),
})
