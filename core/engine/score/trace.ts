import type { TracedReward } from '../../model/reward.ts'
import type { Truth } from '../../model/sample.ts'
import type { GuestSpan } from '../../rewards/custom/api.ts'
import { gateStage } from '../../rewards/shared/think-stage.ts'
import type { UserAnswer } from './user-reward.ts'

/** A user's answer as a trace that is drawn like any other: what it marked, and the value it gave. */
export function userTrace({ reward, spans }: UserAnswer, truth: Truth, text: string): TracedReward {
  const gold = goldTexts(truth)
  // Stopped before the reward was called.
  if (reward.reason.startsWith('gate:')) return { ...reward, trace: { gold, stages: [gateStage(text, reward)] } }
  const inside = spans.filter((span) => validSpan(span, text))
  const dropped = spans.length - inside.length
  return {
    ...reward,
    trace: {
      gold,
      stages: [
        {
          kind: 'compare',
          label: reward.detail ?? 'What the reward marked in the response.',
          verdict: reward.value === null || reward.value === 0 ? 'fail' : 'pass',
          values: dropped > 0 ? [{ name: 'spans outside the response, left out', value: dropped }] : [],
          spans: inside.map(({ start, end, verdict, text: note }) => ({
            side: 'response',
            start,
            end,
            verdict,
            ...(note !== undefined && { note: String(note) }),
          })),
        },
        {
          kind: 'combine',
          label: 'The value that the reward returned.',
          verdict: reward.value === null || reward.value === 0 ? 'fail' : 'pass',
          values: [{ name: 'value', value: reward.value }],
          spans: [],
        },
      ],
    },
  }
}

/** The gold as texts: a reward of one's own says nothing of it. */
function goldTexts(truth: Truth): string[] {
  const last: unknown = Array.isArray(truth.groundTruth) ? truth.groundTruth.at(-1) : truth.groundTruth
  if (typeof last !== 'object' || last === null) return [String(last)]
  const { doc_ids, golden_label } = last as { doc_ids?: unknown; golden_label?: unknown }
  if (Array.isArray(doc_ids) && doc_ids.length > 0) return doc_ids.map(String)
  return golden_label === undefined ? [JSON.stringify(last)] : [String(golden_label)]
}

function validSpan({ start, end, verdict }: GuestSpan, text: string): boolean {
  const whole = Number.isInteger(start) && Number.isInteger(end)
  return whole && start >= 0 && end >= start && end <= text.length && typeof verdict === 'string'
}
