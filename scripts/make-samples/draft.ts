import type { Language } from '../../core/model/sample.ts'

/** One row of a table answer, as it stands in the gold's JSON. */
export type Row = readonly (string | number)[]

/** What an answer looks like: from it the response writer makes right, partly right and wrong ones. */
export type AnswerForm =
  /** EM: the bare string. `near`: what the text also offers (another serial, another date). */
  | { readonly kind: 'exact'; readonly right: string; readonly near: readonly string[] }
  /** selection, or Accuracy with `line` true: one letter of four. */
  | {
      readonly kind: 'choice'
      readonly right: string
      readonly options: Readonly<Record<string, string>>
      readonly line: boolean
    }
  /** Accuracy with a short line as answer. */
  | { readonly kind: 'line'; readonly right: string; readonly near: readonly string[] }
  /** F1: lines in any order. `near`: lines that are wrong but tempting. */
  | { readonly kind: 'set'; readonly right: readonly string[]; readonly near: readonly string[] }
  /** SubEM: one line each; `spoil[i]`: wrong versions of line i. */
  | { readonly kind: 'cover'; readonly right: readonly string[]; readonly spoil: readonly (readonly string[])[] }
  /** NDCG: best first. */
  | { readonly kind: 'ranked'; readonly right: readonly string[]; readonly near: readonly string[] }
  /** Pairwise: earliest first. */
  | { readonly kind: 'ordered'; readonly right: readonly string[] }
  /** math-verify. `same`: other spellings of the same value. */
  | {
      readonly kind: 'number'
      readonly right: string
      readonly same: readonly string[]
      readonly near: readonly string[]
      readonly unit: string
    }
  /** retrieval_calculate. */
  | {
      readonly kind: 'gather'
      readonly docs: readonly string[]
      readonly nearDocs: readonly string[]
      readonly right: string
      readonly near: readonly string[]
    }
  /** IoU over rows. `near`: rows that a careless reader adds. */
  | {
      readonly kind: 'table'
      readonly columns: readonly string[]
      readonly rows: readonly Row[]
      readonly near: readonly Row[]
    }
  /** Summary: the points that a summary must make, each in several wordings, and what it wrongly dwells on. */
  | {
      readonly kind: 'summary'
      readonly reference: readonly string[]
      readonly points: readonly (readonly string[])[]
      readonly besides: readonly string[]
    }

/** A real line of the prompt and where it stands. */
export interface Clue {
  /** `<|doc_12|>`, `row 14`, `Session 3`: how a reader would name the place. */
  readonly where: string
  /** Verbatim from the prompt. */
  readonly quote: string
  /** What a reader concludes from it; '' for nothing. */
  readonly says: string
}

/** A sample before it becomes a row, with what the response writer and the tests need to know. */
export interface Draft {
  /** Names it for good and seeds its responses, e.g. `depot/serial/en`. */
  readonly key: string
  readonly language: Language
  readonly dataSource: string
  readonly rewardMode: string
  readonly ability: string
  readonly question: string
  /** The user message: documents and question. */
  readonly prompt: string
  readonly docIds: readonly string[]
  readonly goldenLabel: string
  /** `ground_truth.summary`: the language, or a real summary text in a few. */
  readonly summary: string
  readonly form: AnswerForm
  /** The question as a noun phrase or clause that follows "I need to find". */
  readonly ask: string
  readonly clues: readonly Clue[]
  /** Lines that look as if they mattered. */
  readonly decoys: readonly Clue[]
  /** Any other lines, for long readings. */
  readonly pages: readonly Clue[]
  /** Working in words, in order: sums, comparisons, orderings that lead to the right answer. */
  readonly steps: readonly string[]
  /** Derives the gold anew from the prompt's text alone; '' when it agrees, else what is wrong. */
  readonly check: (prompt: string) => string
}

/** What the task files hand in; the rest follows from it. */
export type DraftParts = Omit<Draft, 'goldenLabel' | 'summary' | 'docIds'> &
  Partial<Pick<Draft, 'goldenLabel' | 'summary' | 'docIds'>>

export function draft(parts: DraftParts): Draft {
  return { docIds: [], goldenLabel: '', summary: parts.language, ...parts }
}

export type Lang = 'en' | 'zh'
export const languageOf = (lang: Lang): Language => (lang === 'zh' ? 'Chinese' : 'English')

/** '' when the derived answers are the gold, else both. */
export function same(derived: readonly unknown[], gold: readonly unknown[]): string {
  const [left, right] = [JSON.stringify(derived), JSON.stringify(gold)]
  return left === right ? '' : `derived ${left}, gold ${right}`
}

/** The same, where order does not matter. */
export function sameSet(derived: readonly string[], gold: readonly string[]): string {
  return same([...derived].sort(), [...gold].sort())
}

/** '' when every text stands in the prompt, else the first that does not. */
export function allIn(prompt: string, texts: readonly string[]): string {
  const missing = texts.find((text) => !prompt.includes(text))
  return missing === undefined ? '' : `not in the prompt: ${missing}`
}

export const docId = (n: number): string => `<|doc_${n}|>`

/** The documents of a prompt by their number. A document reaches to the next mark or to the line of `end`. */
export function splitDocs(prompt: string): Map<number, string> {
  const docs = new Map<number, string>()
  const body = prompt.split(/\n(?:=== Question ===|=== 问题 ===)\n/)[0]
  const parts = body.split(/^<\|doc_(\d+)\|>[ \n]?/m)
  for (let i = 1; i < parts.length; i += 2) docs.set(Number(parts[i]), parts[i + 1].trim())
  return docs
}

/** Documents, then the question under its own heading: every prompt has this shape. */
export function promptOf(lang: Lang, intro: string, body: string, question: string, format: string): string {
  const heading = lang === 'zh' ? '=== 问题 ===' : '=== Question ==='
  return `${intro}\n\n${body}\n\n${heading}\n${question}\n\n${format}`
}
