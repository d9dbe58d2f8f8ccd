import type { Katex } from '../../core/notebook/draw-formula.ts'

let loading: Promise<Katex> | null = null

/** KaTeX and its faces, with the first text that shows a formula. What did not load is asked for again. */
export function loadKatex(): Promise<Katex> {
  loading ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(
    ([{ default: katex }]) => katex,
    (error: unknown) => {
      loading = null
      throw error
    },
  )
  return loading
}
