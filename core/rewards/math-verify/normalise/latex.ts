import { strip } from '../../../math/python/whitespace.ts'
import type { Budget } from '../limits.ts'
import { boxedContent } from './boxed.ts'
import { repairOperators } from './operators.ts'
import { withoutUnits } from './units.ts'
import { replaceWords } from './words.ts'

/** Longer passages than this are no answers; the steps below may take time in proportion to the square of the length. */
export const LONGEST_LATEX = 4000

const LEFT =
  /\\m?left(\\\{|\{|\\\||\||\[|\(|\\rbracl|\\lgroup|\\lbrace|\\lbrack|\\vert|\\lvert|\\lceil|\\lfloor|\\langle|\\llcorner|\\ulcorner)/g
const RIGHT =
  /\\m?right(\\\}|\}|\\\||\||\]|\)|\\rbrack|\\rgroup|\\rbrace|\\vert|\\rvert|\\rceil|\\rfloor|\\rangle|\\lrcorner|\\urcorner)/g
const PERMUTATION = /\(([a-zA-Z0-9+\-*/\\ ]+?)\)_\{([a-zA-Z0-9+\-*/\\ ]+?)\}/g
const REMOVED = /\\mathrm\{th\}|\\!\s*|\\text\s*\{\s*\}|\\\$|\$|(?<!\\)["']|\\displaystyle/g
const DOUBLED_COMMAND = /\\\\(?=[a-zA-Z])/g

/**
 * Normalises one extracted passage, in the order and with the side effects of the reference's defaults: boxes, basic
 * commands, units, leading decimals, operators without braces. Null when the passage is too long to be an answer.
 */
export function normaliseLatex(passage: string, boxes: 'all' | 'last', budget: Budget): string | null {
  let text = boxedContent(passage, boxes, budget)
  if (text.length > LONGEST_LATEX) return null
  text = basicCommands(text)
  text = withoutUnits(text)
  if (text[0] === '.') text = `0${text}`
  if (text === '0.5') text = '\\frac{1}{2}'
  return strip(repairOperators(text))
}

function basicCommands(passage: string): string {
  let text = passage
  if (text.includes('\\')) {
    text = text.replaceAll('\\mathrm{T}', 'T').replaceAll('\\mathrm{d}', 'd').replaceAll('{\\rm d}', 'd')
    text = text
      .replaceAll('\\left[\\begin{matrix}', '\\begin{bmatrix}')
      .replaceAll('\\end{matrix}\\right]', '\\end{bmatrix}')
    text = text.replace(LEFT, '$1').replace(RIGHT, '$1')
  }
  text = text.replace(PERMUTATION, '\\frac{($1)!}{(($1)-($2))!}')
  text = replaceWords(text.replace(REMOVED, ''))
  text = text.replaceAll('\n', ' ').replaceAll('\t', ' ')
  return text.includes('matrix') ? text : text.replace(DOUBLED_COMMAND, '\\')
}
