import { escapeXml } from '../figures/svg/text.ts'
import type { DrawMath } from './formula.ts'
import { spelledLetters } from './math-letters.ts'

/** What of KaTeX draws: given, since the page loads it on demand alone. */
export interface Katex {
  readonly renderToString: (tex: string, options: Record<string, unknown>) => string
}

/**
 * What defines macros (two backslashes before it are a line's end, no name). Twenty characters of them,
 * `\def\a#1{\a{#1#1}}\a{x}`, are more text than any machine holds, long before a number of expansions is reached.
 */
const DEFINES = /(?<!\\)(?:\\\\)*\\(?:[egx]?def|let|futurelet|(?:re)?newcommand|providecommand)(?![A-Za-z@])/

/** Nothing that a formula says may fetch, link or style the page, or grow without end. */
const LIMITS = { strict: 'ignore', trust: false, maxSize: 10, maxExpand: 500, throwOnError: true } as const

/** A browser holds elements 512 deep, and a formula makes several of each of its levels; its stack ends soon after. */
const DEEPEST = 50

function depthOf(tex: string): number {
  let depth = 0
  let deepest = 0
  for (const [sign] of tex.matchAll(/\\(?:begin|end|left|right)(?![A-Za-z])|\\.|[{}]/gs)) {
    if (sign === '{' || sign === '\\begin' || sign === '\\left') deepest = Math.max(deepest, ++depth)
    if (sign === '}' || sign === '\\end' || sign === '\\right') depth--
  }
  return deepest
}

/** A displayed formula of so much TeX may be wider than a column. */
const WIDE = 60

interface Drawing {
  /** `html` needs KaTeX's style sheet and faces; `mathml` needs nothing but a browser, and has no style attributes. */
  readonly output: 'html' | 'mathml'
  /** Whether what is wrong with a formula stands behind its source, or in its title alone. */
  readonly says: boolean
}

/** Draws formulas that nobody here wrote. One that is wrong is its source and what is wrong with it; nothing throws. */
export function formulaDrawer({ renderToString }: Katex, { output, says }: Drawing): DrawMath {
  return (tex, displayMode) => {
    if (DEFINES.test(tex)) return wrongFormula(tex, 'a formula here defines no macros', says)
    if (depthOf(tex) > DEEPEST) return wrongFormula(tex, 'nested too deep', says)
    try {
      if (output === 'html') return renderToString(tex, { ...LIMITS, displayMode })
      const mathml = spelledLetters(renderToString(tex, { ...LIMITS, displayMode, output }))
      // A report's policy refuses style attributes; what they would say (the colour of a frame) is left out.
      const bare = mathml.replace(/(<[a-z][^<>]*?) style="[^"]*"/g, '$1')
      // A browser breaks no MathML: what may be wider than its column is scrolled, by keyboard as well.
      return displayMode && tex.length > WIDE ? bare.replace('<math ', '<math tabindex="0" ') : bare
    } catch (error) {
      // Not all of KaTeX's errors are its own: signs without braces nest as well, and end its stack.
      const why = error instanceof RangeError ? 'nested too deep' : String((error as Error).message)
      return wrongFormula(tex, why.replace(/^KaTeX parse error:\s*/, '').replace(/[\u0300-\u036f]/g, ''), says)
    }
  }
}

/** A formula as it was written, with what is wrong with it. */
function wrongFormula(tex: string, why: string, says: boolean): string {
  const words = escapeXml(why)
  return `<code class="tex-wrong" title="${words}">${escapeXml(tex)}</code>${says ? ` <span class="tex-why">(${words})</span>` : ''}`
}

/** A formula before its drawing is there: its source. */
export function formulaSource(tex: string): string {
  return `<code class="tex-source">${escapeXml(tex)}</code>`
}
