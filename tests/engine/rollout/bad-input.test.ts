/** Endpoints that are none, and answers that are nonsense: a clear error, and nothing that landed is lost. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { LongviewError } from '../../../core/model/errors.ts'
import { type Bench, madeSamples, ofKind, openBench, QUICK, SPEC } from './setup.ts'

let bench: Bench | null = null
let close: (() => void) | null = null
afterEach(async () => {
  await bench?.close()
  close?.()
  bench = close = null
})

/** @param n responses asked for; 0 where nothing was posted */
type Answerer = (request: IncomingMessage, response: ServerResponse, n: number) => void

const MODELS = '{"object":"list","data":[{"id":"tiny","object":"model"}]}'

/** @param models answers the list of models; @param chat answers everything that is posted */
async function serverOf(models: Answerer, chat: Answerer = (_, response) => response.end()): Promise<string> {
  const server = createServer((request, response) => {
    // Whoever leaves in the middle of nonsense does right.
    response.on('error', () => {})
    if (request.method === 'POST') {
      let sent = ''
      request.on('data', (piece) => {
        sent += piece
      })
      request.on('end', () => chat(request, response, JSON.parse(sent).n ?? 1))
    } else if (request.url === '/v1/models') models(request, response, 0)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = () => {
    server.closeAllConnections()
    server.close()
  }
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const json =
  (body: string, type = 'application/json'): Answerer =>
  (_, response) =>
    response.writeHead(200, { 'content-type': type }).end(body)

/** Writes until the reader leaves, at most so many MB. */
async function flood(response: ServerResponse, megabytes: number): Promise<void> {
  const part = Buffer.alloc(1024 * 1024, 'x')
  const gone = once(response, 'close')
  for (let i = 0; i < megabytes && !response.destroyed; i++) {
    const taken = new Promise((resolve) => response.write(part, resolve))
    await Promise.race([taken, gone])
  }
  response.end()
}

describe('what is no endpoint is told at once, and no run is recorded', () => {
  const cases: [string, Answerer, RegExp, RegExp][] = [
    ['HTML', json('<title>Router login</title>', 'text/html'), /no OpenAI-compatible server/, /Router login/],
    ['invalid JSON', json('{"object":"list","data":['), /no list of models/, /"data":\[/],
    ['JSON of something else', json('[1,2,3]'), /no list of models/, /1,2,3/],
    ['models without a name', json('{"data":[{"id":7},null]}'), /lists no model/, /^$/],
    ['an empty body', json(''), /no list of models/, /^$/],
    [
      'headers without end',
      ({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\n')
        for (let i = 0; i < 5000; i++) socket.write(`x-header-${i}: ${'y'.repeat(100)}\r\n`)
      },
      /does not speak HTTP as a model server does/,
      /HEADERS_OVERFLOW/,
    ],
    [
      'no HTTP at all',
      ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
      /does not speak HTTP/,
      /does not match the HTTP/,
    ],
    ['a body of 100 MB', (_, response) => void flood(response, 100), /no list of models/, /xxx/],
  ]
  test.each(cases)('%s', async (_, models, what, value) => {
    const url = await serverOf(models)
    bench = await openBench(madeSamples(2), { timing: QUICK })
    const error = await bench.runs.startRun({ ...SPEC, endpoints: [url] }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(LongviewError)
    const { parts } = error as LongviewError
    expect(parts).toMatchObject({ code: 'endpoint', where: url, what: expect.stringMatching(what) })
    expect(parts.value ?? '').toMatch(value)
    expect(parts.value ?? '').toHaveProperty('length', Math.min((parts.value ?? '').length, 201))
    expect(parts.remedy).toBeTruthy()
    expect(await bench.runs.runs()).toEqual([])
  })

  test('a model that is listed twice is one, also under the wrong content type', async () => {
    const twice = JSON.stringify({ data: [{ id: 'tiny' }, { id: 'tiny' }] })
    const url = await serverOf(json(twice, 'text/plain'))
    bench = await openBench(madeSamples(2))
    expect((await bench.runs.connectEndpoint({ endpoint: url })).model).toBe('tiny')
  })

  test('an address that is left unanswered holds nobody up', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/v1/models') response.end(MODELS)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    close = () => {
      server.closeAllConnections()
      server.close()
    }
    bench = await openBench(madeSamples(2))
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const facts = await bench.runs.connectEndpoint({ endpoint })
    expect(facts).toMatchObject({ server: 'OpenAI-compatible server', model: 'tiny', maxRunning: null })
    // Without an end to the waiting it would take 10 s.
    expect(facts.seconds).toBeLessThan(8)
  })
})

const event = (id: string, choice: object, more: object = {}) =>
  `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', model: 'tiny', choices: [{ index: 0, ...choice }], ...more })}\n\n`
const whole = (id: string) =>
  `${event(id, { delta: { content: 'yes' } })}${event(id, { delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`

/** The first answer is this one, all others are whole. */
function firstly(answer: Answerer): Answerer {
  let first = true
  return (request, response, n) => {
    if (first) {
      first = false
      answer(request, response, n)
    } else response.writeHead(200, { 'content-type': 'text/event-stream' }).end(whole('same'))
  }
}
const sse = (body: string) => json(body, 'text/event-stream')

describe('an answer that is nonsense is thrown away and asked for again', () => {
  const cases: [string, Answerer, RegExp][] = [
    ['events under another content type', json(whole('a'), 'text/plain'), /answers with text\/plain where a stream/],
    ['no content type', (_, response) => response.writeHead(200).end(whole('a')), /answers with no content type/],
    ['a choice that was not asked for', sse(event('a', { index: 3, delta: { content: 'x' } })), /a choice 3 where 1/],
    ['a choice of no index', sse(event('a', { index: null, delta: { content: 'x' } })), /a choice null/],
    [
      'text after its end',
      sse(event('a', { delta: { content: 'x' }, finish_reason: 'stop' }) + event('a', { delta: { content: 'y' } })),
      /after the end/,
    ],
    ['choices that are no list', sse('data: {"id":"a","choices":"none"}\n\ndata: [DONE]\n\n'), /ended before/],
    ['an event that is no object', sse('data: 7\n\ndata: [DONE]\n\n'), /ended before|not JSON/],
    [
      'a line of 100 MB',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: ')
        void flood(response, 100)
      },
      /more than 32 MB/,
    ],
    [
      'an error of 100 MB',
      (_, response) => void flood(response.writeHead(500, { 'content-type': 'text/plain' }), 100),
      /failed \(500\)/,
    ],
  ]
  test.each(cases)('%s', async (_, answer, what) => {
    const url = await serverOf(json(MODELS), firstly(answer))
    bench = await openBench(madeSamples(3), { timing: { ...QUICK, idle: 10, firstToken: 10 } })
    const events = await bench.play({ endpoints: [url], n: 2, concurrency: 1 })
    const [end] = ofKind(events, 'end')
    // Every answer has the same id: they are told apart by who asked, never by what a server calls them.
    expect(end).toMatchObject({ state: 'done', done: 6, failed: 1, givenUp: 0 })
    expect(end.causes[0].error.what).toMatch(what)
    expect(ofKind(events, 'response').every(({ text }) => text === 'yes')).toBe(true)
  })

  test('of an answer that was cut, what was whole is kept', async () => {
    const other = (choice: object) => event('b', { index: 1, ...choice })
    // SGLang ends both under the id of the one that spoke last.
    const zero = event('a', { delta: { content: 'yes' } }) + event('b', { delta: {}, finish_reason: 'stop' })
    const asked: number[] = []
    const url = await serverOf(json(MODELS), (request, response, n) => {
      asked.push(n)
      const end = asked.length === 1 ? '' : other({ delta: {}, finish_reason: 'stop' })
      const body = n === 1 ? whole('c') : other({ delta: { content: 'yes' } }) + zero + end
      sse(body)(request, response, n)
    })
    bench = await openBench(madeSamples(2), { timing: QUICK })
    const events = await bench.play({ endpoints: [url], n: 2, nPerRequest: 2, concurrency: 2 })
    expect(ofKind(events, 'end')[0]).toMatchObject({ done: 4, failed: 1, givenUp: 0 })
    expect(ofKind(events, 'response').map(({ text }) => text)).toEqual(['yes', 'yes', 'yes', 'yes'])
    expect(asked.sort()).toEqual([1, 2, 2])
  })

  test('a sample that is selected twice is asked once', async () => {
    const url = await serverOf(json(MODELS), sse(whole('a')))
    bench = await openBench(madeSamples(3), { timing: QUICK })
    const ids = ['sample-0001', 'sample-0001']
    const events = await bench.play({ endpoints: [url], n: 2, samples: { ids } })
    expect(ofKind(events, 'end')[0]).toMatchObject({ wanted: 2, done: 2 })
  })
})
