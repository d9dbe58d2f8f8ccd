import type { ErrorParts } from '../../core/model/errors.ts'
import type { Reached } from '../../core/notebook/reach.ts'
import { ErrorBlock, type Remedy } from '../components/error-block.tsx'
import { useEngine } from '../data/link.tsx'
import { agreed } from './trust.ts'

interface UntrustedErrorProps {
  readonly error: ErrorParts
  /** What the refused call reaches; nulls are left out. */
  readonly reach: readonly (Reached | null)[]
  /** Asks once more, after a person agreed. */
  readonly again: () => void
  readonly remedies?: readonly Remedy[]
}

/** An error; one for want of an agreement offers to look at what is reached, and to agree to it. */
export function UntrustedError({ error, reach, again, remedies = [] }: UntrustedErrorProps) {
  const engine = useEngine()
  const named = reach.filter((each) => each !== null)
  const look = async () => {
    if (await agreed(engine, named)) again()
  }
  const ask = { label: 'Look at it', run: () => void look() }
  const asks = error.code === 'untrusted' && named.length > 0
  return <ErrorBlock error={error} remedies={asks ? [ask, ...remedies] : remedies} />
}
