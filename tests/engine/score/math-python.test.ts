import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../../core/engine/doctor/run.ts'
import { findRun } from '../../../core/engine/rollout/store/runs.ts'
import { askPython, createMathPython, type MathPython } from '../../../core/engine/score/math-python.ts'
import type { ScorePool } from '../../../core/engine/score/pool.ts'
import { scorerOf } from '../../../core/engine/score/samples.ts'
import { builtInSource } from '../../../core/engine/score/source.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../../core/model/reward.ts'
import { row } from '../dataset/lab.ts'
import { scoreLab } from './lab.ts'
import { storedSamples, storeRun } from './stored.ts'

// A package of this name, not the real one: it notes what it is asked, and finds equal what is spelled alike or listed.
const PACKAGE = `
import json, os

EQUAL = {("1/2", "0.5"), ("x+y", "y+x")}

def log(what):
    with open(os.path.join(os.path.dirname(__file__), "asked.jsonl"), "a") as file:
        file.write(json.dumps(what) + "\\n")

def parse(text):
    at = text.rfind("\\\\boxed{")
    return [] if at < 0 else [text[at + 7 : text.rfind("}")]] * 2

def verify(gold, found):
    log([gold[1], found[1]])
    if found[1] == "crash":
        raise ValueError("cannot verify")
    return gold[1] == found[1] or (found[1], gold[1]) in EQUAL
`
const { ok: python } = await run('python3', ['--version'], 10_000)
const gold = (label: string) => ({
  data_source: 'math_longcot_math_verify',
  reward_model: { ground_truth: { doc_ids: [], golden_label: label, summary: 'English' } },
  extra_info: { reward_mode: 'math_longcot_math_verify', question: '?' },
})
const lab = scoreLab([row(0, gold('y+x')), row(1)])
const before = process.env.LONGVIEW_PYTHON
const opened: MathPython[] = []
const math = () => {
  const made = createMathPython()
  opened.push(made)
  return made
}

/** A folder such as a venv is, whose Python finds what lies beside it, or refuses the package. */
function venv(name: string, module: string): string {
  const folder = join(lab.dir, name)
  mkdirSync(join(folder, 'bin'), { recursive: true })
  mkdirSync(join(folder, 'lib/math_verify'), { recursive: true })
  writeFileSync(join(folder, 'lib/math_verify/__init__.py'), module)
  writeFileSync(join(folder, 'bin/python3'), `#!/bin/sh\nPYTHONPATH='${join(folder, 'lib')}' exec python3 "$@"\n`)
  chmodSync(join(folder, 'bin/python3'), 0o755)
  return folder
}
const nativeTrace = (text: string) =>
  scorerOf({ dataSource: 'math', groundTruth: { golden_label: 'y+x' }, extraInfo: null }, 'math-verify', {
    ...DEFAULT_REWARD_OPTIONS,
  }).trace(text)
const asked = (folder: string): string[][] => {
  const file = join(folder, 'lib/math_verify/asked.jsonl')
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
  // The first question is Longview's own, whether it answers.
  return lines.map((line) => JSON.parse(line) as string[]).filter(([of, found]) => of !== '0.5' || found !== '1/2')
}

describe.skipIf(!python)('math-verify in Python (python3 is needed)', () => {
  beforeEach(() => {
    process.env.LONGVIEW_PYTHON = venv('with', PACKAGE)
  })
  afterEach(() => {
    for (const each of opened.splice(0)) each.close()
    if (before === undefined) delete process.env.LONGVIEW_PYTHON
    else process.env.LONGVIEW_PYTHON = before
  })
  const truth = { dataSource: 'math', groundTruth: { golden_label: 'y+x' }, extraInfo: null }

  test('is found in the folder that LONGVIEW_PYTHON names, and gives rewards with their reasons', async () => {
    const found = math()
    expect(await found.available()).toBe(true)
    const boxed = (text: string) => `</think>\\boxed{${text}}`
    const texts = [boxed('x+y'), boxed('y+x'), boxed('7'), '</think>nothing', boxed('crash')]
    expect(await found.score(truth, texts)).toEqual([
      { value: 1, reason: 'right' },
      { value: 1, reason: 'right' },
      { value: 0, reason: 'wrong' },
      { value: 0, reason: 'parse:no-answer' },
      { value: 0, reason: 'exception:math-verify', detail: expect.stringContaining('cannot verify') },
    ])
    // Equal by spelling is decided before anything is verified.
    expect(asked(process.env.LONGVIEW_PYTHON as string)).toEqual([
      ['y+x', 'x+y'],
      ['y+x', '7'],
      ['y+x', 'crash'],
    ])
  })

  test('without the package: not available, and a clear error with the remedy', async () => {
    process.env.LONGVIEW_PYTHON = venv('without', 'raise ImportError("no math_verify here")')
    const missing = math()
    expect(await missing.available()).toBe(false)
    const refused = missing.score(truth, ['</think>\\boxed{1}'])
    await expect(refused).rejects.toMatchObject({
      parts: { code: 'reward', value: expect.stringContaining('without') },
    })
    await expect(refused).rejects.toMatchObject({
      parts: { remedy: expect.stringMatching(/pip install "math-verify/) },
    })
  })

  test('engine python of a run without the package is that error, not a 0', async () => {
    process.env.LONGVIEW_PYTHON = venv('without', 'raise ImportError("no math_verify here")')
    const { db } = lab.engine().workspace
    storeRun(db, 'alone', 1, () => '</think>\\boxed{x+y}')
    const scoring = (async () => {
      for await (const _ of lab.engine().score({ run: 'alone', engine: 'python' }));
    })()
    await expect(scoring).rejects.toMatchObject({
      parts: { code: 'reward', remedy: expect.stringContaining('--engine native') },
    })
    expect(await lab.engine().rewardsOf({ run: 'alone' })).toEqual([])
  })

  test.each([
    ['auto', [['y+x', 'x+y']], [1, 0, 0]],
    [
      'python',
      [
        ['y+x', 'x+y'],
        ['y+x', 'x+y'],
      ],
      [1, 1, 0],
    ],
    ['native', [], [null, 0, 0]],
  ] as const)('engine %s asks for %j', async (engine, wanted, values) => {
    const folder = venv(`engine-${engine}`, PACKAGE)
    process.env.LONGVIEW_PYTHON = folder
    const { db } = lab.engine().workspace
    storeRun(db, `of-${engine}`, 3, () => '</think>\\boxed{x+y}')
    const stored = findRun(db, `of-${engine}`)
    if (!stored) throw new Error('the run is not stored')
    const [{ id }] = storedSamples(db)
    // What the native parser would say: undecided, wrong, stopped by the gate.
    const answer = {
      reasons: ['undecided', 'wrong', 'gate:no-think-end'],
      groups: [
        {
          sampleId: id,
          indices: Int32Array.of(0, 1, 2),
          rewards: new Float64Array(3),
          flags: Uint8Array.of(0, 1, 1),
          reasons: Uint8Array.of(0, 1, 2),
        },
      ],
    }
    const pool = { size: 1, run: async () => answer, close: async () => {} } as unknown as ScorePool
    const truths = (ids: readonly string[]) => ({ [ids[0]]: { ...truth, dataSource: 'math_longcot_math_verify' } })
    const source = builtInSource(db, truths, pool, math(), { ...DEFAULT_REWARD_OPTIONS, engine })
    const { groups, reasons } = await source.score(stored, [id], new AbortController().signal)
    expect(Array.from(groups[0].rewards, (value, i) => (groups[0].flags[i] ? value : null))).toEqual(values)
    expect(reasons[groups[0].reasons[2]]).toBe('gate:no-think-end')
    expect(asked(folder)).toEqual(wanted)
  })

  test('the trace of a response that the package decided shows the package’s verdict', async () => {
    const native = nativeTrace('</think>\\boxed{x+y}')
    const traced = await askPython(math(), truth, '</think>\\boxed{x+y}', native)
    expect(traced).toMatchObject({ value: 1, reason: 'right' })
    const [decided, combined] = traced.trace.stages.slice(-2)
    expect(decided.values).toEqual([
      { name: 'the native parser said', value: native.reason },
      { name: 'the package said', value: 'right' },
    ])
    expect(combined.formula).toBe('math_verify.verify(gold, answer) = 1')
    expect(traced.trace.stages.filter(({ kind }) => kind === 'combine')).toHaveLength(1)
    expect(traced.trace.stages.slice(0, -2)).toEqual(native.trace.stages.slice(0, -1))
  })

  test('the engine’s trace asks where the engine’s scoring asks', async () => {
    process.env.LONGVIEW_PYTHON = venv('traced', PACKAGE)
    const engine = lab.engine()
    storeRun(engine.workspace.db, 'traced', 1, () => '</think>\\boxed{7}')
    const [{ id }] = storedSamples(engine.workspace.db)
    const spec = { run: 'traced', sampleId: id, index: 0, reward: 'math-verify' }
    const labels = async (how: 'native' | 'python') =>
      (await engine.trace({ ...spec, engine: how })).trace.stages.map(({ label }) => label).join()
    expect(await labels('python')).toContain('package')
    expect(await labels('native')).not.toContain('package')
  })
})
