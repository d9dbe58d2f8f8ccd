import { beforeAll, describe, expect, test } from 'vitest'
import { fakeReplies } from './compare.ts'
import type { Reply } from './exchanges.ts'
import { likenessOf } from './likeness.ts'
import { type RecordedServer, recordedReplies } from './recorded.ts'

const SERVERS: readonly RecordedServer[] = ['sglang', 'router', 'guarded', 'full', 'full-router']

let fake: Record<RecordedServer, Record<string, Reply>>
beforeAll(async () => {
  fake = await fakeReplies()
})

describe.each(SERVERS)('the fake server answers as the recorded one did: %s', (server) => {
  const recorded = recordedReplies(server)
  test.each(Object.keys(recorded))('%s', (name) => {
    expect(likenessOf(fake[server][name])).toEqual(likenessOf(recorded[name]))
  })

  test('nothing that is asked lacks a recorded answer', () => {
    expect(Object.keys(fake[server]).sort()).toEqual(Object.keys(recorded).sort())
  })
})

test('an answer that differs in a key, a type, a word, a header or its framing is not alike', () => {
  const like: Reply = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"a":1,"message":"no 5"}' }
  const unlike: Partial<Reply>[] = [
    ...[{ status: 201 }, { headers: {} }, { body: '{"b":1,"message":"no 5"}' }, { body: '{"a":"1","message":"no 5"}' }],
    ...[{ body: '{"a":1,"message":"not 5"}' }, { body: '{"a": 1, "message": "no 5"}' }, { body: '' }, { body: 'a' }],
  ]
  for (const change of unlike) expect(likenessOf({ ...like, ...change })).not.toEqual(likenessOf(like))
  expect(likenessOf({ ...like, body: '{"message":"no 77","a":3}' })).toEqual(likenessOf(like))
  const stream = (body: string): Reply => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, body })
  const event = 'data: {"choices":[],"usage":{}}'
  expect(likenessOf(stream(`${event}\n\ndata: [DONE]\n\n`))).not.toEqual(likenessOf(stream(`${event}\n\n`)))
  expect(likenessOf(stream(`${event}\r\n\r\n`))).not.toEqual(likenessOf(stream(`${event}\n\n`)))
})
