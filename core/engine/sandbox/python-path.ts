import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The Python that rewards run on: LONGVIEW_PYTHON (an interpreter or a venv's folder), else the active venv, else the
 * `python3` of the PATH.
 */
export function findPython(env: NodeJS.ProcessEnv = process.env): string {
  for (const given of [env.LONGVIEW_PYTHON, env.VIRTUAL_ENV]) {
    if (!given) continue
    if (!statSync(given, { throwIfNoEntry: false })?.isDirectory()) return given
    const inside = ['bin/python3', 'bin/python', 'Scripts/python.exe'].map((name) => join(given, name))
    return inside.find((path) => existsSync(path)) ?? given
  }
  return process.platform === 'win32' ? 'python' : 'python3'
}
