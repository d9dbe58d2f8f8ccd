import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { run } from '../../../core/engine/doctor/run.ts'
import {
  createSidecar,
  type PythonGroup,
  type PythonResult,
  type Sidecar,
} from '../../../core/engine/sandbox/python.ts'

const dir = mkdtempSync(join(tmpdir(), 'longview-python-'))
const open: Sidecar[] = []
afterEach(() => {
  for (const sidecar of open.splice(0)) sidecar.close()
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

// A bare machine may have no Python: then there is nothing to test, and the test says so by name.
const { ok: python } = await run('python3', ['--version'], 10_000)
const GROUP = {
  dataSource: 'math',
  groundTruth: { golden_label: '4', doc_ids: ['a'] },
  extraInfo: { reward_mode: 'x' },
}

let made = 0
/** The results of one group. */
interface OneGroup {
  run(group: PythonGroup, texts: readonly string[]): Promise<PythonResult[]>
  readonly sidecar: Sidecar
}

function sidecar(code: string, deadlineMs = 1500): OneGroup {
  const file = join(dir, `reward_${made++}.py`)
  writeFileSync(file, code)
  const opened = createSidecar(file, { deadlineMs })
  open.push(opened)
  return { sidecar: opened, run: async (group, texts) => (await opened.run([{ group, texts }]))[0] }
}

describe.skipIf(!python)('a reward in Python (python3 is needed)', () => {
  test('is called as verl calls it, by keyword, with the raw response', async () => {
    const code = `
def compute_score(data_source, solution_str, ground_truth, extra_info=None, **kwargs):
    print("this goes to stderr")
    if data_source != "math" or ground_truth["golden_label"] != "4" or extra_info["reward_mode"] != "x":
        raise ValueError("wrong arguments")
    return {"score": len(solution_str), "acc": True}
`
    expect(await sidecar(code).run(GROUP, ['abc', '\n中😀'])).toEqual([
      { value: 3, extra: { acc: true } },
      { value: 3, extra: { acc: true } },
    ])
  })

  test('takes numbers, booleans, None, dicts and sequences as verl does', async () => {
    const code = `
def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    return {"t": True, "n": None, "d": {"score": 0.5}, "l": [0.25, 1], "i": 1}[solution_str]
`
    expect(await sidecar(code).run(GROUP, ['t', 'n', 'd', 'l', 'i'])).toEqual([1, null, 0.5, 0.25, 1])
  })

  test('may be async', async () => {
    const code = `
import asyncio
async def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    await asyncio.sleep(0.05)
    return len(solution_str)
`
    expect(await sidecar(code).run(GROUP, ['a', 'bb', 'ccc'])).toEqual([1, 2, 3])
  })

  test('an exception fails its own call, with the file’s own line', async () => {
    const code = `
def helper(text):
    return 1 / len(text)

def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    return helper(solution_str)
`
    const results = await sidecar(code).run(GROUP, ['a', '', 'bb'])
    expect([results[0], results[2]]).toEqual([1, 0.5])
    expect(results[1]).toEqual({
      error: expect.stringMatching(/ZeroDivisionError: division by zero \(reward_\d+\.py, line 3: return 1 \/ len/),
    })
  })

  test.each([
    ['nan', 'float("nan")'],
    ['infinity', 'float("inf")'],
    ['a text', '"half"'],
    ['a dict without score', '{"reward": 1}'],
  ])('%s is an error, never a number', async (_name, value) => {
    const code = `
def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    return ${value}
`
    expect(await sidecar(code).run(GROUP, ['a'])).toEqual([{ error: expect.stringMatching(/^it returned/) }])
  })

  test('a call that hangs is killed, one that ends Python is survived; the others go on', async () => {
    const code = `
import os
def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    if solution_str == "hang":
        while True:
            pass
    if solution_str == "end":
        os._exit(3)
    return 1.0
`
    expect(await sidecar(code, 300).run(GROUP, ['ok', 'hang', 'ok', 'end', 'ok'])).toEqual([
      1,
      { failed: 'timeout', detail: expect.any(String) },
      1,
      { failed: 'ended', detail: expect.any(String) },
      1,
    ])
  })

  test('what a killed sidecar had started is killed with it', async () => {
    const code = `
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    return child.pid
`
    const opened = sidecar(code)
    const [pid] = (await opened.run(GROUP, ['a'])) as number[]
    expect(() => process.kill(pid, 0)).not.toThrow()
    opened.sidecar.close()
    // A killed process may stay as a zombie where nobody waits for it: it runs no more.
    const state = async () => (await run('ps', ['-o', 'stat=', '-p', String(pid)], 5000)).out.trim()
    await expect.poll(state, { timeout: 10_000 }).toMatch(/^(Z.*)?$/)
  })

  test.each([
    ['a syntax error', 'def compute_score(:\n  pass', /SyntaxError/],
    ['no compute_score', 'x = 1', /no function compute_score/],
    ['an import that is not there', 'import no_such_module_here', /No module named/],
    ['an exit while loading', 'raise SystemExit(4)', /SystemExit/],
  ])('refuses %s with the reason', async (_name, code, why) => {
    await expect(sidecar(code).run(GROUP, ['a'])).rejects.toThrow(why)
  })
})
