import type { FaultCause } from '../../contract.ts'
import type { ErrorParts } from '../../model/errors.ts'

const SHOWN = 20

/** Faults by what they were: a thousand alike are one line with a count. */
export function createCauses() {
  const causes = new Map<string, { count: number; error: ErrorParts }>()
  return {
    add(error: ErrorParts): void {
      const cause = causes.get(error.what)
      if (cause) {
        cause.count++
        cause.error = error
      } else causes.set(error.what, { count: 1, error })
    },
    top: (): readonly FaultCause[] => [...causes.values()].sort((a, b) => b.count - a.count).slice(0, SHOWN),
  }
}
