import { Suspense } from 'react'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import type { CellOutput } from '../../core/notebook/outputs.ts'
import { Boundary } from '../components/boundary.tsx'
import { ErrorBlock } from '../components/error-block.tsx'
import { Loading } from '../components/loading.tsx'
import { useQuery } from '../data/query.ts'
import { cellState, runtimeOf, useNotebook } from '../stores/notebook.ts'
import { VIEWS } from './index.ts'

interface BodyProps {
  readonly cell: CellDocument
  readonly document: NotebookDocument
  readonly size: 'inline' | 'full'
}

/** A cell's last output, or undefined where there is none. */
export function useOutput(cell: string) {
  const shown = useNotebook((notebook) => runtimeOf(notebook.runtime, cell).shown)
  return useQuery(
    shown ? ['output', shown] : null,
    (engine) => engine.output({ key: shown as string }) as Promise<CellOutput>,
  )
}

/** Progress, error, then the kind's own view of what is there: an old result stays, marked. A dataset's view says itself what was set aside. */
export function CellBody({ cell, document, size }: BodyProps) {
  const runtime = useNotebook((notebook) => runtimeOf(notebook.runtime, cell.id))
  const output = useOutput(cell.id)
  const View = VIEWS[cell.kind]
  const state = cellState(cell, runtime)
  const running = runtime.status === 'running' && cell.kind !== 'rollout'
  // The result of something else than what stands here now: another text, other parameters.
  const old = state === 'stale' || (state === 'error' && output.data !== undefined)
  // Another result begins another view; but for code, whose editor one may be typing in.
  const made = output.data ? runtime.shown : null
  return (
    <>
      {running && (
        <div className="bar4" role="progressbar" aria-label={`${cell.kind} runs`}>
          <i style={{ width: `${(runtime.progress ?? 0) * 100}%` }} />
        </div>
      )}
      {runtime.error && <ErrorBlock error={runtime.error} />}
      {output.error && <ErrorBlock error={output.error} remedies={[{ label: 'Try again', run: output.again }]} />}
      {output.loading && <Loading what="Fetching the result" />}
      {View && (
        <div className={old && cell.kind !== 'samples' ? 'ghost' : undefined}>
          <Boundary what={`The ${cell.kind}’s view`} of={made} key={cell.kind === 'code' ? null : made}>
            <Suspense fallback={<Loading what={`Opening ${cell.kind}`} />}>
              <View cell={cell} document={document} size={size} output={output.data} />
            </Suspense>
          </Boundary>
        </div>
      )}
      {runtime.warning && cell.kind !== 'dataset' && <p className="note-line warn">{runtime.warning}</p>}
    </>
  )
}
