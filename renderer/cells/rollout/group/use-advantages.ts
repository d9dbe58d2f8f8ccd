import { useMemo } from 'react'
import type { AdvantageParams } from '../../../../core/notebook/cells.ts'
import type { AdvantageOutput } from '../../../../core/notebook/outputs.ts'
import { inputWords } from '../../../../core/notebook/words.ts'
import { useQuery } from '../../../data/query.ts'
import { runtimeOf, useNotebook } from '../../../stores/notebook.ts'
import type { RunView } from '../../../stores/selection.ts'
import type { GroupAdvantages } from './advantages.ts'

export interface ShownAdvantages {
  readonly of: GroupAdvantages
  /** "advantage 6, tmn-reweight": whose numbers they are. */
  readonly words: string
}

/** The group's advantages by the first advantage cell that has a result over these rewards; null where none has. */
export function useAdvantages(view: RunView, sampleId: string): ShownAdvantages | null {
  const open = useNotebook((notebook) => notebook.open)
  const runtime = useNotebook((notebook) => notebook.runtime)
  const cells = useMemo(() => {
    const all = open?.document.cells.filter(({ kind }) => kind === 'advantage') ?? []
    return all.flatMap((cell) => {
      const { shown, shownParams } = runtimeOf(runtime, cell.id)
      return shown === null ? [] : [{ id: cell.id, key: shown, params: shownParams ?? cell.params }]
    })
  }, [open, runtime])
  const { run, reward } = view
  const asks = reward !== null && cells.length > 0
  const key = asks ? ['group-advantages', run, reward, sampleId, cells.map((cell) => cell.key)] : null
  const found = useQuery(key, async (engine) => {
    for (const { id, key, params } of cells) {
      const output = (await engine.output({ key })) as AdvantageOutput | null
      if (!output || output.run !== run || output.reward !== reward) continue
      const { groupAdvantages } = await import('./advantages.ts')
      const of = await groupAdvantages(engine, key, { run, reward }, params as AdvantageParams, sampleId)
      return { id, estimator: output.estimator, of }
    }
    return null
  })
  const data = found.stale ? undefined : found.data
  return useMemo(() => {
    if (!data || !open || data.of.size === 0) return null
    return { of: data.of, words: `${inputWords(open.document, data.id)}, ${data.estimator}` }
  }, [data, open])
}
