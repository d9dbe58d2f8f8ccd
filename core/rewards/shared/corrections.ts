import type { RewardOptions } from '../../model/reward.ts'

/** What mode `corrected` changes, by the numbers of the surprises: all of it, none, or what the audit asks for alone. */
export interface Corrections {
  /** 1: LongBench-Pro metrics see only what follows the thinking. */
  readonly thinking: boolean
  /** 2 and 9: rouge-l as a longest common subsequence of the answer area. */
  readonly rouge: boolean
  /** 3: pairwise over the pairs of answers. */
  readonly pairs: boolean
  /** 5: f1 without blank lines. */
  readonly blanks: boolean
  /** 6: the language by the gold's letters where the field names none. */
  readonly language: boolean
  /** 7: math-verify reads all that follows the thinking. */
  readonly window: boolean
  /** 8: math-verify on the main thread, whatever the option says. */
  readonly thread: boolean
  /** 10: an exception is null. */
  readonly exceptions: boolean
}

export function correctionsOf(options: RewardOptions): Corrections {
  const corrects = (surprise: number) =>
    options.mode === 'corrected' && (options.corrections === undefined || options.corrections.includes(surprise))
  return {
    thinking: corrects(1),
    rouge: corrects(2) || corrects(9),
    pairs: corrects(3),
    blanks: corrects(5),
    language: corrects(6),
    window: corrects(7),
    thread: corrects(8),
    exceptions: corrects(10),
  }
}
