import type { Message } from '../../model/sample.ts'
import { spaced } from './words.ts'

/** What a sample gives the text index: words of its prompt, question and answer, and its length. */
export interface TextRow {
  readonly prompt: string
  readonly question: string
  readonly answer: string
  /** Code points of all messages. */
  readonly chars: number
}

/** Characters as Python counts them. */
export function codePoints(text: string): number {
  let count = text.length
  for (let i = 1; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) count--
  }
  return count
}

export function textRow(messages: readonly Message[], question: string, groundTruth: unknown): TextRow {
  const contents = messages.map(({ content }) => content)
  return {
    prompt: spaced(contents.join('\n')),
    question: spaced(question),
    answer: spaced(answersOf(groundTruth).join('\n')),
    chars: contents.reduce((sum, content) => sum + codePoints(content), 0),
  }
}

/** Every string of the gold, at any depth; `summary` only names the language. */
function answersOf(truth: unknown): string[] {
  if (typeof truth === 'string') return [truth]
  if (typeof truth === 'number') return [String(truth)]
  if (Array.isArray(truth)) return truth.flatMap(answersOf)
  if (typeof truth !== 'object' || truth === null) return []
  return Object.entries(truth).flatMap(([key, value]) => (key === 'summary' ? [] : answersOf(value)))
}
