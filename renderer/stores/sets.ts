import { create } from 'zustand'
import type { Engine } from '../../core/contract.ts'
import { errorParts } from '../../core/model/errors.ts'
import { useNotebook } from './notebook.ts'
import { useSelection } from './selection.ts'

/** What was last done to a named set, and how to take it back. */
export interface SetReceipt {
  readonly said: string
  readonly name: string
  /** Ids that stood under the name before; null: there was no such set. */
  readonly before: readonly string[] | null
}

interface Sets {
  /** Raised with every change of a set: lists of them ask again. */
  readonly version: number
  readonly receipt: SetReceipt | null
  /** What was taken back, with the ids to do it again. */
  readonly undone: SetReceipt | null
  /** Nothing was edited in the notebook since: the keys that undo and redo mean the set. */
  readonly latest: boolean
}

const useSets = create<Sets>()(() => ({ version: 0, receipt: null, undone: null, latest: false }))
useNotebook.subscribe((now, before) => {
  if (now.open?.document !== before.open?.document && useSets.getState().latest) useSets.setState({ latest: false })
})

export const useSetsVersion = (): number => useSets((sets) => sets.version)
export const useSetReceipt = (): SetReceipt | null => useSets((sets) => sets.receipt)
export const useUndoneSet = (): SetReceipt | null => useSets((sets) => sets.undone)

/** A set was saved or deleted. */
export function tellSets(receipt: SetReceipt): void {
  useSets.setState((sets) => ({ version: sets.version + 1, receipt, undone: null, latest: true }))
}

/** Whether a set is what was changed last, and can be had back. */
export const setIsLatest = (): boolean => useSets.getState().latest && useSets.getState().receipt !== null

/** Whether a change of a set is what was taken back last. */
export const setIsUndone = (): boolean => useSets.getState().latest && useSets.getState().undone !== null

/** Makes a set what it was (null: there is none). @returns what it was until then */
async function put(engine: Engine, { name, before }: SetReceipt): Promise<readonly string[] | null> {
  if (before === null) return (await engine.deleteSet({ name })).ids
  return (await engine.saveSet({ name, ids: before })).before
}

/** Takes the last change of a set back. */
export async function undoSet(engine: Engine): Promise<void> {
  const { receipt } = useSets.getState()
  if (!receipt) return
  try {
    const undone = { ...receipt, before: await put(engine, receipt) }
    useSets.setState((sets) => ({ version: sets.version + 1, receipt: null, undone, latest: true }))
  } catch (error) {
    useSelection.getState().set({ notice: errorParts(error) })
  }
}

/** Does again what was taken back. */
export async function redoSet(engine: Engine): Promise<void> {
  const { undone } = useSets.getState()
  if (!undone) return
  try {
    tellSets({ ...undone, before: await put(engine, undone) })
  } catch (error) {
    useSelection.getState().set({ notice: errorParts(error) })
  }
}

export async function deleteSet(engine: Engine, name: string): Promise<void> {
  try {
    const { ids } = await engine.deleteSet({ name })
    tellSets({ said: `${name} forgotten`, name, before: ids })
  } catch (error) {
    useSelection.getState().set({ notice: errorParts(error) })
  }
}
