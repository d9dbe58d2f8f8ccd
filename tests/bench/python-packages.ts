import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the trainer calls, in the versions that it calls. */
const PACKAGES = ['math-verify==0.9.0', 'rouge==1.0.1', 'jieba==0.42.1', 'pytrec-eval-terrier==0.5.11']

/**
 * The Python of a venv with the trainer's packages, made from PyPI on first use and kept under the system's temporary
 * folder. Undefined with a word on stderr where there is no Python or no PyPI.
 */
export function trainersPython(): string | undefined {
  const folder = join(tmpdir(), 'longview-bench', `venv-${PACKAGES.join('-').replace(/[^\w.-]/g, '')}`)
  const python = join(folder, 'bin', 'python')
  if (existsSync(python)) return python
  const making = `${folder}.${process.pid}`
  try {
    mkdirSync(join(tmpdir(), 'longview-bench'), { recursive: true })
    console.error('making a Python environment with the packages of the trainer (once) ...')
    execFileSync('python3', ['-m', 'venv', making], { stdio: 'inherit' })
    const pip = [join(making, 'bin', 'pip'), 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]
    execFileSync(pip[0], pip.slice(1), { stdio: 'inherit' })
    renameSync(making, folder)
    return python
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    console.error(`no Python to compare with: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}
