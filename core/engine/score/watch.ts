import { existsSync, type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { RewardSaved } from '../../contract.ts'
import { isRewardFile } from '../../model/reward.ts'

/** An editor saves in several steps; their end is waited for. */
const SETTLE_MS = 120
/** File systems that tell nothing of themselves (network ones) are looked at this often. */
const LOOK_MS = 1500

/** A user's reward may import what stands beside it: every code file there, by name, size and time. */
export function codeBeside(file: string): readonly (readonly [string, number, number])[] {
  const folder = dirname(file)
  const names = existsSync(folder) ? readdirSync(folder).filter(isRewardFile).sort() : []
  return names.flatMap((name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false })
    return found ? [[name, found.size, found.mtimeMs] as const] : []
  })
}

/**
 * Yields the file's name, as given, whenever it or code beside it was saved, made or removed. Ends when `signal` is
 * aborted; a consumer that leaves is let go within LOOK_MS.
 */
export async function* watchRewards(
  files: readonly string[],
  baseDir: string,
  signal: AbortSignal,
): AsyncGenerator<RewardSaved> {
  const seen = new Map(files.map((file) => [file, stateOf(file, baseDir)]))
  let wake: () => void = () => {}
  const folders = new Set(files.map((file) => dirname(resolve(baseDir, file))))
  const watchers = [...folders].flatMap((folder) => watching(folder, () => wake()))
  const aborted = () => wake()
  signal.addEventListener('abort', aborted)
  try {
    while (!signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, LOOK_MS).unref()
      })
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
      for (const file of files) {
        const now = stateOf(file, baseDir)
        if (now === seen.get(file)) continue
        seen.set(file, now)
        yield { file }
      }
    }
  } finally {
    signal.removeEventListener('abort', aborted)
    for (const watcher of watchers) watcher.close()
  }
}

const stateOf = (file: string, baseDir: string) => JSON.stringify(codeBeside(resolve(baseDir, file)))

/** No watcher where the folder is not there or cannot be watched: it is looked at instead. */
function watching(folder: string, changed: () => void): FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, changed)
    watcher.on('error', () => watcher.close())
    return [watcher]
  } catch {
    return []
  }
}
