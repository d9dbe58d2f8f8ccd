/** What a page is told that has no notebook yet: how to get one. */
export interface StartFacts {
  /** The folder that `longview serve` was started in: relative paths start here. */
  readonly folder: string
  /** Notebooks and data files in it, by name. */
  readonly notebooks: readonly string[]
  readonly data: readonly string[]
  /** Notebooks opened in this workspace before that are still there, newest first. */
  readonly recent: readonly { readonly path: string; readonly opened: string }[]
  /** Null where the samples do not lie beside the program. */
  readonly sample: BundledSample | null
}

/** The bundled sample: its notebook, and what its recorded responses earn. */
export interface BundledSample {
  readonly path: string
  readonly cells: number
  readonly samples: number
  readonly responses: number
  readonly tasks: readonly TaskOverview[]
}

/** One task's recorded rewards, counted by the trainer's own functions. */
export interface TaskOverview {
  readonly task: string
  /** 24 equal bins from 0 to 1; exactly 1 in the last. */
  readonly bins: readonly number[]
  readonly responses: number
}

export const OVERVIEW_BINS = 24

/** @param rewards by task; null ones are left out */
export function overviewOf(task: string, rewards: readonly (number | null)[]): TaskOverview {
  const bins = new Array<number>(OVERVIEW_BINS).fill(0)
  for (const value of rewards) {
    if (value !== null) bins[Math.max(0, Math.min(OVERVIEW_BINS - 1, Math.floor(value * OVERVIEW_BINS)))]++
  }
  return { task, bins, responses: rewards.length }
}
