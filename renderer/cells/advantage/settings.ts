import { create } from 'zustand'
import type { EstimatorName, EstimatorParams } from '../../../core/estimators/estimator.ts'
import type { AdvantageParams } from '../../../core/notebook/cells.ts'
import { commandLine, estimatorWords } from '../../../core/notebook/command.ts'

/** An estimator with its parameters: one side of before and after. */
export interface Side {
  readonly estimator: EstimatorName
  readonly params: EstimatorParams
}

/** What the lab's knobs say. Turning one changes no cell until it is kept there. */
export interface LabSettings {
  readonly after: Side
  /** Drawn as outline, with the parameters of `after` unless it was pinned with its own; null: nothing is compared. */
  readonly before: { readonly estimator: EstimatorName; readonly pinned: EstimatorParams | null } | null
  readonly filter: boolean
  /** Which stage is drawn, 0 for the raw reward; null: the last. */
  readonly stage: number | null
}

export function settingsOfCell(cell: AdvantageParams): LabSettings {
  const { alpha, gamma, epsilon, normalizeByTaskScale, mode } = cell
  const params = { alpha, gamma, epsilon, normalizeByTaskScale, mode }
  return {
    after: { estimator: cell.estimator, params },
    before: cell.compareWith === null ? null : { estimator: cell.compareWith, pinned: cell.pinned },
    filter: cell.filterGroups,
    stage: null,
  }
}

export function beforeSide({ after, before }: LabSettings): Side | null {
  return before && { estimator: before.estimator, params: before.pinned ?? after.params }
}

/** What is after now becomes what is compared with, its numbers held. */
export function pin(settings: LabSettings): LabSettings {
  const { estimator, params } = settings.after
  return { ...settings, before: { estimator, pinned: params } }
}

/** As parameters of the cell, the numbers of a pinned side too. */
export function cellOfSettings(settings: LabSettings): AdvantageParams {
  const { estimator, params } = settings.after
  return {
    estimator,
    ...params,
    filterGroups: settings.filter,
    compareWith: settings.before?.estimator ?? null,
    pinned: settings.before?.pinned ?? null,
  }
}

export function differsFromCell(settings: LabSettings, cell: AdvantageParams): boolean {
  const kept = cellOfSettings(settings) as Readonly<Record<string, unknown>>
  const now = cell as Readonly<Record<string, unknown>>
  return Object.keys(kept).some((name) => JSON.stringify(kept[name]) !== JSON.stringify(now[name]))
}

interface Labs {
  /** By cell; absent: as the cell has it. */
  readonly of: Readonly<Record<string, LabSettings>>
  turn(cell: string, settings: LabSettings): void
  forget(cell: string): void
}

export const useLabs = create<Labs>()((set, get) => ({
  of: {},
  turn: (cell, settings) => set({ of: { ...get().of, [cell]: settings } }),
  forget(cell) {
    const { [cell]: _, ...rest } = get().of
    set({ of: rest })
  },
}))

/** The same as a command line, only what the estimator reads. */
export function commandOf(run: string, settings: LabSettings): string {
  return commandLine(['advantage', '--run', run, ...estimatorWords(cellOfSettings(settings))])
}
