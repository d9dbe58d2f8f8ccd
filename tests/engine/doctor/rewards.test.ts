import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { checkMathVerify, checkPython, checkSandbox } from '../../../core/engine/doctor/rewards.ts'
import { run } from '../../../core/engine/doctor/run.ts'

const dir = mkdtempSync(join(tmpdir(), 'longview-doctor-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const { ok: python } = await run('python3', ['--version'], 10_000)

function venv(name: string, script: string): string {
  mkdirSync(join(dir, name, 'bin'), { recursive: true })
  writeFileSync(join(dir, name, 'bin/python3'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(dir, name, 'bin/python3'), 0o755)
  return join(dir, name)
}

test('the sandbox starts', async () => {
  expect(await checkSandbox()).toEqual({ check: 'sandbox', ok: true, detail: 'QuickJS starts', remedy: null })
})

describe('the Python that rewards run on', () => {
  test('is told with where it comes from', async () => {
    const own = venv('own', 'echo 3.12.1 /opt/own/python')
    const active = venv('active', 'echo 3.11.2 /opt/active/python')
    const env = { LONGVIEW_PYTHON: own, VIRTUAL_ENV: active }
    expect((await checkPython(env)).detail).toBe('3.12.1 from LONGVIEW_PYTHON: /opt/own/python')
    expect((await checkPython({ VIRTUAL_ENV: active })).detail).toBe('3.11.2 of the active venv: /opt/active/python')
    expect((await checkMathVerify({ LONGVIEW_PYTHON: venv('math', 'echo 0.9.0') })).detail).toBe(
      '0.9.0, from LONGVIEW_PYTHON',
    )
  })

  test('that is not there is told with the remedy', async () => {
    const { ok, detail, remedy } = await checkPython({ LONGVIEW_PYTHON: join(dir, 'nowhere') })
    expect([ok, detail]).toEqual([false, expect.stringContaining(join(dir, 'nowhere'))])
    expect(remedy).toMatch(/Correct LONGVIEW_PYTHON/)
    const math = await checkMathVerify({ LONGVIEW_PYTHON: venv('bare', 'exit 1') })
    expect([math.ok, math.remedy]).toEqual([false, expect.stringMatching(/pip install "math-verify/)])
  })

  test.skipIf(!python)('is the PATH’s where nothing is configured (python3 is needed)', async () => {
    expect((await checkPython({})).detail).toMatch(/^3\.\d+\.\d+ of the PATH: \//)
  })
})
