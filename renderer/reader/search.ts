import type { Evidence } from '../../core/rewards/evidence.ts'
import type { FindOptions, Hits } from './find.ts'
import { NO_HITS } from './find.ts'
import type { OutlineEntry } from './outline.ts'

export type SearchQuestion =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'find'; readonly id: number; readonly query: string; readonly options: FindOptions }
  | { readonly kind: 'survey'; readonly id: number; readonly terms: readonly string[] }

export type SearchAnswer =
  | { readonly kind: 'find'; readonly id: number; readonly hits: Hits }
  | { readonly kind: 'survey'; readonly id: number; readonly survey: Survey }

/** What a text holds besides its words. */
export interface Survey {
  readonly evidence: Evidence
  readonly outline: readonly OutlineEntry[]
  /** Raw offsets of characters that nobody would see. */
  readonly unseen: Int32Array
  /** An estimate (tokens.ts). */
  readonly tokens: number
}

/** A pattern that takes longer is stopped: "(a+)+$" on a megabyte would run for hours. */
const DEADLINE_MS = 3000

/** Searches in one text. A question that is overtaken by a newer one of its kind is never answered. */
export class TextSearch {
  private worker: Worker | null = null
  private text = ''
  private lastId = 0
  private pending = new Map<number, (answer: SearchAnswer | null) => void>()

  async find(text: string, query: string, options: FindOptions): Promise<Hits> {
    const answer = await this.ask(text, (id) => ({ kind: 'find', id, query, options }))
    if (answer?.kind === 'find') return answer.hits
    return { ...NO_HITS, problem: `stopped after ${DEADLINE_MS / 1000} s: the pattern takes too long on this text` }
  }

  async survey(text: string, terms: readonly string[]): Promise<Survey | null> {
    const answer = await this.ask(text, (id) => ({ kind: 'survey', id, terms }))
    return answer?.kind === 'survey' ? answer.survey : null
  }

  close(): void {
    this.worker?.terminate()
    this.worker = null
    this.text = ''
    this.pending.clear()
  }

  private ask(text: string, question: (id: number) => SearchQuestion): Promise<SearchAnswer | null> {
    const id = ++this.lastId
    this.holding(text).postMessage(question(id))
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        if (!this.pending.delete(id)) return
        this.worker?.terminate()
        this.worker = null
        resolve(null)
      }, DEADLINE_MS)
      this.pending.set(id, (answer) => {
        clearTimeout(timer)
        resolve(answer)
      })
    })
  }

  /** The worker, holding this text: it crosses once. */
  private holding(text: string): Worker {
    const fresh = this.worker === null
    this.worker ??= this.start()
    if (fresh || text !== this.text) {
      this.text = text
      this.pending.clear()
      this.worker.postMessage({ kind: 'text', text } satisfies SearchQuestion)
    }
    return this.worker
  }

  private start(): Worker {
    const worker = new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<SearchAnswer>) => {
      const answer = this.pending.get(data.id)
      this.pending.delete(data.id)
      answer?.(data)
    })
    return worker
  }
}
