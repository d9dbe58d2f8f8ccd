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

/** Held until the page is gone: the promise never ends. */
export function holdPage(): void {
  void locks?.request(LOCK + OWN_PAGE, () => new Promise(() => {}))
}

export async function openPages(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await locks?.query()) ?? {}
  return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])))
}

/** Several pages that wait for the same one are called one after the other. */
export function whenPageGone(page: string, then: () => Promise<void>): void {
  if (locks) void locks.request(LOCK + page, then)
  else void then()
}
