import { useMemo } from 'react'
import type { RunningResponse } from '../../../core/contract.ts'
import { useQuery } from '../../data/query.ts'
import { count, duration } from '../../format.ts'
import { endpointName } from './health.ts'

export type InFlight = RunningResponse

const NONE: ReadonlyMap<string, InFlight> = new Map()

/** The requests of a run that are under way, by `sample:index`; asked once a second, and only while somebody looks. */
export function useInFlight(run: string | null, second: number): ReadonlyMap<string, InFlight> {
  const running = useQuery(run ? ['in-flight', run, second] : null, (engine) =>
    engine.runningResponses({ run: run ?? '' }),
  )
  return useMemo(
    () => (running.data ? new Map(running.data.map((each) => [`${each.sampleId}:${each.index}`, each])) : NONE),
    [running.data],
  )
}

/** "3,204 characters in 41 s at h200-a, attempt 2". */
export function requestWords({ chars, seconds, endpoint, attempt, firstToken }: InFlight): string {
  const parts = [
    chars > 0
      ? `being written, ${count(chars)} characters in ${duration(seconds)} at ${endpointName(endpoint)}`
      : `no token for ${duration(seconds)} at ${endpointName(endpoint)}`,
  ]
  if (firstToken !== null) parts.push(`first token after ${duration(firstToken)}`)
  if (attempt > 1) parts.push(`attempt ${attempt}`)
  return parts.join(', ')
}
