import type { Language } from '../../model/sample.ts'

const HAN = /\p{Script=Han}/gu
const LETTER = /\p{L}/gu

/** The gold's own word where it says English or Chinese, else Chinese when over a fifth of the question's letters are Han. */
export function languageOf(summary: unknown, question: string): Language {
  if (summary === 'English' || summary === 'Chinese') return summary
  const letters = question.match(LETTER)?.length ?? 0
  const han = question.match(HAN)?.length ?? 0
  return han * 5 > letters ? 'Chinese' : 'English'
}
