import { memo, useCallback, useMemo, useState } from 'react'
import type { StoredFault } from '../../../core/contract.ts'
import type { RunRow } from '../../../core/model/rollout.ts'
import { SQUARES } from '../../../core/model/squares.ts'
import type { RolloutParams } from '../../../core/notebook/cells.ts'
import type { RolloutOutput } from '../../../core/notebook/outputs.ts'
import { listWords } from '../../../core/notebook/words.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import { Loading } from '../../components/loading.tsx'
import { useQuery } from '../../data/query.ts'
import { count } from '../../format.ts'
import { isUnderWay, NO_RUN, useLiveRuns } from '../../stores/live-runs.ts'
import { runtimeOf, useNotebook } from '../../stores/notebook.ts'
import { type RunView, useSelection } from '../../stores/selection.ts'
import { useRunBelow } from '../graph.ts'
import type { CellViewProps } from '../view.ts'
import { Endpoints } from './endpoints.tsx'
import { Faults } from './faults.tsx'
import { GroupView } from './group/group-view.tsx'
import { GroupList } from './group-list.tsx'
import { type InFlight, requestWords, useInFlight } from './in-flight.ts'
import { MatrixLegend } from './legend.tsx'
import { squareCounts, waitingWords } from './matrix.ts'
import { Matrix, type Place } from './matrix-canvas.tsx'
import { RunCounts } from './run-counts.tsx'
import { RunReceipt } from './run-receipt.tsx'
import { RunningList } from './running-list.tsx'
import { useSquares } from './use-squares.ts'

const NO_FAULTS: readonly StoredFault[] = []

/** A run: progress and counts, a square per response, endpoints, what went wrong, its groups. */
export function RolloutView({ cell, document, size }: CellViewProps<RolloutOutput>) {
  const live = useLiveRuns((runs) => runs.runs[cell.id] ?? NO_RUN)
  const scoreBelow = useRunBelow(document, cell.id)
  const subject = useSelection((selection) => selection.subject)
  const asking = useNotebook((notebook) => runtimeOf(notebook.runtime, cell.id).status === 'running')
  // The cell's own error stands above: the run's is the same.
  const told = useNotebook((notebook) => runtimeOf(notebook.runtime, cell.id).error !== null)
  const { endpoints } = cell.params as RolloutParams
  const { row, progress, notes } = live
  const underWay = isUnderWay(live)
  const second = underWay ? Math.floor(progress?.seconds ?? 0) : -1
  const followed = useFollowedReward(row, second)
  const run = row?.run ?? ''
  const reward = scoreBelow?.run === run ? scoreBelow.reward : followed
  const view = useMemo((): RunView => ({ run, reward }), [run, reward])
  if (!row && live.error && !told) return <ErrorBlock error={live.error} />
  // Until the first endpoint has answered there is no run yet.
  if (!row) return asking ? <Loading what={`Asking ${listWords(endpoints)} what is served there`} /> : null
  const wanted = row.samples > 0 ? Math.round(row.wanted / row.samples) : 0
  // The list and the group follow once a second, not with each word of the run.
  const stamp = underWay ? `${Math.floor(second / (row.samples > 2000 ? 4 : 1))}` : `${row.responses} ${row.state}`
  const sampleId = subject?.run?.run === row.run ? subject.id : null
  return (
    <div className="run">
      <div className="run-left">
        <RunCounts row={row} progress={progress} />
        {underWay && notes.length > 0 && <p className="note-line data">{notes[notes.length - 1]}</p>}
        {!underWay && <RunReceipt cellId={cell.id} live={live} />}
        <RunMatrix row={row} view={view} underWay={underWay} second={second} size={size} onChanged={live.again} />
        {live.error && !underWay && !told && <ErrorBlock error={live.error} />}
      </div>
      {progress && progress.endpoints.length > 0 && (
        <Endpoints run={row.run} endpoints={progress.endpoints} underWay={underWay} />
      )}
      {row.responses + (progress?.done ?? 0) > 0 && (
        <div className="run-groups">
          <GroupList view={view} wanted={wanted} height={size === 'full' ? 14 : 8} stamp={stamp} />
          {sampleId !== null && <GroupView sampleId={sampleId} view={view} wanted={wanted} stamp={stamp} />}
        </div>
      )}
    </div>
  )
}

/** The rewards that the engine gives as responses land: there soon after the first of them. */
function useFollowedReward(row: RunRow | undefined, second: number): string | null {
  const [found, setFound] = useState<{ run: string; reward: string } | null>(null)
  const known = found?.run === row?.run ? found : null
  const asks = row !== undefined && known === null
  useQuery(asks ? ['followed', row.run, row.state, second >> 1] : null, async (engine) => {
    const [newest] = await engine.rewardsOf({ run: row?.run ?? '' })
    if (row && newest) setFound({ run: row.run, reward: newest.reward })
  })
  return known?.reward ?? null
}

interface RunMatrixProps {
  readonly row: RunRow
  readonly view: RunView
  readonly underWay: boolean
  readonly second: number
  readonly size: 'inline' | 'full'
  readonly onChanged: () => void
}

const RunMatrix = memo(function RunMatrix({ row, view, underWay, second, size, onChanged }: RunMatrixProps) {
  const { subject, set } = useSelection()
  const { run, version, error } = useSquares(row.run, view.reward, `${row.state === 'running'} ${row.started}`)
  const [looked, setLooked] = useState<Place | null>(null)
  const inFlight = useInFlight(underWay && (looked !== null || size === 'full') ? row.run : null, second)
  const faults = useQuery(
    row.failed + row.lost + row.givenUp > 0 || underWay ? ['faults', row.run, row.state, second >> 1] : null,
    (engine) => engine.faults({ run: row.run }),
  )
  const groupOf = useMemo(() => new Map(run?.sampleIds.map((id, g) => [id, g])), [run?.sampleIds])
  const words = useCallback(
    ({ group, index }: Place) =>
      run
        ? squareWords(
            run.numbers[group],
            run.squares[group * run.n + index],
            index,
            underWay,
            inFlight.get(`${run.sampleIds[group]}:${index}`),
          )
        : '',
    [run, inFlight, underWay],
  )
  const open = (id: string, index: number) => set({ subject: { kind: 'response', id, index, run: view }, sheet: true })
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says that squares changed in place
  const counts = useMemo(() => run && squareCounts(run), [run, version])
  if (error) return <ErrorBlock error={error} />
  if (!run || !counts) return <Loading what="Fetching the squares" />
  if (run.sampleIds.length === 0) return <p className="line">The run has no samples: widen the filter of its input.</p>
  return (
    <>
      <Matrix
        run={run}
        counts={counts}
        live={underWay}
        version={version}
        selected={subject ? (groupOf.get(subject.id) ?? null) : null}
        words={words}
        onLook={setLooked}
        onOpen={({ group, index }) => open(run.sampleIds[group], index)}
      />
      <MatrixLegend counts={counts} scored={view.reward !== null} live={underWay} />
      {size === 'full' && underWay && (
        <RunningList
          run={row.run}
          inFlight={[...inFlight.values()]}
          numberOf={(id) => run.numbers[groupOf.get(id) ?? -1]}
          onOpen={open}
        />
      )}
      <Faults
        run={row.run}
        faults={faults.data ?? NO_FAULTS}
        numberOf={(id) => run.numbers[groupOf.get(id) ?? -1]}
        onOpen={open}
        onRetried={onChanged}
      />
    </>
  )
})

const SQUARE_WORDS: Readonly<Record<string, string>> = {
  prefill: 'sent, no token yet',
  decoding: 'being written',
  retry: 'asked again soon',
  'given-up': 'given up',
  done: 'done, not scored',
  null: 'no reward',
  wrong: '0, wrong',
  stopped: '0, stopped before the comparison',
  quarter: 'reward above 0, to 0.25',
  half: 'reward above 0.25, to 0.5',
  most: 'reward above 0.5, to 0.75',
  full: 'reward above 0.75',
}

/** "Sample 7,431, response 4: being written, 3,204 characters in 41 s at h200-a". */
function squareWords(
  number: number,
  code: number,
  index: number,
  underWay: boolean,
  request: InFlight | undefined,
): string {
  const what = request ? requestWords(request) : (SQUARE_WORDS[SQUARES[code]] ?? waitingWords(underWay))
  return `Sample ${count(number)}, response ${index}: ${what}`
}
