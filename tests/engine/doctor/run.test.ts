import { expect, test } from 'vitest'
import { run } from '../../../core/engine/doctor/run.ts'

const node = (script: string, timeoutMs = 10_000) => run(process.execPath, ['-e', script], timeoutMs)

test('what a command answers is told without its noise', async () => {
  expect(await node('console.error("no bus"); console.log("Chromium 149")')).toEqual({ ok: true, out: 'Chromium 149' })
  expect(await node('console.error("Python 2.7")')).toEqual({ ok: true, out: 'Python 2.7' })
})

test('a command that fails, hangs or is not there says why', async () => {
  expect(await node('console.log("half"); console.error("no display"); process.exit(1)')).toEqual({
    ok: false,
    out: 'no display',
  })
  expect((await node('setTimeout(() => {}, 60_000)', 200)).ok).toBe(false)
  expect(await run('no-such-command', [], 1000)).toEqual({ ok: false, out: expect.stringContaining('ENOENT') })
})
