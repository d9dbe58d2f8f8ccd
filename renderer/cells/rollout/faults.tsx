import { useState } from 'react'
import type { StoredFault } from '../../../core/contract.ts'
import { type ErrorParts, errorParts } from '../../../core/model/errors.ts'
import { endpointReach } from '../../../core/notebook/reach.ts'
import { useEngine } from '../../data/link.tsx'
import { useQuery } from '../../data/query.ts'
import { count, counted } from '../../format.ts'
import { UntrustedError } from '../../notebook/untrusted-error.tsx'
import { endpointName } from './health.ts'

interface FaultsProps {
  readonly run: string
  readonly faults: readonly StoredFault[]
  /** The sample's number as people know it. */
  readonly numberOf: (sampleId: string) => number | undefined
  readonly onOpen: (sampleId: string, index: number) => void
  /** After the failed are asked for again. */
  readonly onRetried: () => void
}

/** What went wrong, by cause: how often, one example, what to do; and one button for all that was given up. */
export function Faults({ run, faults, numberOf, onOpen, onRetried }: FaultsProps) {
  const engine = useEngine()
  const [failed, setFailed] = useState<ErrorParts | null>(null)
  const [busy, setBusy] = useState(false)
  const runs = useQuery(failed?.code === 'untrusted' ? ['asked', run] : null, (each) => each.runs())
  const asked = runs.data?.find((each) => each.run === run)?.asked
  const reach = (asked?.endpoints ?? []).map((url) => endpointReach(url, asked?.keyEnv ?? null))
  if (faults.length === 0) return null
  const givenUp = faults.reduce((sum, fault) => sum + fault.givenUp, 0)
  const retry = async () => {
    setBusy(true)
    setFailed(null)
    try {
      await engine.retryFailed({ run })
      onRetried()
    } catch (error) {
      setFailed(errorParts(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="faults">
      <table className="table">
        <caption className="hidden">What went wrong in {run}, by cause</caption>
        <thead>
          <tr>
            <th className="num">Attempts</th>
            <th className="num">Given up</th>
            <th>What happened</th>
            <th>Example</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault) => {
            const { error, attempts, givenUp: given, sampleId, index, endpoints } = fault
            const number = numberOf(sampleId)
            const where = endpoints.map(endpointName).join(', ')
            return (
              <tr key={error.what}>
                <td className="num">{count(attempts)}</td>
                <td className="num">{given > 0 ? <b>{count(given)}</b> : '0'}</td>
                <td className="why">
                  <span className="data">{error.what}</span>
                  <span className="quiet data">{[where, error.value, error.remedy].filter(Boolean).join(' · ')}</span>
                </td>
                <td>
                  <button type="button" className="p" onClick={() => onOpen(sampleId, index)}>
                    {number === undefined ? sampleId : `Sample ${count(number)}`}, {index}
                  </button>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {givenUp > 0 && (
        <p className="line">
          {counted(givenUp, 'response')} given up; the others are kept.
          <button type="button" className="btn" disabled={busy} onClick={() => void retry()}>
            Ask again for the {counted(givenUp, 'failed one', 'failed ones')}
          </button>
        </p>
      )}
      {failed && (
        <UntrustedError
          error={failed}
          reach={reach}
          again={() => void retry()}
          remedies={[{ label: 'Dismiss', run: () => setFailed(null) }]}
        />
      )}
    </div>
  )
}
