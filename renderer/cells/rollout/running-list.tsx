import { useEngine } from '../../data/link.tsx'
import { count, counted, duration } from '../../format.ts'
import { endpointName } from './health.ts'
import type { InFlight } from './in-flight.ts'

interface RunningListProps {
  readonly run: string
  readonly inFlight: readonly InFlight[]
  readonly numberOf: (sampleId: string) => number | undefined
  readonly onOpen: (sampleId: string, index: number) => void
}

/** More than this is more than anybody reads: the longest first. */
const MOST = 200

/** The requests that are under way, in the whole window: who reads which, for how long, and how to end one. */
export function RunningList({ run, inFlight, numberOf, onOpen }: RunningListProps) {
  const engine = useEngine()
  if (inFlight.length === 0) return null
  return (
    <table className="table requests">
      <caption>
        {counted(inFlight.length, 'request')} under way, the longest first
        {inFlight.length > MOST && `; the first ${count(MOST)} of them`}
      </caption>
      <thead>
        <tr>
          <th>Response</th>
          <th>Endpoint</th>
          <th className="num">Seconds</th>
          <th className="num">1st token</th>
          <th className="num">Characters</th>
          <th className="num">Attempt</th>
          <th>
            <span className="hidden">Cancel</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {inFlight.slice(0, MOST).map(({ sampleId, index, endpoint, seconds, firstToken, chars, attempt }) => {
          const name = `Sample ${count(numberOf(sampleId) ?? 0)}, ${index}`
          return (
            <tr key={`${sampleId}:${index}`}>
              <td>
                <button type="button" className="p" onClick={() => onOpen(sampleId, index)}>
                  {name}
                </button>
              </td>
              <td className="data cut">{endpointName(endpoint)}</td>
              <td className="num">{duration(seconds)}</td>
              <td className="num">{firstToken === null ? <i className="null">null</i> : duration(firstToken)}</td>
              <td className="num">{count(chars)}</td>
              <td className="num">{attempt}</td>
              <td>
                <button
                  type="button"
                  className="btn bare"
                  aria-label={`Cancel ${name}`}
                  onClick={() => void engine.cancelResponse({ run, sampleId, index })}
                >
                  Cancel
                </button>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
