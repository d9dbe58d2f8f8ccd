/** Sentences that several figures share. */
import { count, counted, share } from './format.ts'
import type { RunAdvantages, RunRewards } from './input.ts'

/** "tmn-reweight, α 0.80, γ 1.00, ε 1e-6" */
export function estimatorWords(of: RunAdvantages): string {
  return of.settings ? `${of.estimator}, ${of.settings}` : of.estimator
}

/** "367,440 rollouts in 22,965 groups of run 12; 988 groups with equal rewards left out; 5 without a reward." */
export function coverage(
  { run, rewards, types }: RunRewards,
  withoutReward: number,
  droppedGroups?: number | null,
): string {
  const parts = [`${counted(rewards.length, 'rollout')} in ${counted(types.length, 'group')} of ${run}`]
  if (droppedGroups) parts.push(`${counted(droppedGroups, 'group')} with equal rewards left out`)
  if (withoutReward > 0) parts.push(`${count(withoutReward)} without a reward`)
  return `${parts.join('; ')}.`
}

/** The largest and the smallest of several, as a sentence: "Comprehension has the largest share of |A|, 19.8 % ...". */
export function extremes(
  labels: readonly string[],
  values: ArrayLike<number>,
  say: (label: string, value: string) => string,
  saySmallest: (label: string, value: string) => string,
  form: (value: number) => string = share,
): string {
  if (labels.length === 0) return 'There is nothing to draw.'
  let high = 0
  let low = 0
  for (let i = 1; i < labels.length; i++) {
    if (values[i] > values[high]) high = i
    if (values[i] < values[low]) low = i
  }
  const first = say(labels[high], form(values[high]))
  if (values[high] === values[low])
    return labels.length === 1 ? `${first}.` : `All ${labels.length} are alike at ${form(values[high])}.`
  // Several at the bottom are counted: naming one of them would be a finding that is none.
  const tied = labels.filter((_, i) => values[i] === values[low]).length
  return `${first}, ${saySmallest(tied > 1 ? `${tied} others` : labels[low], form(values[low]))}.`
}

/** Names in a row: "a", "a and b", "a, b and c". */
export function series(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`
}

/** How many columns small multiples stand in: three, less where there are fewer panels. */
export function columnsFor(panels: number): number {
  return Math.max(1, Math.min(3, panels))
}
