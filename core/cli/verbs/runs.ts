import type { Engine } from '../../contract.ts'
import type { RunRow } from '../../model/rollout.ts'
import type { Context } from '../frame/context.ts'
import { EXIT } from '../frame/exit.ts'
import { nearest } from '../frame/nearest.ts'
import { usage } from '../frame/option.ts'
import { verb } from '../frame/verb.ts'
import { bytes } from '../frame/words.ts'

const fieldsOf = ({ run, state, samples, responses, failed, bytes, started }: RunRow) => ({
  run,
  state,
  samples,
  responses,
  failed,
  bytes,
  started,
})

async function list({ out, notes, json }: Context, engine: Engine): Promise<number> {
  const rows = await engine.runs()
  if (json) for (const row of rows) await out.json(fieldsOf(row))
  else if (rows.length === 0) notes.note('There are no runs here yet. `longview rollout` makes one.')
  else
    await out.table(rows, [
      { label: 'run', value: ({ run }) => run, flexible: true },
      { label: 'state', value: ({ state }) => state },
      { label: 'samples', value: ({ samples }) => samples },
      { label: 'responses', value: ({ responses, wanted }) => `${responses} of ${wanted}` },
      { label: 'failed', value: ({ failed }) => failed },
      { label: 'size', value: (row) => bytes(row.bytes) },
      { label: 'started', value: ({ started }) => started },
      { label: 'model', value: ({ model }) => model },
    ])
  return EXIT.well
}

export const runsVerb = verb({
  name: 'runs',
  lines: '{run, state, samples, responses, failed, bytes, started}; after delete {run, freed_bytes}',
  positionals: [
    { name: 'rename NAME NEW', help: 'gives a run another name', optional: true },
    {
      name: 'delete NAME',
      help: 'deletes a run with its responses and rewards; their space is given back',
      optional: true,
      many: true,
    },
  ],
  options: {},
  examples: ['longview runs', 'longview runs rename first baseline', 'longview runs delete baseline'],
  async run(context, _, words) {
    const [action, name, to] = words
    if (action === undefined) return list(context, await context.engine('read'))
    const wanted = { rename: 3, delete: 2 }[action]
    if (wanted === undefined) {
      const close = nearest(action, ['rename', 'delete'])
      throw usage('longview runs takes rename NAME NEW, delete NAME or nothing', {
        value: action,
        ...(close && { remedy: `Did you mean ${close}?` }),
      })
    }
    if (words.length !== wanted)
      throw usage(`longview runs ${action} takes ${action === 'rename' ? 'NAME and NEW' : 'one NAME'}`, {
        value: words.slice(1).join(' '),
      })
    const engine = await context.engine('write')
    if (action === 'delete') {
      const { freedBytes } = await engine.deleteRun({ run: name })
      if (context.json) await context.out.json({ run: name, freed_bytes: freedBytes })
      else await context.out.text(`deleted ${name}, ${bytes(freedBytes)} given back`)
      return EXIT.well
    }
    await engine.renameRun({ run: name, to })
    const row = (await engine.runs()).find(({ run }) => run === to)
    if (context.json && row) await context.out.json(fieldsOf(row))
    else if (!context.json) await context.out.text(`${name} is now ${to}`)
    return EXIT.well
  },
})
