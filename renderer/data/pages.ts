/**
 * The pages of this browser that have a notebook open. Each holds a lock under its own word for as long as it lives: the
 * browser lets go of it when the page is closed or dies, which no message could tell. Over plain HTTP from another machine
 * there are no locks: every other page then counts as closed, and what it keeps is merged instead of waited for.
 */

/** This page's word; new with each time it is opened. */
export const OWN_PAGE = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
  byte.toString(16).padStart(2, '0'),
).join('')

const LOCK = 'longview-page-'

const locks = navigator.locks as typeof navigator.locks | undefined

/** Tells the others of a page once it holds its lock. */
const opened = locks && new BroadcastChannel('longview-pages')

/** Held until the page is gone: the promise never ends. */
export function holdPage(): void {
  void locks?.request(LOCK + OWN_PAGE, () => {
    opened?.postMessage(OWN_PAGE)
    return new Promise(() => {})
  })
}

export async function openPages(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await locks?.query()) ?? {}
  return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])))
}

/** Calls when another page is closed, those that are opened later too; several that wait for one are called in turn. */
export function followPages(gone: (page: string) => Promise<void>): void {
  const follow = (page: string) => {
    if (page !== OWN_PAGE) void locks?.request(LOCK + page, () => gone(page))
  }
  opened?.addEventListener('message', (event) => follow(String((event as Event & { readonly data: unknown }).data)))
  void openPages().then((pages) => pages.forEach(follow))
}
