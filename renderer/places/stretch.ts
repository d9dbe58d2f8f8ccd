import type { Stretch } from '../reader/text.ts'

/** Who knows what is selected in the texts that are open. Not a store: it is asked for when a link is made. */
const asked: (() => Stretch | null)[] = []

/** Names who knows the selection of a text, or, with null, takes it out again. */
export function followStretch(next: (() => Stretch | null) | null, former?: () => Stretch | null): void {
  if (next) asked.push(next)
  else asked.splice(0, asked.length, ...asked.filter((each) => each !== former))
}

/** Of several texts that are open, the one that has a selection. */
export function selectedStretch(): Stretch | null {
  for (const ask of asked) {
    const found = ask()
    if (found) return found
  }
  return null
}
