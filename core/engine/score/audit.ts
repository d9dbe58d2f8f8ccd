import { performance } from 'node:perf_hooks'
import type { AuditEvent, AuditFinding } from '../../contract.ts'
import { SURPRISES } from '../../rewards/surprises.ts'
import type { AuditHit } from './messages.ts'
import { inOrder } from './order.ts'
import type { ScorePool } from './pool.ts'

/** Samples a task holds. */
const BATCH = 16
/** Examples a finding keeps. */
const WORST = 20

/** Everything that is known of one surprise so far. */
interface Tally {
  readonly samples: Set<string>
  responses: number
  changed: number
  sum: number
  compared: number
  worst: AuditHit[]
}

/**
 * Findings of the samples, or of a run's responses to them.
 * @param of how many samples there are, where only some are looked at
 */
export async function* auditRun(
  pool: ScorePool,
  run: string | null,
  sampleIds: readonly string[],
  of = sampleIds.length,
): AsyncGenerator<AuditEvent> {
  const started = performance.now()
  const tallies = new Map<number, Tally>()
  let done = 0
  let responses = 0
  yield { kind: 'progress', done, total: sampleIds.length }
  const ask = (ids: readonly string[], signal: AbortSignal) => pool.run({ kind: 'audit', run, sampleIds: ids }, signal)
  for await (const answer of inOrder(sampleIds, BATCH, pool.size * 2, ask)) {
    if (answer) {
      responses += answer.responses
      done = Math.min(sampleIds.length, done + BATCH)
      for (const hit of answer.hits) add(tallies, hit, run !== null)
    }
    yield { kind: 'progress', done, total: sampleIds.length }
  }
  for (const { number, title, what, correction } of SURPRISES) {
    const tally = tallies.get(number)
    if (!tally) continue
    yield { kind: 'finding', surprise: number, finding: title, what, correction, ...summary(tally) }
  }
  yield { kind: 'end', samples: sampleIds.length, responses, of, seconds: (performance.now() - started) / 1000 }
}

/** Every so many of them, so that no more than `most` are left and the first and the last part count alike. */
export function evenly<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all
  return Array.from({ length: most }, (_, k) => all[Math.floor(((k + 0.5) * all.length) / most)])
}

const change = (hit: AuditHit) => (hit.corrected ?? 0) - (hit.reference ?? 0)

function add(tallies: Map<number, Tally>, hit: AuditHit, response: boolean): void {
  let tally = tallies.get(hit.surprise)
  if (!tally) {
    tally = { samples: new Set(), responses: 0, changed: 0, sum: 0, compared: 0, worst: [] }
    tallies.set(hit.surprise, tally)
  }
  tally.samples.add(hit.sampleId)
  if (!response) {
    if (tally.worst.length < WORST) tally.worst.push(hit)
    return
  }
  tally.responses++
  if (hit.comparable && hit.reference !== hit.corrected) tally.changed++
  if (hit.comparable && hit.reference !== null && hit.corrected !== null) {
    tally.compared++
    tally.sum += change(hit)
  }
  tally.worst.push(hit)
  if (tally.worst.length > WORST * 8) tally.worst = largest(tally.worst)
}

/** Largest change first; among equals the order of the samples. */
function largest(hits: readonly AuditHit[]): AuditHit[] {
  return [...hits].sort((a, b) => Math.abs(change(b)) - Math.abs(change(a))).slice(0, WORST)
}

function summary(tally: Tally): Omit<AuditFinding, 'surprise' | 'finding' | 'what' | 'correction'> {
  return {
    samples: tally.samples.size,
    responses: tally.responses,
    changed: tally.changed,
    meanChange: tally.compared > 0 ? tally.sum / tally.compared : null,
    worst: largest(tally.worst).map(({ sampleId, index, reference, corrected }) => ({
      sampleId,
      index,
      reference,
      corrected,
    })),
  }
}
