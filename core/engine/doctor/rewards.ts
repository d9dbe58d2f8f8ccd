/** What rewards of one's own run on: the sandbox, Python, and math-verify in it. */
import { createHash } from 'node:crypto'
import type { Check } from '../../contract.ts'
import { errorParts } from '../../model/errors.ts'
import { findPython } from '../sandbox/python-path.ts'
import { createSandbox } from '../sandbox/quickjs.ts'
import { run } from './run.ts'

/** The smallest reward in the form that the bundler makes. */
const PROBE = 'globalThis.__group = () => {}; globalThis.__call = (text) => text.length'

/** Starts the sandbox of TypeScript and JavaScript rewards and makes one call in it. */
export async function checkSandbox(): Promise<Check> {
  const check = 'sandbox'
  const hash = createHash('sha256').update(PROBE).digest('hex')
  const sandbox = createSandbox({ file: 'the sandbox’s own check', code: PROBE, hash, gate: false })
  const truth = { answers: [], label: '', language: 'English', raw: null } as const
  const sample = { id: '', dataSource: '', rewardType: '', task: '', question: '', extraInfo: null }
  try {
    const [result] = await sandbox.run({ truth, sample }, [{ text: 'abc', finishReason: null, tokens: null }])
    const ok = result === 3
    const detail = ok ? 'QuickJS starts' : `QuickJS answers ${JSON.stringify(result)} instead of 3`
    return { check, ok, detail, remedy: ok ? null : 'Run `npm ci` again.' }
  } catch (error) {
    const remedy = 'Run `npm ci` again. Only rewards written in TypeScript or JavaScript need it.'
    return { check, ok: false, detail: errorParts(error).what, remedy }
  } finally {
    sandbox.close()
  }
}

/** Where the Python comes from, for people. */
function origin(env: NodeJS.ProcessEnv): string {
  if (env.LONGVIEW_PYTHON) return 'from LONGVIEW_PYTHON'
  return env.VIRTUAL_ENV ? 'of the active venv' : 'of the PATH'
}

export async function checkPython(env: NodeJS.ProcessEnv = process.env): Promise<Check> {
  const python = findPython(env)
  const { ok, out } = await run(python, ['-c', 'import sys; print(sys.version.split()[0], sys.executable)'], 10_000)
  const [version, ...path] = out.split(' ')
  if (ok) return { check: 'python', ok, detail: `${version} ${origin(env)}: ${path.join(' ')}`, remedy: null }
  const remedy = env.LONGVIEW_PYTHON
    ? 'Correct LONGVIEW_PYTHON: the path of a Python 3.10 or newer, or of a venv’s folder.'
    : 'Install Python 3.10 or newer, or name one in LONGVIEW_PYTHON. Only rewards written in Python need it.'
  return { check: 'python', ok, detail: `${python} ${origin(env)} does not start: ${out || 'no word from it'}`, remedy }
}

export async function checkMathVerify(env: NodeJS.ProcessEnv = process.env): Promise<Check> {
  const python = findPython(env)
  const code = 'import importlib.metadata as m, math_verify; print(m.version("math-verify"))'
  const { ok, out } = await run(python, ['-c', code], 30_000)
  if (ok) return { check: 'math-verify', ok, detail: `${out}, ${origin(env)}`, remedy: null }
  const remedy = `${python} -m pip install "math-verify[antlr4_13_2]==0.9.0", or name a venv that has it in LONGVIEW_PYTHON. Without it, what the native parser cannot decide stays undecided.`
  return { check: 'math-verify', ok, detail: `not installed in the Python ${origin(env)}`, remedy }
}
