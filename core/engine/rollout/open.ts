import type { Database } from 'better-sqlite3'
import type { RolloutSpec } from '../../contract.ts'
import { LongviewError, shownValue } from '../../model/errors.ts'
import { preparePrompt } from './client/request.ts'
import { type RolloutSamples, type RunSample, selectSamples } from './samples.ts'
import { shardOf } from './schedule/plan.ts'
import { identityDifference, identityOf } from './spec.ts'
import { landedIndices, promptHashes, samplesOf } from './store/responses.ts'
import { createRun, findRun, listRuns, reopenRun, type StoredRun } from './store/runs.ts'

export interface OpenRunOptions {
  readonly db: Database
  readonly samples: RolloutSamples
  readonly spec: RolloutSpec
  /** As they are called in the run: without /v1. */
  readonly endpoints: readonly string[]
  readonly model: string
  underWay(id: number): boolean
}

/**
 * Records a new run, or opens one to go on.
 * @throws {LongviewError} usage where the name is taken, or a resume asks for something else than the run was made from
 */
export async function openRun(options: OpenRunOptions): Promise<StoredRun> {
  const { db, spec, model } = options
  const stored = spec.run === null ? (spec.resume ? latest(db) : null) : findRun(db, spec.run)
  if (stored && options.underWay(stored.id))
    throw usage('The run is under way.', stored.name, 'Watch it, or give the new one another name.')
  if (stored && !spec.resume)
    throw usage(
      'There is a run of this name already.',
      stored.name,
      'Go on with it by --resume, or choose another name.',
    )
  if (spec.resume && !stored)
    throw new LongviewError({
      code: 'not-found',
      what: spec.run === null ? 'There is no run to go on with.' : 'There is no such run to go on with.',
      value: spec.run === null ? undefined : shownValue(spec.run),
      remedy: 'See `longview runs`; without --resume a new one is started.',
    })
  if (stored) return resume(options, stored, spec)
  const selected = shardOf(await selectSamples(options.samples, spec.samples), spec.shard)
  if (selected.length === 0)
    throw new LongviewError({
      code: 'not-found',
      what: 'No sample fits, so there is nothing to ask.',
      value: shownValue(spec.samples),
      remedy: 'Index a file first, or widen the filter; `longview samples` shows what it admits.',
    })
  const name = spec.run ?? freshName(db)
  return createRun(db, {
    ...{ name, samples: selected, endpoints: options.endpoints },
    spec: { ...spec, run: name },
    identity: identityOf(spec, model),
  })
}

function usage(what: string, value: string, remedy: string): LongviewError {
  return new LongviewError({ code: 'usage', what, value: shownValue(value), remedy })
}

/** The run that was last left unfinished. */
function latest(db: Database): StoredRun | null {
  return listRuns(db).find(({ state, responses, wanted }) => state !== 'done' || responses < wanted) ?? null
}

function freshName(db: Database): string {
  const taken = new Set(listRuns(db).map(({ name }) => name))
  for (let i = taken.size + 1; ; i++) if (!taken.has(`run-${i}`)) return `run-${i}`
}

async function resume(options: OpenRunOptions, stored: StoredRun, spec: RolloutSpec): Promise<StoredRun> {
  const { db, samples } = options
  const lines = identityDifference(stored.identity, identityOf(spec, options.model))
  const own = samplesOf(db, stored.id)
  // Without a filter a resume means the run's own samples; with one it must lead to the same.
  const filtered = Object.values(spec.samples).some((value) => value !== undefined)
  const wanted = filtered
    ? shardOf(await selectSamples(samples, spec.samples), spec.shard)
    : await selectSamples(samples, { ids: own.map(({ sampleId }) => sampleId) })
  lines.push(
    ...sampleDifference(
      own.map(({ sampleId }) => sampleId),
      wanted,
    ),
  )
  if (lines.length === 0) lines.push(...(await promptDifference(options, stored, spec)))
  if (lines.length > 0)
    throw usage(
      `The run was made from something else: ${lines.join('; ')}.`,
      stored.name,
      'Give what it was made from, or start a new run: responses made in two ways are no group. What landed is kept.',
    )
  return reopenRun(db, stored, { ...spec, run: stored.name })
}

function sampleDifference(then: readonly string[], now: readonly RunSample[]): string[] {
  const selected = new Set(now.map(({ id }) => id))
  const own = new Set(then)
  const gone = then.filter((id) => !selected.has(id))
  const added = now.filter(({ id }) => !own.has(id))
  const lines: string[] = []
  if (gone.length > 0)
    lines.push(`samples: ${gone.length} of the run are no longer there or not selected (first ${gone[0]})`)
  if (added.length > 0) lines.push(`samples: ${added.length} are not of the run (first ${added[0].id})`)
  return lines
}

/** Of groups that are begun and not whole: a change of their prompt would mix two prompts in one group. */
async function promptDifference(
  { db, samples }: OpenRunOptions,
  stored: StoredRun,
  spec: RolloutSpec,
): Promise<string[]> {
  const landed = landedIndices(db, stored.id)
  const own = samplesOf(db, stored.id)
  for (const [position, hash] of promptHashes(db, stored.id)) {
    if ((landed.get(position)?.size ?? 0) >= spec.n) continue
    const id = own[position].sampleId
    const { messages } = await samples.prompt({ id })
    if (!preparePrompt(id, messages, spec.system).hash.equals(hash))
      return [`prompt: sample ${id} has another text now`]
  }
  return []
}
