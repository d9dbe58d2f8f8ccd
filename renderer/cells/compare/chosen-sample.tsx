import { type ReactNode, useMemo } from 'react'
import type { NotebookDocument, ResponseRow } from '../../../core/contract.ts'
import type { TaskId } from '../../../core/model/tasks.ts'
import type { ComparedResponse } from '../../../core/notebook/compare-group.ts'
import type { ComparedSide } from '../../../core/notebook/outputs.ts'
import { inputWords } from '../../../core/notebook/words.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import { Loading } from '../../components/loading.tsx'
import { TaskName } from '../../components/task.tsx'
import { useQuery } from '../../data/query.ts'
import { count } from '../../format.ts'
import { Pair, type PairSide } from './pair.tsx'

interface ChosenProps {
  readonly sample: { readonly sampleId: string; readonly number: number; readonly task: TaskId | null }
  readonly before: ComparedSide
  readonly after: ComparedSide
  readonly document: NotebookDocument
  readonly full: boolean
  /** What else there is to say of the sample. */
  readonly facts?: ReactNode
}

/** The responses to a sample in two runs, beside each other. */
export function ChosenSample({ sample, before, after, document, full, facts }: ChosenProps) {
  const ask = (side: ComparedSide) => ['compared', side.run, side.reward, sample.sampleId] as const
  const a = useQuery(ask(before), (engine) =>
    engine.responses({ run: before.run, reward: before.reward, sampleId: sample.sampleId }),
  )
  const b = useQuery(ask(after), (engine) =>
    engine.responses({ run: after.run, reward: after.reward, sampleId: sample.sampleId }),
  )
  // By name, so that an edit elsewhere in the notebook leaves what was chosen.
  const beforeName = inputWords(document, before.cell)
  const afterName = inputWords(document, after.cell)
  const sides = useMemo((): readonly PairSide[] | null => {
    if (!a.data || !b.data || a.stale || b.stale) return null
    return [
      { ...before, name: beforeName, responses: a.data.map(responseOf) },
      { ...after, name: afterName, responses: b.data.map(responseOf) },
    ]
  }, [a.data, b.data, a.stale, b.stale, before, after, beforeName, afterName])
  const error = a.error ?? b.error
  if (error) return <ErrorBlock error={error} />
  if (!sides) return <Loading what="Fetching the responses" />
  return (
    <>
      <h3 className="pair-title">
        <TaskName task={sample.task}>{`Sample ${count(sample.number)}`}</TaskName>
      </h3>
      {facts}
      <Pair sampleId={sample.sampleId} sides={sides} fill={full} start="Best of both" />
    </>
  )
}

function responseOf(row: ResponseRow): ComparedResponse {
  return {
    index: row.index,
    reward: row.reward?.value ?? null,
    reason: row.reward?.reason ?? 'error:not-scored',
    tokens: row.usage?.completionTokens ?? null,
    chars: row.chars,
    finishReason: row.finishReason,
  }
}
