import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Where a command without `--workspace` works: the nearest `.longview/` upwards from `cwd`, else `cwd/.longview`. */
export function findWorkspace(cwd: string): string {
  let at = resolve(cwd)
  for (;;) {
    const candidate = join(at, '.longview')
    if (statSync(candidate, { throwIfNoEntry: false })?.isDirectory()) return candidate
    if (dirname(at) === at) return join(resolve(cwd), '.longview')
    at = dirname(at)
  }
}
