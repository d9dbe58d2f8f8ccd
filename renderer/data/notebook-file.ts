import type { NotebookDocument } from '../../core/contract.ts'
import { LongviewError } from '../../core/model/errors.ts'

/** The open notebook as the server holds it. */
export interface NotebookFile {
  readonly path: string
  readonly document: NotebookDocument
  /** Of the bytes on disk: a save names the version it started from. */
  readonly version: string
}

/** Where the page's notebook comes from and goes to: the server, or a test's own. */
export interface NotebookStore {
  /** Null where no notebook is open. @throws {LongviewError} */
  open(): Promise<NotebookFile | null>
  /** @returns the new version @throws {LongviewError} where the file changed on disk meanwhile; nothing is written then */
  save(document: NotebookDocument, base: string): Promise<string>
}

async function failure(response: Response): Promise<LongviewError> {
  const body: unknown = await response.json().catch(() => null)
  const error = body && typeof body === 'object' && 'error' in body ? body.error : null
  if (error && typeof error === 'object' && 'what' in error) return new LongviewError(error as never)
  return new LongviewError({
    code: 'connection',
    what: 'The server answered with something else than a notebook.',
    value: `${response.status} ${response.statusText}`,
    remedy: 'Reload the page; if it stays, start longview again.',
  })
}

/** GET and PUT of /api/notebook. A change needs our own header, so that no other page can ask for one. */
export const serverNotebook: NotebookStore = {
  async open() {
    const response = await fetch('/api/notebook')
    if (response.status === 404) return null
    if (!response.ok) throw await failure(response)
    return (await response.json()) as NotebookFile
  },
  async save(document, base) {
    const response = await fetch('/api/notebook', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'If-Match': base, 'X-Longview': '1' },
      body: JSON.stringify(document),
    })
    if (!response.ok) throw await failure(response)
    return ((await response.json()) as { version: string }).version
  },
}
