import type { Reward, RewardOptions, TracedReward } from '../model/reward.ts'
import type { Truth } from '../model/sample.ts'
import type { RewardName } from '../model/tasks.ts'

/** Tables that a reward needs and that pure code cannot load itself: injected once by the host. */
export interface RewardData {
  /** jieba 0.42.1's dictionary and HMM tables; called once for one `RewardData`, on the first Chinese text. */
  jieba(): JiebaTables
}

export interface JiebaTables {
  /** dict.txt without its tags, sorted by UTF-16 unit: `word frequency` a line, every line ended by a newline. */
  readonly dictionary: string
  /** Sum of all frequencies as jieba sums them: a word listed twice counts twice. */
  readonly total: number
  /** C's natural logarithm of `total`, of 1 and of every frequency: an engine's own differs in the last bit. */
  readonly logarithms: Readonly<Record<string, number>>
  /** finalseg's log-probabilities of the four states B, M, E, S. */
  readonly start: Readonly<Record<string, number>>
  readonly transition: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly emission: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** A reward with its gold prepared once: the gold of a group serves all its responses. */
export interface Scorer {
  /** Never throws: a reward that cannot be computed is null with `error:<code>`. */
  score(response: string): Reward
  /** The same value with its trace. Made on demand: `score` pays nothing for it. */
  trace(response: string): TracedReward
}

/** One built-in. A new one touches its folder and one line of index.ts. */
export interface RewardFunction {
  readonly name: RewardName
  /** One sentence for menus and docs. */
  readonly label: string
  readonly range: readonly [number, number]
  /** Where the reference surprises, by number of rewards.md section 4. */
  readonly surprises: readonly number[]
  prepare(truth: Truth, options: RewardOptions, data: RewardData): Scorer
}
