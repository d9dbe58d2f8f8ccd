import type { Recording, Recordings } from './recordings.ts'

/** An error as SGLang's OpenAI routes write it: flat. */
export interface FlatError {
  readonly status: number
  readonly body: {
    readonly object: 'error'
    readonly message: string
    readonly type: string
    readonly param: string | null
    readonly code: number
  }
}

export function flatError(status: number, type: string, message: string, param: string | null = null): FlatError {
  return { status, body: { object: 'error', message, type, param, code: status } }
}

/** What a chat request asks the player for. */
export interface Played {
  readonly recordings: readonly Recording[]
  readonly stream: boolean
  readonly includeUsage: boolean
  readonly continuousUsage: boolean
  readonly model: string
  readonly rid: string | null
  readonly prompt: string
}

/**
 * Recorded response number `seed`; with n above 1 the numbers seed to seed + n - 1. A prompt that is not in the recordings
 * is an error, never an invention. `max_tokens` below a recording's length cuts it, as a server would.
 */
export function play(recordings: Recordings, body: unknown): Played | FlatError {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    return flatError(400, 'BadRequestError', 'The body must be a JSON object.')
  const request = body as Record<string, unknown>
  const messages = messagesOf(request.messages)
  if (!messages)
    return flatError(400, 'BadRequestError', 'messages must be a list of {role, content} with text.', 'messages')
  const n = request.n ?? 1
  const seed = request.seed ?? 0
  if (!Number.isInteger(n) || (n as number) < 1)
    return flatError(400, 'BadRequestError', 'n must be a whole number of 1 or more.', 'n')
  if (!Number.isInteger(seed) || (seed as number) < 0)
    return flatError(400, 'BadRequestError', 'seed must be a whole number of 0 or more.', 'seed')
  const maxTokens = request.max_completion_tokens ?? request.max_tokens ?? null
  if (maxTokens !== null && (!Number.isInteger(maxTokens) || (maxTokens as number) < 1))
    return flatError(400, 'BadRequestError', 'max_tokens must be at least 1.', 'max_tokens')
  const temperature = request.temperature ?? 1
  if (typeof temperature !== 'number' || !(temperature >= 0))
    return flatError(400, 'BadRequestError', 'temperature must be a number of 0 or more.', 'temperature')

  const known = recordings.of(messages)
  if (!known)
    return flatError(
      404,
      'NotFoundError',
      `This prompt is not recorded. The demo endpoint plays the responses to the ${recordings.samples} prompts of its samples and invents none.`,
      'messages',
    )
  const wanted = known.filter(({ index }) => index >= (seed as number) && index < (seed as number) + (n as number))
  if (wanted.length !== n)
    return flatError(
      400,
      'BadRequestError',
      `Responses ${known[0].index} to ${known[known.length - 1].index} of this prompt are recorded: seed ${seed} with n ${n} asks for others.`,
      'seed',
    )
  const options = (request.stream_options ?? {}) as Record<string, unknown>
  return {
    recordings: maxTokens === null ? wanted : wanted.map((one) => cutTo(one, maxTokens as number)),
    stream: request.stream === true,
    includeUsage: options.include_usage === true,
    continuousUsage: options.continuous_usage_stats === true,
    model: typeof request.model === 'string' ? request.model : 'longview-demo',
    rid: typeof request.rid === 'string' ? request.rid : null,
    prompt: JSON.stringify(messages),
  }
}

function messagesOf(value: unknown): { role: string; content: string }[] | null {
  if (!Array.isArray(value) || value.length === 0) return null
  const messages = value.map((one) => ({ role: one?.role, content: one?.content }))
  return messages.every(({ role, content }) => typeof role === 'string' && typeof content === 'string')
    ? messages
    : null
}

function cutTo(recording: Recording, maxTokens: number): Recording {
  if (recording.completionTokens <= maxTokens) return recording
  const characters = [...recording.text]
  const kept = Math.floor((characters.length * maxTokens) / recording.completionTokens)
  return { ...recording, text: characters.slice(0, kept).join(''), finishReason: 'length', completionTokens: maxTokens }
}

/** Pieces of a text as a server streams them: a few tokens each, never half a character. */
export function* pieces(text: string, length = 48): Generator<string> {
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + length)
    if (to < text.length && (text.charCodeAt(to - 1) & 0xfc00) === 0xd800) to++
    yield text.slice(from, to)
    from = to
  }
}
