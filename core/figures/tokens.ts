/**
 * The colours that figures may name, for files that stand alone (SVG, report). The page has the same in
 * renderer/styles/tokens.css; tests/figures/tokens.test.ts holds the two together.
 */
export type Theme = 'light' | 'dark' | 'css'

export const TOKENS: Readonly<Record<string, { readonly light: string; readonly dark: string }>> = {
  canvas: { light: '#f3f5f6', dark: '#0f1215' },
  surface: { light: '#ffffff', dark: '#15191d' },
  sunken: { light: '#f8f9fa', dark: '#111519' },
  raised: { light: '#ffffff', dark: '#1d2227' },
  hover: { light: '#eef1f3', dark: '#1d2328' },
  select: { light: '#e4ecf9', dark: '#1c2a42' },
  'line-1': { light: '#e1e5e8', dark: '#262c32' },
  'line-2': { light: '#c3c9cf', dark: '#3a424a' },
  'line-3': { light: '#868f98', dark: '#6f7983' },
  'ink-1': { light: '#14191f', dark: '#e6e9ec' },
  'ink-2': { light: '#454e57', dark: '#aeb7c0' },
  'ink-3': { light: '#5f6973', dark: '#8b959f' },
  'ink-4': { light: '#9aa3ab', dark: '#59626b' },
  'on-ink': { light: '#ffffff', dark: '#12161a' },
  accent: { light: '#1d5fd3', dark: '#7fb1ff' },
  'accent-soft': { light: '#dbe7fb', dark: '#20314f' },
  'on-accent': { light: '#ffffff', dark: '#0d1420' },
  focus: { light: '#1d5fd3', dark: '#7fb1ff' },
  error: { light: '#bb1149', dark: '#ff6d90' },
  'error-soft': { light: '#fdf1f3', dark: '#2c181c' },
  stale: { light: '#855a00', dark: '#e3b341' },
  'stale-soft': { light: '#fbf1d9', dark: '#31270f' },
  'neg-3': { light: '#8a3b06', dark: '#f3a56b' },
  'neg-2': { light: '#b9591a', dark: '#d98345' },
  'neg-1': { light: '#e0a678', dark: '#8f5329' },
  'neg-0': { light: '#f6e4d6', dark: '#3a2618' },
  zero: { light: '#e9ecee', dark: '#23292e' },
  'pos-0': { light: '#d5eeeb', dark: '#12312f' },
  'pos-1': { light: '#79bfb8', dark: '#22716b' },
  'pos-2': { light: '#14847c', dark: '#3fb3a8' },
  'pos-3': { light: '#075c57', dark: '#7fdad0' },
  'amount-0': { light: '#dfe3e7', dark: '#2a3138' },
  'amount-1': { light: '#b3bbc3', dark: '#4a545e' },
  'amount-2': { light: '#808a94', dark: '#76818c' },
  'amount-3': { light: '#4d5761', dark: '#aab3bc' },
  'amount-4': { light: '#1a2027', dark: '#e2e6ea' },
  gold: { light: '#ffe9a8', dark: '#4d3f0c' },
  'gold-line': { light: '#b58300', dark: '#d9ac2c' },
  find: { light: '#cfe0ff', dark: '#23406f' },
  'find-now': { light: '#1d5fd3', dark: '#7fb1ff' },
  'task-retrieval': { light: '#08487a', dark: '#3e67a5' },
  'task-comprehension': { light: '#3e9ada', dark: '#90d0fd' },
  'task-exhaustive': { light: '#1b806f', dark: '#47988c' },
  'task-numerical': { light: '#3c4b03', dark: '#606d0d' },
  'task-extraction': { light: '#ac9111', dark: '#c8ce66' },
  'task-matching': { light: '#a26040', dark: '#b58359' },
  'task-ranking': { light: '#8e1546', dark: '#b73761' },
  'task-ordering': { light: '#e2608c', dark: '#fcb3c3' },
  'task-summarization': { light: '#7c53c2', dark: '#ad7deb' },
}

/** A token's colour in a theme; `css` leaves it to the page it stands in. @throws RangeError for an unknown token. */
export function colour(ink: string, theme: Theme): string {
  if (!Object.hasOwn(TOKENS, ink)) throw new RangeError(`no colour is called ${ink}`)
  return theme === 'css' ? `var(--${ink})` : TOKENS[ink][theme]
}
