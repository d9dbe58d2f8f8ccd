import type { Expr } from './algebra/expr.ts'
import { isScalar, isSet, percent } from './algebra/expr.ts'
import { type Candidate, CandidateFinder, type LatexMatch, PRIORITIES, type Priority } from './extract/candidates.ts'
import type { NumberMatch } from './extract/numbers.ts'
import { parseLatex } from './latex/answers.ts'
import { convert, numeral } from './latex/convert.ts'
import { finite } from './latex/convert-sets.ts'
import { seemsComplex } from './latex/symbols.ts'
import { type Budget, NotParsed, Undecided } from './limits.ts'
import { normaliseLatex } from './normalise/latex.ts'
import { parsePlain } from './plain/parse.ts'

/** What was found in a text: the reference's list of results, which has two entries only when something parsed. */
export interface Answer {
  /** Null when nothing parsed. */
  readonly value: Expr | null
  /** The first passage that was looked at, normalised; it takes part in comparisons of text. Empty: none. */
  readonly text: string
  /** Where the parsed passage stands in the text; where nothing parsed, the first one looked at. */
  readonly source: Source | null
}

export interface Source {
  readonly start: number
  readonly end: number
  readonly priority: Priority
  readonly kind: Candidate['kind']
}

/** Thrown where the reference's search itself raises: it then has found nothing at all. */
class SearchRaises extends Error {
  override readonly name = 'SearchRaises'
}

/** Finds and parses the answer of a text, priority by priority, in each from the last match to the first. */
export function findAnswer(text: string, budget: Budget): Answer {
  try {
    return search(text, budget)
  } catch (error) {
    if (error instanceof SearchRaises) return { value: null, text: '', source: null }
    throw error
  }
}

function search(text: string, budget: Budget): Answer {
  const finder = new CandidateFinder(text, budget)
  let first: { text: string; source: Source } | null = null
  for (const priority of PRIORITIES) {
    for (const candidate of finder.at(priority)) {
      budget.spend(10)
      const reading = read(text, candidate, budget)
      const source = { start: reading.start, end: reading.end, priority, kind: candidate.kind }
      if (reading.text !== '') first ??= { text: reading.text, source }
      if (reading.value !== null) return { value: reading.value, text: first?.text ?? '', source }
    }
  }
  return { value: null, text: first?.text ?? '', source: first?.source ?? null }
}

interface Reading {
  readonly value: Expr | null
  readonly text: string
  readonly start: number
  readonly end: number
}

function read(text: string, candidate: Candidate, budget: Budget): Reading {
  if (candidate.kind === 'latex') return readLatex(text, candidate, budget)
  const place = { start: candidate.from, end: candidate.to }
  if (candidate.kind === 'number') return { ...readNumber(candidate), ...place }
  const written = text.slice(candidate.from, candidate.to)
  return { value: parsePlain(written, budget), text: written, ...place }
}

function readNumber(match: NumberMatch): { value: Expr; text: string } {
  const integer = match.integer.replace(/[, ]/g, '').replace(/^0+/, '') || '0'
  const written = integer + match.decimal.replaceAll(',', '.')
  const value = signed(written)
  if (value === null) throw new SearchRaises(written)
  return { value: match.percent ? percent(value) : value, text: written }
}

/** A numeral that may be negative. Python refuses digits of other scripts here, and leading zeros behind a minus sign. */
function signed(written: string): Expr | null {
  if (!/^-?[0-9]*(\.[0-9]+)?$/.test(written) || /^-0+[1-9][0-9]*$/.test(written)) return null
  return written.startsWith('-') ? negated(numeral(written.slice(1))) : numeral(written)
}

function negated(e: Expr): Expr {
  if (e.kind !== 'number' && e.kind !== 'float') throw new NotParsed('sign')
  return { ...e, value: { p: -e.value.p, q: e.value.q } }
}

/** One passage, or several joined: then all must parse, and together they are a set. */
function readLatex(text: string, match: LatexMatch, budget: Budget): Reading {
  const texts: string[] = []
  const values: (Expr | null)[] = []
  for (const group of match.groups) {
    const normal = normaliseLatex(text.slice(group.start, group.end), group.boxed ? 'last' : 'all', budget)
    if (normal === null) throw new Undecided('passage too long')
    texts.push(normal)
    const value = parse(normal, budget)
    values.push(value !== null && group.percent ? percentOf(value) : value)
  }
  const [first] = match.groups
  if (values.length > 1 && values.every((value) => value !== null)) {
    const elements = values.flatMap((value) => (value.kind === 'set' ? value.elements : [value]))
    const last = match.groups[match.groups.length - 1]
    return { value: finite(elements), text: texts.join(' and '), start: first.start, end: last.end }
  }
  return { value: values[0], text: texts[0], start: first.start, end: first.end }
}

/** A percent sign behind a passage. Of a set it makes a thing that is equal to nothing; of a relation the reference raises. */
function percentOf(value: Expr): Expr | null {
  if (isScalar(value)) return percent(value)
  if (isSet(value)) return { kind: 'opaque', of: value }
  if (value.kind === 'matrix') return { kind: 'matrix', rows: value.rows.map((row) => row.map(percent)) }
  if (value.kind === 'relation' || value.kind === 'and') return null
  throw new Undecided('percent of a tuple')
}

const EQUALS = /(?<![\\<!>])=/

/** As it stands; else what follows the last equals sign of a chain. */
function parse(latex: string, budget: Budget): Expr | null {
  const value = parseWhole(latex, budget)
  if (value !== null || latex.includes(',') || latex.includes(';')) return value
  const parts = latex.split(EQUALS)
  return parts.length > 2 ? parseWhole(parts[parts.length - 1], budget) : null
}

function parseWhole(latex: string, budget: Budget): Expr | null {
  try {
    const tree = parseLatex(latex, budget)
    if (tree === null) return null
    if (tree.rule === 'elements' && GROUPED_NUMBER.test(latex)) return groupedNumber(latex)
    return convert(tree, { real: !seemsComplex(latex), budget })
  } catch (error) {
    if (error instanceof NotParsed) return null
    throw error
  }
}

/** `12,345.6`: a number, not a set. */
const GROUPED_NUMBER = /^\s*-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\s*$/

/** Without its commas; behind a leading zero they are decimal points, so that a second one is no number (null). */
function groupedNumber(latex: string): Expr | null {
  const written = latex.startsWith('0') ? latex.replaceAll(',', '.') : latex.replaceAll(',', '')
  return signed(written.trim().replace(/^0+/, '') || '0')
}
