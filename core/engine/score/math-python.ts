import { fileURLToPath } from 'node:url'
import { LongviewError } from '../../model/errors.ts'
import type { Reward, RewardOptions, TracedReward } from '../../model/reward.ts'
import type { Truth } from '../../model/sample.ts'
import { asset } from '../entries.ts'
import { createSidecar, type Sidecar } from '../sandbox/python.ts'
import { findPython } from '../sandbox/python-path.ts'

/** The real math-verify in a sidecar: for `engine: python`, and for what the native parser leaves undecided. */
export interface MathPython {
  /** True when math-verify answers on this machine; asked once. */
  available(): Promise<boolean>
  /** Rewards of raw responses that passed the gate. @throws {LongviewError} where math-verify is not there */
  score(truth: Truth, texts: readonly string[]): Promise<Reward[]>
  close(): void
}

const FILE = 'core/engine/sandbox/math_verify_reward.py'
/** math-verify's own limits are 5 s for parsing and 5 s for comparing, on each side. */
const DEADLINE_MS = 30_000

/** Whether a native math reward of this reason gives way to Python's. The gate's 0s stand: the trainer never asks then. */
export function givesWay({ engine, thread }: RewardOptions, reason: string): boolean {
  if (thread === 'pool') return false
  return engine === 'python' ? !reason.startsWith('gate:') : engine === 'auto' && reason === 'undecided'
}

/** The native trace with the package's answer behind it: a trace never shows another value than was scored. */
export async function askPython(
  math: MathPython,
  truth: Truth,
  text: string,
  native: TracedReward,
): Promise<TracedReward> {
  const [reward] = await math.score(truth, [text])
  const failed = reward.value === null || reward.value === 0
  const { gold, stages } = native.trace
  const before = stages.filter(({ kind }) => kind !== 'combine')
  return {
    ...reward,
    trace: {
      gold,
      stages: [
        ...before,
        {
          kind: 'compare',
          label: reward.detail ?? 'The math-verify package decided; how it got there, it does not say.',
          verdict: reward.value === null ? 'note' : failed ? 'fail' : 'pass',
          values: [
            { name: 'the native parser said', value: native.reason },
            { name: 'the package said', value: reward.reason },
          ],
          spans: [],
        },
        {
          kind: 'combine',
          label: 'The package’s verdict',
          verdict: failed ? 'fail' : 'pass',
          values: [{ name: 'value', value: reward.value }],
          spans: [],
          formula: `math_verify.verify(gold, answer) = ${reward.value ?? 'null'}`,
        },
      ],
    },
  }
}

export function createMathPython(): MathPython {
  let sidecar: Sidecar | null = null
  let there: Promise<boolean> | null = null
  const open = () => (sidecar ??= createSidecar(fileURLToPath(asset(FILE)), { deadlineMs: DEADLINE_MS }))

  /** 1/2 and 0.5 are equal: a package that is there but cannot verify is not there. */
  async function probe(): Promise<boolean> {
    const truth = { dataSource: 'math', groundTruth: { golden_label: '0.5' }, extraInfo: null }
    try {
      const [[answer]] = await open().run([{ group: truth, texts: ['\\boxed{1/2}'] }])
      return answer === 1
    } catch (error) {
      if (error instanceof LongviewError) return false
      throw error
    }
  }

  return {
    available: () => (there ??= probe()),
    async score(truth, texts) {
      if (!(await (there ??= probe()))) {
        // Who installs it now shall not have to restart.
        sidecar?.close()
        sidecar = null
        there = null
        throw new LongviewError({
          code: 'reward',
          what: 'math-verify does not answer on this machine’s Python.',
          value: findPython(),
          remedy:
            'Install it (`python3 -m pip install "math-verify[antlr4_13_2]==0.9.0"`), name a venv in LONGVIEW_PYTHON, or score with --engine native.',
        })
      }
      const [results] = await open().run([{ group: truth, texts }])
      return results.map((result): Reward => {
        if (typeof result === 'number') return { value: result, reason: result > 0 ? 'right' : 'wrong' }
        if (result === null) return { value: null, reason: 'undecided' }
        if ('value' in result) return { value: result.value, reason: 'parse:no-answer' }
        if ('error' in result) return { value: 0, reason: 'exception:math-verify', detail: result.error }
        return { value: null, reason: result.failed === 'timeout' ? 'timeout' : 'error:python', detail: result.detail }
      })
    },
    close() {
      sidecar?.close()
      sidecar = null
      there = null
    },
  }
}
