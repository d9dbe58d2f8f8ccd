import { create } from 'zustand'
import type { Stretch } from '../reader/text.ts'
import type { RunView, Subject } from './selection.ts'

/** Samples whose groups are laid beside each other. */
export interface Compared {
  readonly ids: readonly string[]
  /** How many were marked: more than these, where they are too many to look at. */
  readonly of: number
  readonly view: RunView
}

/** What stands beside the selection: the reading desk, the pinned inspector, the span a link names, the last words said. */
interface Desk {
  /** Prompt and response side by side in the whole window. */
  readonly desk: boolean
  /** Groups that fill the window. */
  readonly compared: Compared | null
  /** Stays in the inspector while others are chosen. */
  readonly pinned: Subject | null
  /** A stretch of the subject's text that a link leads to. */
  readonly span: (Stretch & { readonly of: Subject }) | null
  /** What a command did, for the status bar and for readers. */
  readonly said: string
  set(change: Partial<Omit<Desk, 'set'>>): void
}

export const useDesk = create<Desk>()((set) => ({
  desk: false,
  compared: null,
  pinned: null,
  span: null,
  said: '',
  set: (change) => set(change),
}))

let silence: ReturnType<typeof setTimeout> | undefined
const SAID_MS = 5000

/** Tells what was done, for five seconds. */
export function say(said: string): void {
  clearTimeout(silence)
  useDesk.setState({ said })
  silence = setTimeout(() => useDesk.setState({ said: '' }), SAID_MS)
}

export function sameSubject(a: Subject | null, b: Subject | null): boolean {
  if (!a || !b || a.kind !== b.kind || a.id !== b.id) return a === b
  if (a.kind === 'response' && b.kind === 'response') return a.index === b.index && a.run.run === b.run.run
  return true
}

/** The stretch that a link names in this text: a response's by its index, a prompt's where that is null. */
export function useSpan(id: string, index: number | null): Stretch | null {
  const span = useDesk((desk) => desk.span)
  if (!span || span.of.id !== id) return null
  return (span.of.kind === 'response' ? span.of.index : null) === index ? span : null
}
