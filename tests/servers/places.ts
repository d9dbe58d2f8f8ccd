/** Python environments with the real servers, made from PyPI on first use and kept for the next time. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const SGLANG = 'sglang==0.5.23'
export const ROUTER = 'sglang-router==0.3.2'
/** Tokens that the tiny model takes. */
export const CONTEXT = 2048

/** What the whole takes on a disk: nearly all of it torch and the CUDA libraries that SGLang asks for. */
const NEEDED_GB = 12

export const NEEDS = `The real servers need: Linux on x86-64, Python 3.10 to 3.13 with venv, PyPI, ${NEEDED_GB} GB of disk for the
first time and 8 GB of memory. No GPU. They are kept in ${placeOf('')} (LONGVIEW_SERVERS names another folder).`

export const sourceOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

function placeOf(name: string): string {
  return join(process.env.LONGVIEW_SERVERS ?? join(tmpdir(), 'longview-servers'), name)
}

/** A step of the installation that failed, with what the user needs. */
export class CannotInstall extends Error {}

function must(command: string, args: readonly string[], doing: string): void {
  // With bytecode each start of SGLang takes 20 s, without it over a minute.
  const { PYTHONDONTWRITEBYTECODE: _, ...env } = process.env
  const { error, status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env })
  if (error || status !== 0)
    throw new CannotInstall(`${doing} failed (${error ? error.message : `${command} ended with ${status}`}).\n${NEEDS}`)
}

/** A venv made whole or not at all: a broken installation is not found by the next run. */
function venv(name: string, install: (python: string, dir: string) => void): string {
  const dir = placeOf(name)
  const python = join(dir, 'bin/python')
  if (existsSync(join(dir, 'whole'))) return python
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(placeOf(''), { recursive: true })
  must(process.env.PYTHON ?? 'python3', ['-m', 'venv', dir], 'Making a Python environment')
  install(python, dir)
  writeFileSync(join(dir, 'whole'), '')
  return python
}

/** The Python that has SGLang. @throws {CannotInstall} */
export function sglangPython(): string {
  return venv(SGLANG, (python, dir) => {
    const { bavail, bsize } = statfsSync(dir)
    if (bavail * bsize < NEEDED_GB * 1e9)
      throw new CannotInstall(`There are ${((bavail * bsize) / 1e9).toFixed(1)} GB free in ${dir}.\n${NEEDS}`)
    console.log(`installing ${SGLANG} from PyPI (once, about two minutes) ...`)
    must(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', 'uv'], 'Installing uv')
    const install = ['pip', 'install', '-q', '-p', python, '--prerelease=allow', SGLANG]
    must(join(dir, 'bin/uv'), install, `Installing ${SGLANG}`)
  })
}

/** The Python that has the router. @throws {CannotInstall} */
export function routerPython(): string {
  return venv(ROUTER, (python) => {
    console.log(`installing ${ROUTER} from PyPI (once) ...`)
    must(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ROUTER], `Installing ${ROUTER}`)
  })
}

/** The folder of the tiny model. @throws {CannotInstall} */
export function tinyModel(): string {
  const dir = placeOf(`tiny-${CONTEXT}`)
  if (existsSync(join(dir, 'config.json'))) return dir
  const making = `${dir}.${process.pid}`
  must(sglangPython(), [sourceOf('tiny_model.py'), making, String(CONTEXT)], 'Making the tiny model')
  renameSync(making, dir)
  return dir
}

/** Logs and caches of the servers. */
export function scratch(name: string): string {
  const dir = placeOf('scratch')
  mkdirSync(dir, { recursive: true })
  return join(dir, name)
}
