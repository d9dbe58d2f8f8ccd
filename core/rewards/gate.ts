import type { Reward } from '../model/reward.ts'

const NO_END: Reward = Object.freeze({ value: 0, reason: 'gate:no-think-end' })
const REPEATED: Reward = Object.freeze({ value: 0, reason: 'gate:repeated-think' })

/**
 * The trainer's gate, before any scorer and before an unknown data_source is noticed: a response without `</think>`,
 * or with two of `<think>` or `</think>`, is 0. Null: it passes.
 */
export function gate(response: string): Reward | null {
  const close = response.indexOf('</think>')
  if (close < 0) return NO_END
  if (response.indexOf('</think>', close + 8) >= 0) return REPEATED
  const open = response.indexOf('<think>')
  if (open >= 0 && response.indexOf('<think>', open + 7) >= 0) return REPEATED
  return null
}
