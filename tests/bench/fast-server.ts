/**
 * A server that costs next to nothing: it reads a chat request without looking into it and streams a short answer. In a
 * process of its own, so that a benchmark of clients measures the client. Prints its port.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const chunk = (choice: object) =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'tiny', ...choice })}\n\n`
const piece = (delta: object, finish: string | null = null) =>
  chunk({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finish, matched_stop: null }] })

const TOKENS = Number(process.argv[2] ?? 16)
const DELAY = Number(process.argv[3] ?? 0)
const FIRST = piece({ role: 'assistant', content: '' })
const TOKEN = piece({ content: ' token' })
const LAST = `${piece({}, 'stop')}${chunk({ choices: [], usage: { prompt_tokens: 100, completion_tokens: TOKENS, total_tokens: 116 } })}data: [DONE]\n\n`

const server = createServer((request, response) => {
  if (request.url?.endsWith('/v1/models')) {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('{"object":"list","data":[{"id":"tiny","object":"model","owned_by":"bench"}]}')
    return
  }
  if (request.method === 'GET') {
    response.writeHead(404)
    response.end()
    return
  }
  request.resume()
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    if (DELAY === 0) {
      response.end(FIRST + TOKEN.repeat(TOKENS) + LAST)
      return
    }
    let left = TOKENS
    response.write(FIRST)
    const timer = setInterval(() => {
      // The time of sending is the token: who reads it can tell how long it took.
      if (left-- > 0) response.write(piece({ content: `${Date.now()} ` }))
      else {
        clearInterval(timer)
        response.end(LAST)
      }
    }, DELAY)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
