import type { RunEvent } from '../../contract.ts'
import type { ErrorParts } from '../../model/errors.ts'

export type LogEntry =
  | { readonly kind: 'landed'; readonly position: number; readonly index: number }
  | Extract<RunEvent, { readonly kind: 'failed' | 'note' }>

/**
 * What happened in one session, in order. Watchers read it with a cursor of their own: a slow one holds nobody up and
 * loses nothing, a late one begins at the beginning. A landed response is one number here; its text stays in the store.
 */
export function createLog() {
  /** position * 2^16 + index, or -1 - (place in `others`). */
  const entries: number[] = []
  const others: Extract<LogEntry, { readonly kind: 'failed' | 'note' }>[] = []
  const waiters = new Set<() => void>()
  let ended = false

  function wake(): void {
    for (const resolve of waiters) resolve()
    waiters.clear()
  }

  return {
    get length() {
      return entries.length
    },
    get ended() {
      return ended
    },
    at(cursor: number): LogEntry {
      const code = entries[cursor]
      if (code < 0) return others[-1 - code]
      return { kind: 'landed', position: Math.floor(code / 65536), index: code % 65536 }
    },
    landed(position: number, index: number): void {
      entries.push(position * 65536 + index)
      wake()
    },
    failed(sampleId: string, index: number, error: ErrorParts): void {
      entries.push(-1 - (others.push({ kind: 'failed', sampleId, index, error }) - 1))
      wake()
    },
    note(message: string): void {
      entries.push(-1 - (others.push({ kind: 'note', message }) - 1))
      wake()
    },
    end(): void {
      ended = true
      wake()
    },
    /** Resolves at the next entry, at the end, or after so many ms. */
    changed(ms: number): Promise<void> {
      return new Promise((resolve) => {
        const woken = () => {
          clearTimeout(timer)
          waiters.delete(woken)
          resolve()
        }
        const timer = setTimeout(woken, ms)
        waiters.add(woken)
      })
    },
  }
}

export type Log = ReturnType<typeof createLog>
