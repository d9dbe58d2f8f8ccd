import { create } from 'zustand'
import type { RunProgress } from '../../core/contract.ts'
import type { ErrorParts } from '../../core/model/errors.ts'
import type { RunRow } from '../../core/model/rollout.ts'

/** A run as the page knows it: its row, and the last word of watching it. */
export interface LiveRun {
  /** Undefined: not asked yet, or no such run. */
  readonly row: RunRow | undefined
  /** Of the session that goes on, or of the last one. */
  readonly progress: RunProgress | null
  /** What the session said of itself, newest last. */
  readonly notes: readonly string[]
  /** Why the run ended before its work was done. */
  readonly error: ErrorParts | null
  /** Asks for the row anew: something was done to the run. */
  again(): void
}

export const NO_RUN: LiveRun = { row: undefined, progress: null, notes: [], error: null, again: () => {} }

interface LiveRuns {
  /** By the rollout cell that shows it. */
  readonly runs: Readonly<Record<string, LiveRun>>
  put(cell: string, run: LiveRun | null): void
}

/** Head, body and status bar of a rollout show the same numbers: the run is watched once, here. Counts, never rows. */
export const useLiveRuns = create<LiveRuns>()((set, get) => ({
  runs: {},
  put(cell, run) {
    const { [cell]: _, ...others } = get().runs
    set({ runs: run ? { ...others, [cell]: run } : others })
  },
}))

/** Sent to, or held for a while: not over yet. */
export function isUnderWay(run: LiveRun): boolean {
  return run.row?.state === 'running' || run.row?.state === 'paused'
}
