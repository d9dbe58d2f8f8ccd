import type { NotebookDocument } from '../../core/contract.ts'
import { type ErrorParts, LongviewError } from '../../core/model/errors.ts'
import { followPages, OWN_PAGE, openPages } from './pages.ts'

/** Edits that are not in the file, and what they started from. */
export interface Edits {
  readonly document: NotebookDocument
  readonly base: { readonly version: string; readonly document: NotebookDocument }
}

export interface KeptEdits extends Edits {
  /** The page whose edits they are. */
  readonly page: string
  /** When they were kept, ISO. */
  readonly at: string
  /** Their page is open in this browser and looks after them itself. */
  readonly live: boolean
}

/** Another page's edits as they were taken in. */
export type Taken = Pick<KeptEdits, 'page' | 'at'>

/** The open notebook as the server holds it. */
export interface NotebookFile {
  readonly path: string
  readonly document: NotebookDocument
  /** Of the bytes on disk: a save names the version it started from. */
  readonly version: string
  /** Edits that were kept and never saved, of each page its own, oldest first. */
  readonly kept: readonly KeptEdits[]
  /** Why some kept edits could not be read. */
  readonly keptError?: ErrorParts
}

/** Where the page's notebook comes from and goes to: the server, or a test's own. All throw LongviewError. */
export interface NotebookStore {
  /** Null where no notebook is open. */
  open(): Promise<NotebookFile | null>
  /** What is on disk now. */
  version(): Promise<string>
  /**
   * Writes the file; what was kept is in it then and forgotten.
   * @returns the new version, null where it changed on disk meanwhile: nothing is written then
   */
  save(document: NotebookDocument, base: string, taken: readonly Taken[]): Promise<string | null>
  /** Keeps this page's edits where a crash does not reach them, those that it took in among them. @returns when (ISO) */
  keep(edits: Edits, taken: readonly Taken[]): Promise<string>
  /** Forgets this page's kept edits and those that it took in. */
  drop(taken: readonly Taken[]): Promise<void>
  /** Calls when another page of this browser is closed, those that are opened later too; no other is called meanwhile. */
  followPages(gone: (page: string) => Promise<void>): void
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

/** A change needs our own header, so that no other page can ask for one. */
const OURS = { 'Content-Type': 'application/json', 'X-Longview': '1' }
/** What a browser still sends after its page is gone; larger edits are sent while it stands. */
const MOST_KEEPALIVE_BYTES = 60_000

async function ask(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (error) {
    const what = 'The server does not answer.'
    const remedy = 'Edits stay on this page and are kept as soon as it answers again.'
    throw new LongviewError({ code: 'connection', what, remedy }, { cause: error })
  }
}

/** Whose edits, and which of others are in them. */
function pages(taken: readonly Taken[]): string {
  const words = taken.map(({ page, at }) => `&taken=${encodeURIComponent(`${page}@${at}`)}`)
  return `?page=${OWN_PAGE}${words.join('')}`
}

/** GET and PUT of /api/notebook. */
export const serverNotebook: NotebookStore = {
  async open() {
    const response = await ask('/api/notebook')
    if (response.status === 404) return null
    if (!response.ok) throw await failure(response)
    const file = (await response.json()) as NotebookFile
    const open = await openPages()
    return { ...file, kept: file.kept.map((each) => ({ ...each, live: open.has(each.page) })) }
  },
  async version() {
    const response = await ask('/api/notebook/version')
    if (!response.ok) throw await failure(response)
    return ((await response.json()) as { version: string }).version
  },
  async save(document, base, taken) {
    const headers = { ...OURS, 'If-Match': base }
    const response = await ask(`/api/notebook${pages(taken)}`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(document),
    })
    if (response.status === 412) return null
    if (!response.ok) throw await failure(response)
    return ((await response.json()) as { version: string }).version
  },
  async keep(edits, taken) {
    const body = JSON.stringify(edits)
    const keepalive = body.length < MOST_KEEPALIVE_BYTES
    const response = await ask(`/api/notebook/edits${pages(taken)}`, {
      ...{ method: 'PUT', headers: OURS, body, keepalive },
    })
    if (!response.ok) throw await failure(response)
    return ((await response.json()) as { at: string }).at
  },
  async drop(taken) {
    const response = await ask(`/api/notebook/edits${pages(taken)}`, { method: 'DELETE', headers: OURS })
    if (!response.ok) throw await failure(response)
  },
  followPages,
}
