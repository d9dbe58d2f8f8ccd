import { Loading } from '../components/loading.tsx'
import { useQuery } from '../data/query.ts'
import { ResponseInspector, type ResponseSubject } from './response.tsx'
import type { InspectorProps } from './sample.tsx'
import { StreamingResponse } from './streaming.tsx'

/** A response, landed or being written: when it lands, what is shown turns into the stored one. */
export function LiveResponse({ subject, go }: Pick<InspectorProps<ResponseSubject>, 'subject' | 'go'>) {
  const { id, index, run } = subject
  const rows = useQuery(['landed', run.run, id], (engine) => engine.responses({ run: run.run, sampleId: id }))
  if (!rows.error && (!rows.data || rows.stale)) {
    return (
      <aside className="inspector" aria-label={`Response ${index}`}>
        {/* Without buttons: the focus that an opened response is given would be lost with them. */}
        <header>
          <div className="name">
            <h2>Response {index}</h2>
          </div>
          <p className="facts">{run.run}</p>
        </header>
        <Loading what="Fetching the response" />
      </aside>
    )
  }
  if (rows.data && !rows.data.some((row) => row.index === index)) {
    return (
      <StreamingResponse key={`${run.run}/${id}/${index}`} subject={subject} landed={rows.data} onLanded={rows.again} />
    )
  }
  return <ResponseInspector subject={subject} go={go} />
}
