import type { TracedReward } from '../../model/reward.ts'
import type { GuestSpan } from '../../rewards/custom/api.ts'
import type { UserAnswer } from './user-reward.ts'

/** A user's answer as a trace that is drawn like any other: what it marked, and the value it gave. */
export function userTrace({ reward, spans }: UserAnswer, gold: readonly string[], text: string): TracedReward {
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

function validSpan({ start, end, verdict }: GuestSpan, text: string): boolean {
  const whole = Number.isInteger(start) && Number.isInteger(end)
  return whole && start >= 0 && end >= start && end <= text.length && typeof verdict === 'string'
}
