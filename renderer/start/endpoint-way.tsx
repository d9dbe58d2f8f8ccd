import { useState } from 'react'
import type { EndpointFacts } from '../../core/contract.ts'
import { type ErrorParts, errorParts } from '../../core/model/errors.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import { useEngine } from '../data/link.tsx'
import { count } from '../format.ts'
import { typedEndpoint } from '../notebook/trust.ts'
import { FieldWay } from './way.tsx'

function factWords({ model, models, maxRunning }: EndpointFacts): string {
  const context = models.find(({ id }) => id === model)?.context ?? null
  return [
    model,
    context !== null && `context ${count(context)} tokens`,
    maxRunning !== null && `${count(maxRunning)} responses at once`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** Asks an address what stands there; a rollout cell takes the same address. */
export function EndpointWay() {
  const engine = useEngine()
  const [found, setFound] = useState<{ endpoint: string; facts: EndpointFacts } | null>(null)
  const [error, setError] = useState<ErrorParts | null>(null)
  const [asking, setAsking] = useState(false)
  const ask = (endpoint: string) => {
    setError(null)
    setFound(null)
    setAsking(true)
    typedEndpoint(engine, endpoint, null)
      .then(() => engine.connectEndpoint({ endpoint }))
      .then(
        (facts) => setFound({ endpoint, facts }),
        (thrown: unknown) => setError(errorParts(thrown)),
      )
      .finally(() => setAsking(false))
  }
  return (
    <>
      <FieldWay
        title="Try an endpoint"
        about="An SGLang server, a router, or anything that speaks the OpenAI protocol. A rollout cell takes its address."
        label="Address of an endpoint"
        verb="Ask"
        example="http://127.0.0.1:30000"
        choices={[]}
        run={ask}
      />
      {(asking || found || error) && (
        <li className="way-answer" role="status">
          {asking && <span className="quiet">Asking</span>}
          {found && (
            <span className="data">
              {found.facts.server} at {found.endpoint}: {factWords(found.facts)}
            </span>
          )}
          {error && <ErrorBlock error={error} />}
        </li>
      )}
    </>
  )
}
