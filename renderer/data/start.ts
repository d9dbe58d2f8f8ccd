import type { StartFacts } from '../../core/model/start.ts'
import { answered, OURS } from './answered.ts'

const OTHERWISE = {
  what: 'The server does not say how to begin.',
  remedy: 'Start longview again with a notebook: longview serve NOTEBOOK.longview.',
}

/** @throws {LongviewError} */
export async function startFacts(): Promise<StartFacts> {
  return (await answered(await fetch('/api/start'), OTHERWISE)) as StartFacts
}

/** Opens a notebook and reloads the page, which then finds it. @throws {LongviewError} */
export async function openPath(path: string): Promise<void> {
  await answered(
    await fetch('/api/start/open', { method: 'POST', headers: OURS, body: JSON.stringify({ path }) }),
    OTHERWISE,
  )
  location.reload()
}

/** In this tab, from the press to the page that follows it: the notebook whose data somebody just opened. */
const OPENED = 'longview.opened-data'

/** Makes a notebook over these files (none: with one note), opens it and reloads the page. @throws {LongviewError} */
export async function openNew(name: string, files: readonly string[]): Promise<void> {
  const body = JSON.stringify({ name, files })
  await answered(await fetch('/api/start/new', { method: 'POST', headers: OURS, body }), OTHERWISE)
  if (files.length > 0) sessionStorage.setItem(OPENED, name)
  location.reload()
}

/** True once, in the notebook that somebody made by opening data. */
export function takeOpenedData(name: string): boolean {
  const opened = sessionStorage.getItem(OPENED)
  sessionStorage.removeItem(OPENED)
  return opened === name
}
