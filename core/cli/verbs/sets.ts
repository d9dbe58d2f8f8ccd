import type { Engine, SampleSet } from '../../contract.ts'
import type { Context } from '../frame/context.ts'
import { EXIT } from '../frame/exit.ts'
import { FILTER_OPTIONS, filterOf } from '../frame/filters.ts'
import { nearest } from '../frame/nearest.ts'
import { usage } from '../frame/option.ts'
import { verb } from '../frame/verb.ts'
import { counted } from '../frame/words.ts'

const fieldsOf = ({ name, samples, missing, created }: SampleSet) => ({ set: name, samples, missing, created })

async function list({ out, notes, json }: Context, engine: Engine): Promise<number> {
  const sets = await engine.sets()
  if (json) for (const set of sets) await out.json(fieldsOf(set))
  else if (sets.length === 0) notes.note('There are no sets here yet. `longview sets save NAME` makes one.')
  else
    await out.table(sets, [
      { label: 'set', value: ({ name }) => name, flexible: true },
      { label: 'samples', value: ({ samples }) => samples },
      { label: 'no longer indexed', value: ({ missing }) => missing },
      { label: 'saved', value: ({ created }) => created },
    ])
  return EXIT.well
}

export const setsVerb = verb({
  name: 'sets',
  lines: '{set, samples, missing, created}; after delete {set, samples}',
  positionals: [
    { name: 'save NAME', help: 'keeps the samples that the filters choose under a name', optional: true },
    { name: 'delete NAME', help: 'forgets a set; the samples stay', optional: true, many: true },
  ],
  options: FILTER_OPTIONS,
  examples: [
    'longview sets save hard-128 --rewards-of first --max-reward 0.2',
    'longview rollout --set hard-128 --endpoint demo: -n 16',
    'longview sets',
  ],
  async run(context, values, words) {
    const [action, name] = words
    if (action === undefined) return list(context, await context.engine('read'))
    if (action !== 'save' && action !== 'delete') {
      const close = nearest(action, ['save', 'delete'])
      throw usage('longview sets takes save NAME, delete NAME or nothing', {
        value: action,
        ...(close && { remedy: `Did you mean ${close}?` }),
      })
    }
    if (words.length !== 2) throw usage(`longview sets ${action} takes one NAME`, { value: words.slice(1).join(' ') })
    const engine = await context.engine('write')
    if (action === 'delete') {
      const { ids } = await engine.deleteSet({ name })
      if (context.json) await context.out.json({ set: name, samples: ids.length })
      else await context.out.text(`forgot ${name}, ${counted(ids.length, 'sample')}`)
      return EXIT.well
    }
    const { before, ...set } = await engine.saveSet({ name, filter: filterOf(values) })
    if (context.json) await context.out.json(fieldsOf(set))
    else await context.out.text(`${set.name}: ${counted(set.samples, 'sample')}`)
    if (before !== null) context.notes.note(`It replaces a set of ${counted(before.length, 'sample')}.`)
    return EXIT.well
  },
})
