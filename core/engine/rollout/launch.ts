import { randomBytes } from 'node:crypto'
import type { RunningResponse } from '../../contract.ts'
import { type ErrorParts, LongviewError } from '../../model/errors.ts'
import { SQUARE } from '../../model/squares.ts'
import type { Board } from './board.ts'
import { endAtServer } from './client/abort.ts'
import type { Answer } from './client/chat.ts'
import { Fault } from './client/faults.ts'
import type { Choice } from './client/reader.ts'
import { chatBody, type PreparedPrompt } from './client/request.ts'
import type { Counts } from './counts.ts'
import type { Prompts } from './prompts.ts'
import type { Load } from './schedule/load.ts'
import type { Endpoint } from './schedule/pool.ts'
import type { Ask } from './schedule/queue.ts'
import { deadlinesFor, type Timing } from './schedule/timing.ts'
import type { StoredRun } from './store/runs.ts'
import type { Writer } from './store/writer.ts'
import type { RunWrite } from './store/writes.ts'
import type { Texts } from './texts.ts'

/** What a request came to, after all of it is durable. */
export interface Outcome {
  readonly endpoint: Endpoint
  readonly landed: readonly number[]
  /** Indices that did not land. */
  readonly missing: readonly number[]
  /** Cut by hand, this one alone. */
  readonly cancelled: boolean
  readonly fault: Fault | null
  /** The prompt cannot be sent by anyone. */
  readonly unsendable: ErrorParts | null
}

export interface LaunchOptions {
  readonly run: StoredRun
  readonly samples: readonly { readonly id: string; readonly bytes: number }[]
  readonly writer: Writer
  readonly timing: Timing
  readonly attempts: ReadonlyMap<string, number>
  readonly hashes: ReadonlyMap<number, Uint8Array>
  readonly counts: Counts
  readonly load: Load
  readonly texts: Texts
  readonly board: Board
  readonly cut: AbortSignal
  readonly prompts: Prompts
  onFirstText(position: number): void
}

interface Flight {
  readonly cut: AbortController
  readonly since: number
  readonly endpoint: string
  readonly attempt: number
  chars: number
  firstToken: number | null
}

function written(flight: Flight, chars: number): void {
  flight.chars += chars
  flight.firstToken ??= (performance.now() - flight.since) / 1000
}

/** Fixed width: SGLang aborts by prefix, so no id may be the beginning of another. */
const freshRid = () => `lv-${randomBytes(12).toString('hex')}`

/**
 * One request, whole: the prompt is made ready, the attempts are written open, the request is sent, and what came is
 * durable before this resolves. A crash at any point leaves open attempts, never a response twice.
 */
export function createLaunch(options: LaunchOptions) {
  const { run, samples, writer, counts, load, texts, board, timing } = options
  const flying = new Map<string, Flight>()
  const ranks = new Map<number, number>()
  const attempts = new Map(options.attempts)
  const hashed = new Set(options.hashes.keys())

  function opening(ask: Ask, endpoint: Endpoint, prompt: PreparedPrompt): { writes: RunWrite[]; attempt: number[] } {
    const started = Date.now()
    const attempt = ask.indices.map((idx) => {
      const key = `${ask.position}:${idx}`
      const next = (attempts.get(key) ?? 0) + 1
      attempts.set(key, next)
      return next
    })
    const place = { run: run.id, position: ask.position }
    const writes: RunWrite[] = ask.indices.map((idx, i) => ({
      ...{ kind: 'open', ...place, idx, attempt: attempt[i], endpoint: endpoint.stored, started },
    }))
    if (!hashed.has(ask.position)) {
      hashed.add(ask.position)
      writes.push({ kind: 'prompt', ...place, hash: prompt.hash })
    }
    return { writes, attempt }
  }

  function closing(ask: Ask, endpoint: Endpoint, attempt: readonly number[], answer: Answer, base: number): RunWrite[] {
    const landed = Date.now()
    const fault = answer.fault
    const writes: RunWrite[] = ask.indices.map((idx, i) => {
      const place = { run: run.id, position: ask.position, idx, attempt: attempt[i] }
      const choice = answer.choices.get(idx - base)
      if (!choice) return { kind: fault?.kind === 'cancelled' ? 'lost' : 'failed', ...place, error: fault!.parts }
      return { kind: 'landed', ...place, ...landing(choice, answer, endpoint), landed }
    })
    if (answer.promptTokens !== null || answer.completionTokens !== null)
      writes.push({
        kind: 'spend',
        run: run.id,
        promptTokens: answer.promptTokens ?? 0,
        completionTokens: answer.completionTokens ?? 0,
        cachedTokens: answer.cachedTokens,
      })
    return writes
  }

  function takeFlights(ask: Ask): Map<number, Flight> {
    const flights = new Map<number, Flight>()
    for (const index of ask.indices) {
      const key = `${ask.position}:${index}`
      const flight = flying.get(key)
      if (flight) flights.set(index, flight)
      flying.delete(key)
    }
    return flights
  }

  /** All of a group on one rank of an endpoint: each has a prefix cache of its own. */
  function rankOf(position: number, endpoint: Endpoint): number | null {
    if (endpoint.facts.dp <= 1 || endpoint.facts.router) return null
    const rank = ranks.get(position) ?? endpoint.nextRank++ % endpoint.facts.dp
    ranks.set(position, rank)
    return rank % endpoint.facts.dp
  }

  async function launch(ask: Ask, endpoint: Endpoint): Promise<Outcome> {
    const whole = { endpoint, landed: [], missing: ask.indices, cancelled: false }
    let prompt: PreparedPrompt
    try {
      prompt = await options.prompts.get(ask.position)
      const sentBefore = options.hashes.get(ask.position)
      if (sentBefore && !prompt.hash.equals(sentBefore)) throw changedPrompt(samples[ask.position].id)
    } catch (error) {
      if (error instanceof LongviewError) return { ...whole, fault: null, unsendable: error.parts }
      throw error
    }
    if (options.cut.aborted) return { ...whole, fault: null, unsendable: null }
    const { writes, attempt } = opening(ask, endpoint, prompt)
    await writer.write(writes)

    const base = ask.indices[0]
    const own = new AbortController()
    const since = performance.now()
    const weights = endpoint.weights
    ask.indices.forEach((index, i) => {
      const flight = {
        cut: own,
        since,
        endpoint: endpoint.address.url,
        attempt: attempt[i],
        chars: 0,
        firstToken: null,
      }
      flying.set(`${ask.position}:${index}`, flight)
      board.set(ask.position, index, SQUARE.prefill)
    })
    let flights = new Map<number, Flight>()
    const said = await request(ask, endpoint, prompt, AbortSignal.any([options.cut, own.signal])).finally(() => {
      flights = takeFlights(ask)
      for (const index of ask.indices) texts.over(ask.position, index)
    })
    const answer: Answer = {
      ...said,
      cachedTokens: cachedOf(said, endpoint),
      // A version that was another one before may belong to a part of the response: then none is claimed.
      weightVersion: said.weightVersion ?? (weights === endpoint.weights ? weights : null),
    }
    await writer.write(closing(ask, endpoint, attempt, answer, base))

    const landed = ask.indices.filter((idx) => answer.choices.has(idx - base))
    const missing = ask.indices.filter((idx) => !answer.choices.has(idx - base))
    for (const index of landed) {
      attempts.delete(`${ask.position}:${index}`)
      board.set(ask.position, index, SQUARE.done)
    }
    for (const index of missing) {
      board.set(ask.position, index, SQUARE.waiting)
      counts.discarded(flights.get(index)?.chars ?? 0)
    }
    counts.spend(answer)
    load.learn(samples[ask.position].bytes, answer.promptTokens, landed.length === 1 ? answer.completionTokens : null)
    for (const choice of answer.choices.values()) counts.landed(ask.position, choice.text.length, choice.tokens)
    if (answer.fault?.kind === 'cancelled') counts.lost(missing.length)
    else counts.failed(missing.length)
    return { endpoint, landed, missing, cancelled: own.signal.aborted, fault: answer.fault, unsendable: null }
  }

  async function request(ask: Ask, endpoint: Endpoint, prompt: PreparedPrompt, cut: AbortSignal): Promise<Answer> {
    const rid = freshRid()
    const n = ask.indices.length
    const rank = rankOf(ask.position, endpoint)
    const ending = endAtServer(endpoint.link, endpoint.facts, { rid, n }, cut, timing.abort)
    let first = true
    const answer = await endpoint
      .chat({
        body: chatBody(prompt, {
          ...{ identity: run.identity, dialect: endpoint.facts.dialect, seed: ask.indices[0], n, rid, dpRank: rank },
        }),
        n,
        maxTokens: run.identity.maxTokens,
        rid,
        headers: {
          'x-smg-routing-key': prompt.hash.toString('hex'),
          ...(rank !== null && { 'x-data-parallel-rank': String(rank) }),
        },
        deadlines: deadlinesFor(timing, samples[ask.position].bytes),
        signal: ending.signal,
        onText(choice, piece) {
          const index = ask.indices[0] + choice
          const flight = flying.get(`${ask.position}:${index}`)
          if (flight) written(flight, piece.length)
          counts.text(piece.length)
          endpoint.meter.text(performance.now() / 1000, piece.length, first && flight ? flight.firstToken : null)
          texts.add(ask.position, index, piece)
          board.set(ask.position, index, SQUARE.decoding)
          if (!first) return
          first = false
          options.onFirstText(ask.position)
        },
      })
      .finally(ending.over)
    return cut.aborted && answer.fault ? { ...answer, fault: cancelled(endpoint.address.url) } : answer
  }

  return Object.assign(launch, {
    /** Cuts the request that one response comes with. False where none is under way. */
    cancel(position: number, index: number): boolean {
      const own = flying.get(`${position}:${index}`)
      own?.cut.abort()
      return own !== undefined
    },
    /** Responses under way, the longest first; seconds since they were sent. */
    flying: (): (Omit<RunningResponse, 'sampleId'> & { readonly position: number })[] =>
      [...flying].map(([key, { since, cut: _, ...facts }]) => {
        const [position, index] = key.split(':').map(Number)
        return { position, index, seconds: (performance.now() - since) / 1000, ...facts }
      }),
    decoding(): number {
      let count = 0
      for (const { chars } of flying.values()) if (chars > 0) count++
      return count
    },
  })
}

/** SGLang says nothing where nothing was in its cache: a primer would not count, and the share of a run seem too large. */
function cachedOf({ cachedTokens, promptTokens }: Answer, endpoint: Endpoint): number | null {
  endpoint.tellsCached ||= cachedTokens !== null
  return cachedTokens ?? (endpoint.tellsCached && promptTokens !== null ? 0 : null)
}

function landing(choice: Choice, answer: Answer, endpoint: Endpoint) {
  return {
    endpoint: endpoint.stored,
    text: choice.text,
    truncated: choice.finishReason === 'length',
    tokens: choice.tokens,
    promptTokens: answer.promptTokens,
    cachedTokens: answer.cachedTokens,
    seconds: answer.seconds,
    firstToken: answer.firstToken,
    reconstructed: choice.reconstructed,
    prefill: endpoint.prefill,
    matchedStop: choice.matchedStop,
    weightVersion: answer.weightVersion,
  }
}

const cancelled = (where: string) =>
  new Fault('cancelled', { code: 'cancelled', what: 'The request was cancelled.', where })

function changedPrompt(sampleId: string): LongviewError {
  return new LongviewError({
    code: 'usage',
    what: 'The prompt is not the one that this group began with.',
    where: `sample ${sampleId}`,
    remedy: 'Restore the file as it was, or start a new run: responses to two prompts are no group.',
  })
}
