/** What a key asks of a table: a place to go to, or to open what is chosen. */
export type GridMove =
  | { readonly kind: 'row'; readonly to: number }
  | { readonly kind: 'column'; readonly to: number }
  | { readonly kind: 'open' }
  /** To the first row of the next or the previous task. */
  | { readonly kind: 'task'; readonly delta: 1 | -1 }
  | { readonly kind: 'ask'; readonly what: GridAsk }
  | null

/**
 * What a table may be asked for besides: a look at the row, a mark on it, marks on all rows of the query or none, a link
 * to it, it as a command, a comparison of what is marked or of its group, the choice of columns.
 */
export type GridAsk = 'peek' | 'mark' | 'all' | 'none' | 'compare' | 'link' | 'command' | 'columns'

export interface GridPlace {
  /** -1: the head. */
  readonly row: number
  readonly column: number
  readonly rows: number
  readonly columns: number
  /** Rows in sight. */
  readonly page: number
}

/** Letters of a row, in ui.md section 8. */
const ASKS: Readonly<Record<string, GridAsk>> = { x: 'mark', c: 'compare', y: 'link', Y: 'command', w: 'columns' }

/** The part of a KeyboardEvent that is read. */
interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** The keys of lists and tables (ui.md section 8), arrows as well as letters. Anything else is not ours. */
export function gridMove(event: Key, at: GridPlace, letters: boolean): GridMove {
  const row = (to: number): GridMove => ({ kind: 'row', to: Math.max(-1, Math.min(at.rows - 1, to)) })
  const body = (to: number): GridMove => row(Math.max(0, to))
  const column = (to: number): GridMove => ({ kind: 'column', to: Math.max(0, Math.min(at.columns - 1, to)) })
  const { key } = event
  if (event.altKey || event.metaKey) return null
  if (event.ctrlKey) {
    if (key === 'Home') return body(0)
    if (key === 'End') return body(at.rows - 1)
    if (letters && key === 'a') return { kind: 'ask', what: 'all' }
    if (letters && key === 'd') return body(at.row + Math.ceil(at.page / 2))
    if (letters && key === 'u') return body(at.row - Math.ceil(at.page / 2))
    return null
  }
  switch (key) {
    case 'ArrowDown':
      return row(at.row + 1)
    case 'ArrowUp':
      return row(at.row - 1)
    case 'PageDown':
      return body(at.row + at.page)
    case 'PageUp':
      return body(at.row - at.page)
    case 'ArrowRight':
      return column(at.column + 1)
    case 'ArrowLeft':
      return column(at.column - 1)
    case 'Home':
      return column(0)
    case 'End':
      return column(at.columns - 1)
    case 'Enter':
      return at.row >= 0 ? { kind: 'open' } : null
    case ' ':
      return at.row >= 0 ? { kind: 'ask', what: 'peek' } : null
  }
  if (!letters) return null
  if (key === 'j') return body(at.row + 1)
  if (key === 'k') return body(at.row - 1)
  if (key === 'g') return body(0)
  if (key === 'G') return body(at.rows - 1)
  if (at.row >= 0 && (key === '{' || key === '}')) return { kind: 'task', delta: key === '}' ? 1 : -1 }
  if (at.row >= 0 && Object.hasOwn(ASKS, key)) return { kind: 'ask', what: ASKS[key] }
  return null
}
