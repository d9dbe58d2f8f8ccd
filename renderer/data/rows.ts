import type { Page } from '../../core/model/page.ts'

const BLOCK = 200
const BLOCKS_KEPT = 24
/** Rows fetched at a time by who reads on far beyond what is in sight. */
const STRETCH = 1000

/** The rows of one query, as far as somebody looked at them. */
export interface Rows<Row> {
  /** Null until the first block is there. */
  readonly total: number | null
  at(index: number): Row | undefined
}

/**
 * Fetches rows by range, in blocks of 200, and keeps the blocks that were looked at last. Rows never enter a store:
 * a table of a million rows holds 4,800 at most.
 */
export class RowWindow<Row> implements Rows<Row> {
  total: number | null = null
  private readonly blocks = new Map<number, readonly Row[]>()
  private aside: { readonly offset: number; readonly rows: Promise<readonly Row[]> } | null = null
  private readonly asked = new Set<number>()
  private readonly fetch: (offset: number, limit: number) => Promise<Page<Row>>
  private readonly changed: (error: unknown) => void

  /** @param changed called after each block, with what was thrown or null */
  constructor(fetch: (offset: number, limit: number) => Promise<Page<Row>>, changed: (error: unknown) => void) {
    this.fetch = fetch
    this.changed = changed
  }

  at(index: number): Row | undefined {
    return this.blocks.get(Math.floor(index / BLOCK))?.[index % BLOCK]
  }

  /** One row, fetched with its neighbours where nobody looked at it yet; they are kept until another stretch is asked. */
  async row(index: number): Promise<Row | undefined> {
    const kept = this.at(index)
    if (kept !== undefined || index < 0 || (this.total !== null && index >= this.total)) return kept
    const offset = Math.floor(index / STRETCH) * STRETCH
    if (this.aside?.offset !== offset) {
      const fetched = this.fetch(offset, STRETCH).then((page) => page.rows)
      this.aside = { offset, rows: fetched }
      fetched.catch(() => {
        this.aside = null // asked again next time
      })
    }
    return (await this.aside.rows)[index - offset]
  }

  /** Asks for what is missing of rows `first` to `last`; rows on their way are not asked for twice. */
  need(first: number, last: number): void {
    const end = this.total === null ? last : Math.min(last, this.total - 1)
    for (let block = Math.floor(Math.max(0, first) / BLOCK); block <= Math.floor(end / BLOCK); block++) {
      const kept = this.blocks.get(block)
      if (kept) {
        this.blocks.delete(block)
        this.blocks.set(block, kept) // the most recent stands last
      } else if (!this.asked.has(block)) void this.ask(block)
    }
  }

  private async ask(block: number): Promise<void> {
    this.asked.add(block)
    try {
      const page = await this.fetch(block * BLOCK, BLOCK)
      this.total = page.total
      this.blocks.set(block, page.rows)
      const oldest = this.blocks.keys().next()
      if (this.blocks.size > BLOCKS_KEPT && !oldest.done) this.blocks.delete(oldest.value)
      this.changed(null)
    } catch (error) {
      this.changed(error)
    } finally {
      this.asked.delete(block)
    }
  }
}
