/** A stretch of a running response's text. */
export interface TextPiece {
  /** UTF-16 units that came before it in this attempt; 0 begins anew. */
  readonly at: number
  readonly text: string
}

/** More than this is not kept for those who come late: they see the end of it. */
const KEPT = 256 * 1024

/**
 * The text of responses under way, for those who watch one of them. It is not the response: that is what the store has
 * once it has landed. Nothing is kept of a response that is over.
 */
export function createTexts() {
  const growing = new Map<string, { parts: string[]; length: number; from: number }>()
  const watchers = new Map<string, Set<(piece: TextPiece | null) => void>>()
  const keyOf = (position: number, index: number) => `${position}:${index}`

  function tell(key: string, piece: TextPiece | null): void {
    for (const watcher of watchers.get(key) ?? []) watcher(piece)
  }

  return {
    add(position: number, index: number, text: string): void {
      const key = keyOf(position, index)
      let one = growing.get(key)
      if (!one) {
        one = { parts: [], length: 0, from: 0 }
        growing.set(key, one)
      }
      tell(key, { at: one.length, text })
      one.parts.push(text)
      one.length += text.length
      if (one.length - one.from > 2 * KEPT) {
        const kept = one.parts.join('').slice(-KEPT)
        one.parts = [kept]
        one.from = one.length - kept.length
      }
    },
    /** Landed, failed or cut. */
    over(position: number, index: number): void {
      const key = keyOf(position, index)
      growing.delete(key)
      tell(key, null)
    },
    /** Those with text, as position and index. */
    running: (): readonly (readonly [number, number])[] =>
      [...growing.keys()].map((key) => key.split(':').map(Number) as [number, number]),
    /** What there is, then each piece as it comes, then null when the attempt is over. Returns its own end. */
    watch(position: number, index: number, watcher: (piece: TextPiece | null) => void): () => void {
      const key = keyOf(position, index)
      const one = growing.get(key)
      if (one) watcher({ at: one.from, text: one.parts.join('') })
      const set = watchers.get(key) ?? new Set()
      watchers.set(key, set)
      set.add(watcher)
      return () => {
        set.delete(watcher)
        if (set.size === 0) watchers.delete(key)
      }
    },
  }
}

export type Texts = ReturnType<typeof createTexts>
