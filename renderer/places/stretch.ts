import type { Stretch } from '../reader/text.ts'

/** What is selected in the text that is read now. Not a store: a selection is the editor's own, asked when a link is made. */
let ask: (() => Stretch | null) | null = null

/** Names who knows the selection; null when that text is gone. */
export function followStretch(next: (() => Stretch | null) | null): void {
  ask = next
}

export function selectedStretch(): Stretch | null {
  return ask?.() ?? null
}
