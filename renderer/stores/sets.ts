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
  /** Nothing was edited in the notebook since: the key that undoes means the set. */
  readonly latest: boolean
}

const useSets = create<Sets>()(() => ({ version: 0, receipt: null, latest: false }))
useNotebook.subscribe((now, before) => {
  if (now.open?.document !== before.open?.document && useSets.getState().latest) useSets.setState({ latest: false })
})

export const useSetsVersion = (): number => useSets((sets) => sets.version)
export const useSetReceipt = (): SetReceipt | null => useSets((sets) => sets.receipt)

/** A set was saved or deleted. */
export function tellSets(receipt: SetReceipt | null): void {
  useSets.setState((sets) => ({ version: sets.version + 1, receipt, latest: receipt !== null }))
}

/** Whether a set is what was changed last, and can be had back. */
export const setIsLatest = (): boolean => useSets.getState().latest

/** Takes the last change of a set back. */
export async function undoSet(engine: Engine): Promise<void> {
  const { receipt } = useSets.getState()
  if (!receipt) return
  try {
    if (receipt.before === null) await engine.deleteSet({ name: receipt.name })
    else await engine.saveSet({ name: receipt.name, ids: receipt.before })
    tellSets(null)
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
