/** A plain OpenAI-compatible endpoint whose answers the test holds back and lets go. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeEndpoint {
  readonly url: string
  /** Authorization headers in the order of requests. */
  readonly keys: readonly (string | undefined)[]
  /** Requests that wait for an answer. */
  waiting(): number
  /** Resolves when so many wait. */
  held(count: number): Promise<void>
  /** Answers all that wait, and from now on at once. */
  release(): void
  close(): void
}

const chunk = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`

function answer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(chunk({ role: 'assistant', content: '<think>\nx\n</think>\nan answer' }, null))
  response.write(chunk({}, 'stop'))
  response.end('data: [DONE]\n\n')
}

/** @param free answered at once before the rest is held; @param fail answers every request for a completion with this */
export async function fakeEndpoint(
  free: number,
  fail?: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<FakeEndpoint> {
  const keys: (string | undefined)[] = []
  let left = free
  const held: ServerResponse[] = []
  let listeners: (() => void)[] = []
  const server = createServer((request, response) => {
    keys.push(request.headers.authorization)
    if (request.url === '/v1/models') return void response.end('{"object":"list","data":[{"id":"m","object":"model"}]}')
    if (request.url !== '/v1/chat/completions') return void response.writeHead(404).end('{"detail":"Not Found"}')
    request.resume()
    if (fail) return fail(request, response)
    if (left-- > 0) return answer(response)
    held.push(response)
    for (const listener of listeners) listener()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys,
    waiting: () => held.length,
    held: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (held.length < count) return
          listeners = listeners.filter((listener) => listener !== look)
          resolve()
        }
        listeners.push(look)
        look()
      }),
    release() {
      left = Number.POSITIVE_INFINITY
      for (const response of held.splice(0)) answer(response)
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
