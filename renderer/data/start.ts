import { LongviewError } from '../../core/model/errors.ts'
import type { StartFacts } from '../../core/model/start.ts'

const OURS = { 'Content-Type': 'application/json', 'X-Longview': '1' }

async function answered(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body
  const error = body && typeof body === 'object' && 'error' in body ? body.error : null
  if (error && typeof error === 'object' && 'what' in error) throw new LongviewError(error as never)
  throw new LongviewError({
    code: 'connection',
    what: 'The server does not say how to begin.',
    value: `${response.status} ${response.statusText}`,
    remedy: 'Start longview again with a notebook: longview serve NOTEBOOK.longview.',
  })
}

/** @throws {LongviewError} */
export async function startFacts(): Promise<StartFacts> {
  return (await answered(await fetch('/api/start'))) as StartFacts
}

/** Opens a notebook and reloads the page, which then finds it. @throws {LongviewError} */
export async function openPath(path: string): Promise<void> {
  await answered(await fetch('/api/start/open', { method: 'POST', headers: OURS, body: JSON.stringify({ path }) }))
  location.reload()
}

/** Makes a notebook over these files (none: with one note), opens it and reloads the page. @throws {LongviewError} */
export async function openNew(name: string, files: readonly string[]): Promise<void> {
  const body = JSON.stringify({ name, files })
  await answered(await fetch('/api/start/new', { method: 'POST', headers: OURS, body }))
  location.reload()
}
