import { create } from 'zustand'

/** How texts are read, for as long as the page is open. */
interface Reading {
  /** A response's thinking is in the text. */
  readonly thinking: boolean
  /** Prompts and responses as their Markdown and mathematics say, instead of character by character. */
  readonly rendered: { readonly prompt: boolean; readonly response: boolean }
  set(change: Partial<Omit<Reading, 'set'>>): void
}

export const useReading = create<Reading>()((set) => ({
  thinking: true,
  rendered: { prompt: false, response: false },
  set: (change) => set(change),
}))
