import OpenAI, { APIError } from 'openai'
import { errorIn, Fault, faultOfEvent, faultOfThrown, withoutKey } from './faults.ts'
import { type Choice, type Chunk, createReader } from './reader.ts'
import type { ChatBody } from './request.ts'
import { type Link, type StreamHooks, streamingFetch } from './transport.ts'
import { type Deadlines, watchdog } from './watchdog.ts'

export interface Answer {
  /** By choice index, only those with a finish_reason that makes them data. */
  readonly choices: ReadonlyMap<number, Choice>
  readonly promptTokens: number | null
  /** Summed over the choices. */
  readonly completionTokens: number | null
  readonly cachedTokens: number | null
  readonly weightVersion: string | null
  readonly seconds: number
  /** From sending to the first text; null where none came. */
  readonly firstToken: number | null
  /** Why not every choice is here. */
  readonly fault: Fault | null
}

export interface ChatRequest {
  readonly body: ChatBody
  readonly n: number
  readonly maxTokens: number | null
  readonly rid: string
  readonly headers: Readonly<Record<string, string>>
  readonly deadlines: Deadlines
  readonly signal: AbortSignal
  /** Each piece of text as it comes, with its choice. */
  onText?(choice: number, piece: string): void
}

/** The chat route of one endpoint, through the openai package: it speaks the protocol, everything else is decided here. */
export function createChat(link: Link): (request: ChatRequest) => Promise<Answer> {
  const hooks = new Map<string, StreamHooks>()
  const client = new OpenAI({
    baseURL: `${link.address.base}/v1`,
    // The key is put on by the transport, for its origin alone.
    apiKey: 'unused',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: 2 ** 31 - 1,
    logLevel: 'off',
    fetch: streamingFetch(link, (rid) => hooks.get(rid)),
  })
  return (request) => chat(client, link, hooks, request)
}

async function chat(
  client: OpenAI,
  link: Link,
  hooks: Map<string, StreamHooks>,
  request: ChatRequest,
): Promise<Answer> {
  const where = link.address.base
  const started = performance.now()
  const seconds = () => (performance.now() - started) / 1000
  const watch = watchdog(request)
  hooks.set(request.rid, { body: request.body, onBytes: watch.onBytes })
  const reader = createReader(where, request, (choice, piece) => {
    watch.onText()
    request.onText?.(choice, piece)
  })
  let firstToken: number | null = null
  let fault: Fault | null = null
  try {
    const stream = await client.post<AsyncIterable<Chunk>>('/chat/completions', {
      // Only what is its own: the transport puts the shared prompt before it.
      body: request.body.own,
      stream: true,
      signal: watch.signal,
      headers: { ...request.headers, 'x-request-id': request.rid },
    })
    for await (const chunk of stream) {
      reader.take(chunk)
      if (firstToken === null && reader.hasText()) firstToken = seconds()
    }
  } catch (error) {
    fault = faultOf(link, error)
  } finally {
    watch.stop()
    hooks.delete(request.rid)
  }
  // An aborted stream just ends: what ended it is known here alone.
  fault = watch.fault(where) ?? fault ?? reader.missing()
  const answer = reader.answer()
  const choices = fault?.kind === 'nonsense' ? new Map<number, Choice>() : answer.choices
  return { ...answer, choices, seconds: seconds(), firstToken, fault }
}

function faultOf({ address, key }: Link, error: unknown): Fault {
  const where = address.base
  const found = faultOfThrown(where, error, true)
  if (found instanceof Fault) return found
  if (error instanceof APIError) {
    const said = errorIn({ error: error.error }) ?? { message: error.message, code: null }
    return faultOfEvent(where, withoutKey(said.message, key), error.code ? String(error.code) : said.code)
  }
  if (error instanceof SyntaxError)
    return new Fault('nonsense', {
      code: 'endpoint',
      what: 'The endpoint sends events that are not JSON.',
      where,
      remedy: 'Check the address, and the log of the server or of a proxy before it.',
    })
  throw error
}
