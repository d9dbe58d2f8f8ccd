import { useState } from 'react'
import type { EndpointHealth } from '../../../core/contract.ts'
import { type ErrorParts, errorParts } from '../../../core/model/errors.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import { HealthMark } from '../../components/health-mark.tsx'
import { Icon } from '../../components/icon.tsx'
import { useEngine } from '../../data/link.tsx'
import { count, duration, percent } from '../../format.ts'
import { typedEndpoint } from '../../notebook/trust.ts'
import { endpointName, healthWords, sparkline } from './health.ts'

interface EndpointsProps {
  readonly run: string
  readonly endpoints: readonly EndpointHealth[]
  /** Endpoints can be added and dropped. */
  readonly underWay: boolean
}

/** The endpoints of a session: what each does now, how it has done for ten minutes, and what is wrong with it. */
export function Endpoints({ run, endpoints, underWay }: EndpointsProps) {
  const engine = useEngine()
  const [failed, setFailed] = useState<ErrorParts | null>(null)
  const drop = (url: string) => {
    setFailed(null)
    engine.changeEndpoints({ run, drop: [url] }).catch((error: unknown) => setFailed(errorParts(error)))
  }
  const asked = endpoints.filter((each) => each.state !== 'dropped').length
  return (
    <div className="endpoints">
      {endpoints.length > 0 && (
        <table className="table">
          <caption className="hidden">Endpoints of {run}</caption>
          <thead>
            <tr>
              <th>Endpoint</th>
              <th className="num">Running</th>
              <th className="num">Queued</th>
              <th className="num">Tokens/s</th>
              <th className="wide">10 min</th>
              <th className="num">KV</th>
              <th className="num">1st token</th>
              <th className="num">Errors</th>
              {underWay && (
                <th>
                  <span className="hidden">Drop</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {endpoints.map((endpoint) => (
              <EndpointRow
                key={endpoint.url}
                endpoint={endpoint}
                drop={underWay ? (asked > 1 ? () => drop(endpoint.url) : null) : undefined}
              />
            ))}
          </tbody>
        </table>
      )}
      {endpoints.map((endpoint) => {
        const { note } = healthWords(endpoint)
        return (
          note && (
            <p className="note-line warn" key={endpoint.url}>
              <Icon name="warn" />
              <span className="data">{note}</span>
            </p>
          )
        )
      })}
      {failed && <ErrorBlock error={failed} remedies={[{ label: 'Dismiss', run: () => setFailed(null) }]} />}
      {underWay && <AddEndpoint run={run} failed={setFailed} />}
    </div>
  )
}

interface RowProps {
  readonly endpoint: EndpointHealth
  /** Absent: the run is over. Null: it is the last one. */
  readonly drop: (() => void) | null | undefined
}

function EndpointRow({ endpoint, drop }: RowProps) {
  const { url, state, running, limit, queued, tokensPerSecond, rates, cacheUse, firstToken, failed } = endpoint
  // What is wrong stands in words below the table.
  const { mark, words, note } = healthWords(endpoint)
  const line = sparkline(rates, 44, 16)
  const none = <i className="null">null</i>
  return (
    <tr>
      <td>
        <span className="health" title={url}>
          <HealthMark mark={mark} />
          <span className="cut data">{endpointName(url)}</span>
          {words && <span className={note ? 'hidden' : 'quiet'}>{words}</span>}
        </span>
      </td>
      <td className="num" title={`asked for ${limit} at once`}>
        {count(running)}
      </td>
      <td className="num">{queued === null ? none : count(queued)}</td>
      <td className="num">{count(Math.round(tokensPerSecond))}</td>
      <td className="wide">
        {line && (
          <svg className="spark" viewBox="0 0 44 16" width="44" height="16" aria-hidden="true">
            <path d={line} />
          </svg>
        )}
      </td>
      <td className="num">{cacheUse === null ? none : percent(cacheUse)}</td>
      <td className="num">{firstToken === null ? none : duration(firstToken)}</td>
      <td className="num">{count(failed)}</td>
      {drop !== undefined && (
        <td>
          {drop && state !== 'dropped' && (
            <button type="button" className="btn bare" aria-label={`Drop ${endpointName(url)}`} onClick={drop}>
              <Icon name="close" />
            </button>
          )}
        </td>
      )}
    </tr>
  )
}

function AddEndpoint({ run, failed }: { run: string; failed: (error: ErrorParts | null) => void }) {
  const engine = useEngine()
  const [url, setUrl] = useState('')
  const [busy, setBusy] = useState(false)
  const add = async () => {
    if (url.trim() === '' || busy) return
    setBusy(true)
    failed(null)
    try {
      const keyEnv = (await engine.runs()).find((each) => each.run === run)?.asked.keyEnv ?? null
      await typedEndpoint(engine, url.trim(), keyEnv)
      await engine.changeEndpoints({ run, add: [url.trim()] })
      setUrl('')
    } catch (error) {
      failed(errorParts(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="line add-endpoint"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <label className="field">
        <span className="hidden">Address of one more endpoint</span>
        <input
          value={url}
          placeholder="http://host:30000"
          spellCheck={false}
          onChange={(event) => setUrl(event.target.value)}
        />
      </label>
      <button type="submit" className="btn" disabled={busy || url.trim() === ''}>
        {busy ? 'Asking it' : 'Add an endpoint'}
      </button>
    </form>
  )
}
