/** Records what the real servers answer, and holds the fake server's answers against what they answer now. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { startFake } from '../faults/fake-sglang.ts'
import type { Stage } from './cases.ts'
import { LASTING, OF_FULL, OF_GUARDED, OF_ROUTER, OF_SGLANG, type Reply, repliesOf, replyTo } from './exchanges.ts'
import { likenessOf } from './likeness.ts'
import { CONTEXT } from './places.ts'
import { startRouter, startSglang } from './processes.ts'
import { keepReplies } from './record.ts'
import type { RecordedServer } from './recorded.ts'

type Replies = Record<string, Reply>

/** Until a server that was asked for too much says so: on a crowded machine its places fill slowly. */
const FULL_TRIES = 20

/** A server whose one place and one waiting place are taken, asked for more. */
async function repliesOfFull(url: string): Promise<Replies> {
  const leave = new AbortController()
  const lasting: Promise<unknown>[] = []
  try {
    for (let tries = 1; ; tries++) {
      const last = { name: 'lasting', path: '/v1/chat/completions', body: LASTING }
      // Those of an earlier try are over, or wait themselves; what is too much is refused at once.
      for (let i = 0; i < 2; i++) lasting.push(replyTo(url, last, leave.signal).catch(() => null))
      await sleep(400)
      const replies = await repliesOf(url, OF_FULL)
      const refused = Object.values(replies).every(({ body }) => body.includes('"error"'))
      if (refused || tries === FULL_TRIES) return replies
    }
  } finally {
    leave.abort()
    await Promise.all(lasting)
  }
}

async function realReplies({ workers, router }: Stage): Promise<Record<RecordedServer, Replies>> {
  const guardedServer = await startSglang(['--api-key', 'a-key-of-the-tests'])
  const guarded = await repliesOf(guardedServer.url, OF_GUARDED)
  await guardedServer.kill()
  const small = await startSglang(['--max-running-requests', '1', '--max-queued-requests', '1'])
  const full = await repliesOfFull(small.url)
  const before = await startRouter([small.url])
  const fullRouter = await repliesOfFull(before.url)
  await before.kill()
  await small.kill()
  return {
    sglang: await repliesOf(workers[0].url, OF_SGLANG),
    router: await repliesOf(router.url, OF_ROUTER),
    guarded,
    full,
    'full-router': fullRouter,
  }
}

export async function fakeReplies(): Promise<Record<RecordedServer, Replies>> {
  const own = { model: 'tiny', context: CONTEXT, tokenDelay: 1, kvTokens: 65_536, maxRunning: 4096 }
  const fakes = {
    sglang: await startFake({ ...own, tokens: 2000 }),
    router: await startFake({ ...own, router: true }),
    guarded: await startFake({ ...own, key: 'a-key-of-the-tests' }),
    full: await startFake({ ...own, maxRunning: 1, maxQueued: 1, tokens: 2000 }),
    'full-router': await startFake({ ...own, maxRunning: 1, maxQueued: 1, tokens: 2000, router: true }),
  }
  try {
    return {
      sglang: await repliesOf(fakes.sglang.url, OF_SGLANG),
      router: await repliesOf(fakes.router.url, OF_ROUTER),
      guarded: await repliesOf(fakes.guarded.url, OF_GUARDED),
      full: await repliesOfFull(fakes.full.url),
      'full-router': await repliesOfFull(fakes['full-router'].url),
    }
  } finally {
    for (const fake of Object.values(fakes)) await fake.close()
  }
}

const likenesses = (replies: Replies) =>
  Object.fromEntries(Object.entries(replies).map(([name, reply]) => [name, likenessOf(reply)]))

export async function record(stage: Stage): Promise<void> {
  for (const [server, replies] of Object.entries(await realReplies(stage)))
    keepReplies(server as RecordedServer, replies)
}

export async function compare(stage: Stage): Promise<void> {
  const [real, fake] = [await realReplies(stage), await fakeReplies()]
  for (const server of Object.keys(real) as RecordedServer[])
    assert.deepStrictEqual(likenesses(fake[server]), likenesses(real[server]), server)
}
