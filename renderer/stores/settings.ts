import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Theme = 'system' | 'light' | 'dark'

/** What this viewer prefers, kept in the browser. Nothing of the notebook and no data. */
interface Settings {
  readonly theme: Theme
  readonly navigator: boolean
  readonly inspector: boolean
  /** Pixels; null: as the design has it for this window. */
  readonly inspectorWidth: number | null
  /** Rows of a cell's table, by cell id. */
  readonly tableRows: Readonly<Record<string, number>>
  /** Columns of the sample table that somebody chose or left out, against what it shows by itself. */
  readonly sampleColumns: Readonly<Record<string, boolean>>
  /** Widths that somebody set, px, by column. */
  readonly columnWidths: Readonly<Record<string, number>>
  /** Whether a samples cell shows its filters, by cell id. */
  readonly filters: Readonly<Record<string, boolean>>
  readonly folded: Readonly<Record<string, boolean>>
  /** Single letters as commands; off for people whom they get in the way of. */
  readonly letters: boolean
  /** Numbers before the lines of code. */
  readonly lines: boolean
  /** Writes edits to the file without being asked. */
  readonly autosave: boolean
  set(change: Partial<Omit<Settings, 'set'>>): void
}

export const useSettings = create<Settings>()(
  persist(
    (set) => ({
      theme: 'system',
      navigator: true,
      inspector: true,
      inspectorWidth: null,
      tableRows: {},
      sampleColumns: {},
      columnWidths: {},
      filters: {},
      folded: {},
      letters: true,
      lines: true,
      autosave: true,
      set: (change) => set(change),
    }),
    { name: 'longview.settings', version: 1 },
  ),
)

/** The theme in force, asked of the browser where the setting follows the system. */
export function themeInForce(theme: Theme): 'light' | 'dark' {
  if (theme !== 'system') return theme
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
