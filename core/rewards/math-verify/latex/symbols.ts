import { EULER, type Expr } from '../algebra/expr.ts'
import type { NameTree } from './tree.ts'

/** Letters of which the command or character is known under another name. */
const NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'α:alpha β:beta γ:gamma Γ:Gamma δ:delta Δ:Delta ε:epsilon ϵ:varepsilon ζ:zeta η:eta θ:theta Θ:Theta ϑ:vartheta ι:iota κ:kappa ' +
    'λ:lambda Λ:Lambda μ:mu ν:nu ξ:xi Ξ:Xi ο:omicron π:pi Π:Pi ϖ:varpi ρ:rho ϱ:varrho σ:sigma Σ:Sigma ς:varsigma τ:tau υ:upsilon ' +
    'Υ:Upsilon φ:phi Φ:Phi ϕ:varphi χ:chi ψ:psi Ψ:Psi ω:omega Ω:Omega'
  )
    .split(' ')
    .map((pair) => pair.split(':')),
)

/** A symbol by its text: lower case, π and Euler's γ as constants. */
export function symbol(text: string, real: boolean): Expr {
  const trimmed = text.trim()
  const named = NAMES[trimmed.replaceAll('"', '')] ?? trimmed
  const name = named.startsWith('\\') ? named.slice(1) : named
  const lowered = name.toLowerCase()
  if (name === 'pi' || lowered === 'pi') return { kind: 'constant', name: 'pi' }
  if (name === 'gamma' || name === 'Gamma' || lowered === 'gamma') return { kind: 'constant', name: 'gamma' }
  return { kind: 'symbol', name: lowered, real }
}

/** A name as the reference reads it: `\text{(A)}` is a, `I` the imaginary unit. */
export function nameOf(name: NameTree, real: boolean): Expr {
  if (name.kind === 'letter' && name.text === 'I') return { kind: 'constant', name: 'i' }
  const text = name.kind === 'accent' ? accented(name.text) : name.text
  const { subscript } = name
  const below = subscript === '' ? '' : subscript.length > 1 ? `_{${subscript}}` : `_${subscript}`
  return symbol(text.trim() + below, real)
}

/** What an accent's braces hold, with the accent's name where it matters. */
function accented(text: string): string {
  const open = text.indexOf('{')
  const accent = text.slice(1, open)
  const content = text.slice(open + 1, -1).replaceAll(' ', '')
  if (accent.includes('text') || accent.includes('mbox')) return content.replaceAll('(', '').replaceAll(')', '')
  if (accent === 'bar' || accent === 'overline') return `bar{${content}}`
  if (accent === 'vec' || accent === 'overrightarrow') return `vec{${content}}`
  if (accent === 'tilde' || accent === 'widetilde') return `tilde{${content}}`
  return accent.includes('math') ? `math{${content}}` : `${accent}{${content}}`
}

/** `e`, or a symbol of a plain name. */
export function plainSymbol(name: string, real: boolean): Expr {
  return { kind: 'symbol', name, real }
}

export { EULER }

const COMPLEX =
  /\\mathbb\{C\}|\\i(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])i(?![\p{L}\p{N}_])|\\text\{i\}|\\mathrm\{i\}|\\imath(?![\p{L}\p{N}_])|\\det|\\operatorname\{tr\}|\\operatorname\{rank\}|\\text\{rank\}|\\arg\{|\\Re\{|\\Im\{|\\operatorname\{Re\}|\\operatorname\{Im\}|\\text\{Re\}|\\text\{Im\}/u

/** Whether an answer seems to have complex numbers or matrices: its symbols are then not taken for real. */
export function seemsComplex(latex: string): boolean {
  return COMPLEX.test(latex)
}
