import { resolve } from 'node:path'
import type { LintEvent } from '../../contract.ts'
import { dataFilter } from '../frame/data.ts'
import { EXIT } from '../frame/exit.ts'
import { choice, text } from '../frame/option.ts'
import { tellRights } from '../frame/rights.ts'
import { untilStopped } from '../frame/stop.ts'
import { verb } from '../frame/verb.ts'
import { percent } from '../frame/words.ts'

type Finding = Extract<LintEvent, { kind: 'finding' }>

/** One exploit over all samples of a reward type. */
interface Summary {
  readonly rewardType: string
  readonly exploit: string
  readonly knowsGold: boolean
  samples: number
  sum: number
  /** The shortest response that shows it. */
  sampleId: string
  response: string
}

const OPTIONS = {
  reward: text('NAME|FILE', "what is linted (default: the trainer's choice by data_source)"),
  mode: choice(['reference', 'corrected'] as const, 'as the trainer computes it, or with its surprises mended', {
    fallback: 'reference',
  }),
} as const

export const lintVerb = verb({
  name: 'lint',
  lines: '{sample_id, reward_type, exploit, knows_gold, reward, response}',
  about: `
Tries cheap exploits on every sample and tells those that pay, ranked by the reward to be expected of them;
gold that does not earn its own reward (broken-gold); and gold that its prompt does not hold
(gold-not-in-prompt). What a policy can find alone comes first: an exploit that must know the gold only shows
what the measure lets pass.`,
  positionals: [{ name: 'DATA', help: 'files of samples, indexed first', many: true }],
  options: OPTIONS,
  examples: ['longview lint samples/golongrl-mini.jsonl', 'longview lint data.jsonl --reward mine.ts --json'],
  async run(context, values, files) {
    const { out, notes, stop, json, cwd } = context
    const { isRewardFile } = await import('../../engine/score/user-reward.ts')
    const engine = await context.engine('write')
    const filter = await dataFilter(context, engine, files)
    const reward =
      values.reward !== undefined && isRewardFile(values.reward) ? resolve(cwd, values.reward) : values.reward
    if (reward !== undefined) tellRights(reward, notes)
    const summaries = new Map<string, Summary>()
    const ofType = new Map<string, number>()
    for (const { value, count } of (await engine.facets(filter)).rewardTypes) ofType.set(value, count)
    for await (const event of untilStopped(engine.lint({ filter, reward, mode: values.mode }), stop.signal)) {
      if (event.kind === 'progress')
        notes.progress(`${event.done} of ${event.total} samples (${percent(event.done, event.total)})`)
      if (event.kind !== 'finding') continue
      if (json) await out.json(fieldsOf(event))
      else add(summaries, event)
    }
    notes.settle()
    if (json || stop.signal.aborted) return EXIT.well
    if (summaries.size === 0) {
      notes.note('No exploit pays, and every gold earns its reward.')
      return EXIT.well
    }
    const expected = (row: Summary) => row.sum / (ofType.get(row.rewardType) || row.samples)
    // What a policy can find alone comes first: that is what training would find.
    const ranked = [...summaries.values()].sort(
      (a, b) => Number(a.knowsGold) - Number(b.knowsGold) || expected(b) - expected(a) || b.samples - a.samples,
    )
    await out.table(ranked, [
      { label: 'reward type', value: ({ rewardType }) => rewardType },
      { label: 'exploit', value: ({ exploit, knowsGold }) => (knowsGold ? `${exploit} (knows the gold)` : exploit) },
      { label: 'samples', value: (row) => `${row.samples} of ${ofType.get(row.rewardType) ?? row.samples}` },
      { label: 'expected', value: expected, digits: 3 },
      { label: 'on', value: ({ sampleId }) => sampleId },
      {
        label: 'smallest response',
        value: ({ response }) => response.slice(0, 200).replaceAll('\n', '⏎'),
        flexible: true,
      },
    ])
    return EXIT.well
  },
})

function add(
  summaries: Map<string, Summary>,
  { rewardType, exploit, knowsGold, reward, sampleId, response }: Finding,
): void {
  const key = `${rewardType}\0${exploit}`
  const known = summaries.get(key)
  if (!known) {
    summaries.set(key, { rewardType, exploit, knowsGold, samples: 1, sum: reward ?? 0, sampleId, response })
    return
  }
  known.samples++
  known.sum += reward ?? 0
  if (response.length < known.response.length) Object.assign(known, { sampleId, response })
}

const fieldsOf = ({ sampleId, rewardType, exploit, knowsGold, reward, response }: Finding) => ({
  sample_id: sampleId,
  reward_type: rewardType,
  exploit,
  knows_gold: knowsGold,
  reward,
  response,
})
