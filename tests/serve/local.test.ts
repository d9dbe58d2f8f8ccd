import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Engine } from '../../core/contract.ts'
import { LongviewError } from '../../core/model/errors.ts'
import { type LocalEngine, type Opener, openOrJoin } from '../../core/serve/local.ts'

/** A workspace whose lock is a file of this test, so that two "processes" can meet in one. */
function workspace(name = '') {
  const root = mkdtempSync(join(tmpdir(), 'lv-'))
  const dir = join(root, name)
  mkdirSync(dir, { recursive: true })
  const lock = join(dir, 'lock.json')
  const read = () => {
    try {
      return JSON.parse(readFileSync(lock, 'utf8')) as { pid: number; socket: string | null }
    } catch {
      return null
    }
  }
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const state = { deleted: [] as string[], closed: 0, release }
  const opener: Opener = {
    async create({ write }) {
      if (write && read())
        throw new LongviewError({ code: 'workspace-busy', what: 'The workspace is held.', value: String(read()?.pid) })
      if (write) writeFileSync(lock, JSON.stringify({ pid: 4711, socket: null }))
      return {
        status: async () => ({ writable: write, pid: 4711 }),
        runs: async () => [],
        async *watchRun() {
          yield { kind: 'note', message: 'held' }
          await released
        },
        columns: async () => ({ rewards: new Float64Array(200_000).fill(0.5) }),
        deleteRun: async ({ run }: { run: string }) => {
          state.deleted.push(run)
          return { freedBytes: 1 }
        },
        close: async () => {
          state.closed++
          if (write) rmSync(lock)
        },
      } as unknown as Engine
    },
    holderOf: read,
    announce: (_, socket) => writeFileSync(lock, JSON.stringify({ pid: 4711, socket })),
  }
  return { dir, opener, state, lock, read, root }
}

const open: LocalEngine[] = []
async function enter(dir: string, write: boolean, opener: Opener) {
  const local = await openOrJoin(dir, write, opener)
  open.push(local)
  return local
}
afterEach(async () => {
  for (const local of open.splice(0).reverse()) await local.close()
})

describe('a second process', () => {
  it('writes through the first, whole columns too, and reads beside it', async () => {
    const { dir, opener, state } = workspace()
    const first = await enter(dir, true, opener)
    const second = await enter(dir, true, opener)
    expect([first.joined, second.joined]).toEqual([false, true])
    expect(await second.engine.deleteRun({ run: 'a' })).toEqual({ freedBytes: 1 })
    expect(state.deleted).toEqual(['a'])
    const { rewards } = await second.engine.columns({ run: 'a', reward: 'x' })
    expect(rewards).toEqual(new Float64Array(200_000).fill(0.5))
    const reader = await enter(dir, false, opener)
    expect(reader.joined).toBe(false)
    expect(state.closed).toBe(0)
  })

  it('keeps the first until its work is done, and learns when the first has gone', async () => {
    const { dir, opener, state } = workspace()
    const first = await openOrJoin(dir, true, opener)
    const second = await enter(dir, true, opener)
    await first.idle()
    const stream = second.engine.watchRun({ run: 'held' })[Symbol.asyncIterator]()
    await stream.next()
    let idle = false
    const waiting = first.idle().then(() => (idle = true))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(idle).toBe(false)
    state.release()
    expect((await stream.next()).done).toBe(true)
    await waiting
    await first.close()
    await second.lost
    expect(state.closed).toBe(1)
  })

  it('finds a socket that only its owner may open', async () => {
    const { dir, opener, read } = workspace()
    await enter(dir, true, opener)
    const path = read()?.socket ?? ''
    expect(path).toBe(join(dir, 'engine.sock'))
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('finds the socket elsewhere when the path is too long for one', async () => {
    const { dir, opener, read } = workspace('deep/'.repeat(30))
    const first = await enter(dir, true, opener)
    const path = read()?.socket ?? ''
    expect(path.startsWith(dir)).toBe(false)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
    expect((await enter(dir, true, opener)).joined).toBe(true)
    await first.close()
    open.splice(open.indexOf(first), 1)
    expect(statSync(join(path, '..'), { throwIfNoEntry: false })).toBeUndefined()
  })

  it('takes over when the first has gone, also over a socket it left behind', async () => {
    const { dir, opener, read } = workspace()
    writeFileSync(join(dir, 'engine.sock'), 'left over')
    const first = await openOrJoin(dir, true, opener)
    await first.close()
    expect(read()).toBeNull()
    expect((await enter(dir, true, opener)).joined).toBe(false)
  })

  it('waits for a first that is still starting', async () => {
    const { dir, opener, lock } = workspace()
    writeFileSync(lock, JSON.stringify({ pid: 4711, socket: null }))
    const second = enter(dir, true, opener)
    rmSync(lock)
    expect((await second).joined).toBe(false)
  })

  it('is refused with the pid when the first cannot be joined', async () => {
    const { dir, opener, lock } = workspace()
    writeFileSync(lock, JSON.stringify({ pid: 4711, socket: join(dir, 'nothing.sock') }))
    await expect(openOrJoin(dir, true, opener)).rejects.toMatchObject({
      code: 'workspace-busy',
      parts: { value: '4711' },
    })
  })

  it('learns that the first died: pending calls are rejected', async () => {
    const { dir, opener } = workspace()
    const first = await openOrJoin(dir, true, opener)
    const second = await enter(dir, true, opener)
    const call = first.close().then(() => second.engine.runs())
    await expect(call).rejects.toMatchObject({ code: 'connection' })
  })
})

describe('the socket', () => {
  it('cuts off frames that are too long or damaged, and goes on for others', async () => {
    const { dir, opener, read } = workspace()
    await enter(dir, true, opener)
    const path = read()?.socket ?? ''
    for (const bytes of [Buffer.from([0xff, 0xff, 0xff, 0x7f]), Buffer.from('\x05\0\0\0nonsense')]) {
      const socket = createConnection(path)
      const closed = new Promise((resolve) => socket.on('close', resolve))
      socket.on('error', () => {})
      socket.write(bytes)
      await closed
    }
    expect((await enter(dir, true, opener)).joined).toBe(true)
  })

  it('is not left to other users by the mask of the process', async () => {
    const child = fork(join(import.meta.dirname, 'expose.child.ts'), [mkdtempSync(join(tmpdir(), 'lv-'))], {
      execArgv: [],
    })
    const mode = await new Promise((resolve) => child.on('message', resolve))
    child.kill()
    expect(mode).toBe(0o600)
  })
})
