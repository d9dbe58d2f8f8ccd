import type { FinishReason } from '../../../model/rollout.ts'
import { Fault } from './faults.ts'
import { ownTokens } from './own-tokens.ts'

/** One response that a server finished. */
export interface Choice {
  readonly text: string
  readonly finishReason: FinishReason
  readonly matchedStop: string | null
  /** Of this response alone; null where only the request's sum is known. */
  readonly tokens: number | null
  readonly reconstructed: boolean
}

/** One event of the stream: nothing in it is believed unseen. */
export interface Chunk {
  readonly id?: unknown
  readonly choices?: unknown
  readonly usage?: unknown
  readonly metadata?: unknown
}

interface Growing {
  /**
   * Of the request, or of this response alone: SGLang gives each of several responses its own, and ends all of them with
   * the id of the one that was the last to speak.
   */
  id: string | null
  content: string[]
  reasoning: string[]
  finish: string | null
  matchedStop: string | null
  tokens: number | null
  /** The tokens were stated with or after its end. */
  final: boolean
}

function nonsense(where: string, what: string): Fault {
  return new Fault('nonsense', { code: 'endpoint', what, where, remedy: 'What came of it was thrown away.' })
}

const count = (value: unknown): number | null =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null
const object = (value: unknown): Record<string, unknown> | null =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null

/** What a request has taken where no count of it all came: servers that end the stream with usage beside the last choice. */
function sumOf(all: readonly Growing[]): number | null {
  const counts = all.flatMap(({ tokens, final }) => (final && tokens !== null ? [tokens] : []))
  return counts.length > 0 && counts.length === all.length ? counts.reduce((sum, each) => sum + each, 0) : null
}

interface Asked {
  readonly n: number
  readonly maxTokens: number | null
}

/** Puts the chunks of one request together and trusts none of them. */
export function createReader(where: string, { n, maxTokens }: Asked, onText: (choice: number, piece: string) => void) {
  const growing = new Map<number, Growing>()
  let any = false
  let promptTokens: number | null = null
  let completionTokens: number | null = null
  let cachedTokens: number | null = null
  let weightVersion: string | null = null

  function takeUsage(value: unknown, chunkChoices: readonly unknown[]): void {
    const usage = object(value)
    if (!usage) return
    promptTokens = count(usage.prompt_tokens) ?? promptTokens
    const details = object(usage.prompt_tokens_details)
    if (details) cachedTokens = count(details.cached_tokens) ?? cachedTokens
    const completed = count(usage.completion_tokens)
    if (chunkChoices.length === 0) completionTokens = completed ?? completionTokens
    else {
      // Usage beside a choice is that choice's own so far (continuous_usage_stats).
      const one = growing.get(Number(object(chunkChoices[0])?.index))
      if (one && completed !== null) {
        one.tokens = completed
        one.final = one.finish !== null
      }
    }
  }

  function takeChoice(value: unknown, id: string | null): void {
    const choice = object(value)
    const index = choice?.index
    if (!choice || !Number.isInteger(index) || (index as number) < 0 || (index as number) >= n)
      throw nonsense(where, `The answer has a choice ${String(index)} where ${n} were asked for.`)
    let one = growing.get(index as number)
    if (!one) {
      one = { id, content: [], reasoning: [], finish: null, matchedStop: null, tokens: null, final: false }
      growing.set(index as number, one)
    }
    const delta = object(choice.delta) ?? object(choice.message) ?? {}
    const reasoning = delta.reasoning_content ?? delta.reasoning
    one.id ??= id
    const foreign =
      id !== null &&
      id !== one.id &&
      (delta.content || reasoning || ![...growing.values()].some((each) => each.id === id))
    if (foreign) throw nonsense(where, 'Two answers came mixed in one stream.')
    for (const [pieces, piece] of [
      [one.reasoning, reasoning],
      [one.content, delta.content],
    ] as const) {
      if (typeof piece !== 'string' || piece === '') continue
      if (one.finish !== null) throw nonsense(where, 'Text came after the end of its response.')
      pieces.push(piece)
      any = true
      onText(index as number, piece)
    }
    if (typeof choice.finish_reason === 'string') {
      one.finish = choice.finish_reason
      const matched = choice.matched_stop ?? choice.stop_reason
      one.matchedStop = matched === undefined || matched === null ? null : JSON.stringify(matched)
    }
  }

  function done(one: Growing, tokens: number | null): Choice | null {
    if (one.finish !== 'stop' && one.finish !== 'length') return null
    const content = one.content.join('')
    // A server that splits the thinking off all the same: put together again as it most likely was, and marked.
    const split = one.reasoning.length > 0
    return {
      text: split ? `${one.reasoning.join('')}</think>${content}` : content,
      finishReason: one.finish,
      matchedStop: one.matchedStop,
      tokens,
      reconstructed: split,
    }
  }

  return {
    hasText: () => any,
    take(chunk: Chunk): void {
      const id = typeof chunk.id === 'string' && chunk.id !== '' ? chunk.id : null
      const choices = Array.isArray(chunk.choices) ? chunk.choices : []
      for (const choice of choices) takeChoice(choice, id)
      takeUsage(chunk.usage, choices)
      const version = object(chunk.metadata)?.weight_version
      if (typeof version === 'string') weightVersion = version
    },
    answer() {
      const choices = new Map<number, Choice>()
      const all = [...growing.values()]
      const whole = n > 1 && all.length === n && all.every(({ finish }) => finish !== null)
      const own =
        n === 1
          ? [completionTokens ?? all[0]?.tokens ?? null]
          : ownTokens(all, whole ? completionTokens : null, maxTokens)
      for (const [i, [index, one]] of [...growing].entries()) {
        const choice = done(one, own[i])
        if (choice) choices.set(index, choice)
      }
      return { choices, promptTokens, completionTokens: completionTokens ?? sumOf(all), cachedTokens, weightVersion }
    },
    /** `[DONE]` proves nothing: only a finish_reason for every choice does. */
    missing(): Fault | null {
      for (let index = 0; index < n; index++) {
        const finish = growing.get(index)?.finish ?? null
        if (finish === 'stop' || finish === 'length') continue
        const parts = { code: 'endpoint', where, remedy: 'It is asked again; the part was thrown away.' } as const
        if (finish !== null)
          return new Fault('aborted', { ...parts, what: `The server ended the response itself (${finish}).` })
        return new Fault('cut', { ...parts, what: 'The stream ended before the response did.' })
      }
      return null
    },
  }
}
