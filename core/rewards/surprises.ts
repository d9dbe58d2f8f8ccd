import type { RewardName } from '../model/tasks.ts'

/** Where the reference trainer surprises (rewards.md section 4), and the words for it. */
export interface Surprise {
  readonly number: number
  /** A heading. */
  readonly title: string
  /** What the trainer does and what it comes to, for a reader of an audit. */
  readonly what: string
  /** What mode `corrected` does instead; null where nothing is corrected. */
  readonly correction: string | null
  /** The built-ins that have it. */
  readonly rewards: readonly RewardName[]
}

const LINES: readonly RewardName[] = ['accuracy', 'f1', 'sub-em', 'ndcg', 'pairwise']

export const SURPRISES: readonly Surprise[] = [
  {
    number: 1,
    title: 'The thinking is read as the answer',
    what: 'LongBench-Pro rewards read the whole response unless it writes [Answer] after the thinking.',
    correction: 'Only what follows the last </think> is read.',
    rewards: LINES,
  },
  {
    number: 2,
    title: 'rouge-l counts distinct words, in the thinking too',
    what: 'rouge-l compares the whole response, thinking included, and counts distinct words, not a subsequence.',
    correction: 'The longest common subsequence of the words of the answer area.',
    rewards: ['rouge-l'],
  },
  {
    number: 3,
    title: 'pairwise divides by predicted lines',
    what: 'Two right lines out of ten answers give 1, and every blank or extra line costs.',
    correction: 'Divided by the pairs of answers; blank lines and repeated answers do not count.',
    rewards: ['pairwise'],
  },
  {
    number: 4,
    title: 'sub-em pays for listing everything',
    what: 'Extra lines cost nothing: a response that lists every candidate gets 1.',
    correction: null,
    rewards: ['sub-em'],
  },
  {
    number: 5,
    title: 'f1 counts blank lines',
    what: 'A blank line in the answer counts as one wrong item.',
    correction: 'Blank lines are dropped.',
    rewards: ['f1'],
  },
  {
    number: 6,
    title: 'ground_truth.summary is taken for the language',
    what: 'Only the exact value "Chinese" turns the segmentation on; a Chinese summary under any other value is one word.',
    correction: 'Where the field names no language, the letters of the gold decide.',
    rewards: ['rouge-l'],
  },
  {
    number: 7,
    title: 'The math reward reads 500 characters',
    what: 'Only the last 500 characters of the whole response are searched for the answer.',
    correction: 'All that follows the thinking is searched.',
    rewards: ['math-verify', 'retrieval-calculate'],
  },
  {
    number: 8,
    title: 'Every math reward is 0 off the main thread',
    what: 'The parser is guarded by SIGALRM, which Python refuses off the main thread; the released trainer scores in a thread pool, so right answers get 0 too.',
    correction: 'Scored as on the main thread.',
    rewards: ['math-verify', 'retrieval-calculate'],
  },
  {
    number: 9,
    title: 'Long sentences fail rouge-l by recursion',
    what: "The back-trace is recursive: a sentence of about 960 words passes Python's limit and the reward is 0. Chinese has no full stop, so a whole response is one sentence.",
    correction: 'The longest common subsequence has no recursion.',
    rewards: ['rouge-l'],
  },
  {
    number: 10,
    title: 'Exceptions are silent zeros',
    what: 'Any other exception inside a LongBench-Pro metric gives 0 without a word.',
    correction: 'The reward is null, with its reason.',
    rewards: [...LINES, 'rouge-l'],
  },
]

export function surpriseOf(number: number): Surprise {
  const found = SURPRISES.find((surprise) => surprise.number === number)
  if (!found) throw new RangeError(`there is no surprise ${number}: they are numbered 1 to ${SURPRISES.length}`)
  return found
}
