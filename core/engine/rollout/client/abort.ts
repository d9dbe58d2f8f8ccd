import type { ServerFacts } from './connect.ts'
import { ask, type Link } from './transport.ts'

/**
 * Ends a request at the server before its socket is closed. SGLang is told by the request's id and answers the stream with
 * finish_reason `abort`; whoever cannot be told, or does not answer in time, sees the socket close.
 * @param cut when it aborts, the request shall end
 */
export function endAtServer(
  link: Link,
  facts: ServerFacts,
  request: { readonly rid: string; readonly n: number },
  cut: AbortSignal,
  seconds: number,
): { readonly signal: AbortSignal; over(): void } {
  const socket = new AbortController()
  let timer: NodeJS.Timeout | null = null
  // Of several responses each has an id of the server's own; a router passes no such request on.
  const told = facts.dialect === 'sglang' && !facts.router && request.n === 1

  function end(): void {
    if (!told) {
      socket.abort()
      return
    }
    timer = setTimeout(() => socket.abort(), seconds * 1000)
    ask(link, '/abort_request', { body: { rid: request.rid }, seconds }).catch(() => socket.abort())
  }
  if (cut.aborted) socket.abort()
  else cut.addEventListener('abort', end, { once: true })
  return {
    signal: socket.signal,
    over() {
      if (timer) clearTimeout(timer)
      cut.removeEventListener('abort', end)
    },
  }
}
