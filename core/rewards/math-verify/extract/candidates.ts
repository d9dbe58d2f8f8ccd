import { isSpace } from '../../../math/python/whitespace.ts'
import type { Budget } from '../limits.ts'
import { nextCodePoint, pastSpace, SPACE_CLASS } from './chars.ts'
import { EnvironmentFinder, type JoinedEnvironments, type LatexGroup } from './environments.ts'
import { type Ending, ExpressionFinder, type ExpressionMatch, type NumberMatch, numberAt } from './numbers.ts'

/** LaTeX that may be the answer; plain boxes are one kind of it. */
export interface LatexMatch {
  readonly kind: 'latex'
  readonly start: number
  readonly end: number
  readonly groups: readonly LatexGroup[]
}

export type Candidate = LatexMatch | NumberMatch | ExpressionMatch

/** Why a passage was looked at, in the order in which the reference tries them. */
export type Priority = 'hope' | 'boxed' | 'answer-colon' | 'answer' | 'anywhere'

export const PRIORITIES: readonly Priority[] = ['hope', 'boxed', 'answer-colon', 'answer', 'anywhere']

/** Code points that may stand between an anchor and its answer. */
const BETWEEN_ANSWER = 50
const BETWEEN_FINAL = 100

/** Steps that a look at one character costs, where few places can begin a match and where many can. */
const QUICK = 1 / 40
const SLOW = 1 / 2

/** Where a match can open. */
const OPENS_BOX = new RegExp(`[$\\\\]|[${SPACE_CLASS}](?=\\[)`, 'g')
const OPENS_LATEX = new RegExp(`[-$\\\\]|[${SPACE_CLASS}](?=\\[)`, 'g')
const OPENS_PLAIN = new RegExp(`^|[=${SPACE_CLASS}]`, 'g')

/** Lower case as the reference's anchors see it; every character keeps its place. */
function folded(text: string): string {
  const lowered = text.toLowerCase()
  if (lowered.length === text.length && !lowered.includes('ſ')) return lowered
  return text.replace(/[A-Zſ]/g, (letter) => (letter === 'ſ' ? 's' : letter.toLowerCase()))
}

/** Finds the passages of one text that may hold the answer, priority by priority (math-verify's default settings). */
export class CandidateFinder {
  private readonly text: string
  private readonly environments: EnvironmentFinder
  private readonly expressions: ExpressionFinder
  private readonly budget: Budget
  private folded: string | null = null

  constructor(text: string, budget: Budget) {
    this.text = text
    this.budget = budget
    this.environments = new EnvironmentFinder(text)
    this.expressions = new ExpressionFinder(text, budget)
  }

  /** All candidates of one priority, the last to end first; of those that end together, the first to start first. */
  at(priority: Priority): Candidate[] {
    const found: Candidate[] = []
    if (priority === 'hope') this.hope(found)
    else if (priority === 'boxed') {
      this.finalAnswer(found, true, (at) => this.latexAfterSpace(at))
      this.scan(found, QUICK, OPENS_BOX, (at) => latex(this.environments.joinedAt(at, true)))
      this.plainBox(found)
      this.finalAnswer(found, false, (at) => this.plainAt(at, 'any'))
    } else if (priority === 'anywhere') {
      this.scan(found, SLOW, OPENS_LATEX, (at) => latex(this.environments.joinedAt(at, false)))
      this.scan(found, SLOW, OPENS_PLAIN, (at) => this.expressions.expressionAt(at, 'any'))
      this.scan(found, SLOW, OPENS_PLAIN, (at) => numberAt(this.text, at, 'any'))
    } else {
      const colon = priority === 'answer-colon'
      this.answer(found, colon, (at) => this.within(at, BETWEEN_ANSWER, true, this.latexAt))
      this.answer(found, colon, (at) => this.afterAnswer(at))
    }
    return found.sort((a, b) => b.end - a.end || a.start - b.start)
  }

  /** `finditer`: from left to right, never overlapping; only where a match can open. */
  private scan(found: Candidate[], cost: number, opens: RegExp, matchAt: (at: number) => Candidate | null): void {
    this.budget.spend(this.text.length * cost)
    opens.lastIndex = 0
    for (let open = opens.exec(this.text); open !== null; open = opens.exec(this.text)) {
      const match = matchAt(open.index)
      if (match !== null) found.push(match)
      opens.lastIndex = Math.max(match?.end ?? 0, open.index + 1)
    }
  }

  /** Every place of a phrase, whatever its case; a match moves the search past its end. */
  private phrase(phrase: string, found: Candidate[], matchAfter: (at: number) => Candidate | null): void {
    this.folded ??= folded(this.text)
    let at = this.folded.indexOf(phrase)
    while (at >= 0) {
      this.budget.spend(BETWEEN_ANSWER)
      const match = matchAfter(at + phrase.length)
      if (match !== null) found.push({ ...match, start: at })
      at = this.folded.indexOf(phrase, match === null ? at + 1 : Math.max(match.end, at + 1))
    }
  }

  /** `final answer is ...  I hope` */
  private hope(found: Candidate[]): void {
    const hoped = (match: Candidate | null): Candidate | null => {
      if (match === null) return null
      let at = match.end
      if (this.text[at] === '.') at++
      if (isSpace(this.text.charCodeAt(at))) at++
      if (!this.text.startsWith('I hope', at)) return null
      return { ...match, end: at + 6 }
    }
    const pastColon = (at: number) => (this.text[at] === ':' ? at + 1 : at)
    this.phrase('final answer is', found, (at) => hoped(this.latexAfterSpace(pastColon(at))))
    this.phrase('final answer is', found, (at) => hoped(this.plainAfterSpace(pastColon(at), 'any')))
  }

  /** `final answer ... is ...` */
  private finalAnswer(found: Candidate[], lines: boolean, matchAfterIs: (at: number) => Candidate | null): void {
    this.phrase('final answer', found, (after) =>
      this.within(after, BETWEEN_FINAL, lines, (at) => {
        if (at >= this.text.length || !isSpace(this.text.charCodeAt(at))) return null
        const is = pastSpace(this.text, at)
        if (!this.text.startsWith('is', is)) return null
        const colon = this.text[is + 2] === ':'
        return (colon ? matchAfterIs(is + 3) : null) ?? matchAfterIs(is + 2)
      }),
    )
  }

  private answer(found: Candidate[], colon: boolean, matchAfter: (at: number) => Candidate | null): void {
    this.phrase(colon ? 'answer:' : 'answer', found, matchAfter)
  }

  /** The last equals sign within reach first; else the nearest number or expression. */
  private afterAnswer(after: number): Candidate | null {
    const equals: number[] = []
    for (let at = after, n = 0; n <= BETWEEN_FINAL && at < this.text.length && this.text[at] !== '\n'; n++) {
      if (this.text[at] === '=') equals.push(at)
      at = nextCodePoint(this.text, at)
    }
    for (const at of equals.reverse()) {
      const match = this.plainAfterSpace(at + 1, 'no-equals')
      if (match !== null) return match
    }
    return this.within(after, BETWEEN_ANSWER, false, (at) => this.plainAt(at, 'no-equals'))
  }

  /** The first match within `most` code points; `lines`: across line ends too. */
  private within(
    after: number,
    most: number,
    lines: boolean,
    matchAt: (at: number) => Candidate | null,
  ): Candidate | null {
    for (let at = after, n = 0; n <= most; n++) {
      const match = matchAt(at)
      if (match !== null) return match
      if (at >= this.text.length || (!lines && this.text[at] === '\n')) return null
      at = nextCodePoint(this.text, at)
    }
    return null
  }

  private readonly latexAt = (at: number): Candidate | null => latex(this.environments.joinedAt(at, false))

  private latexAfterSpace(at: number): Candidate | null {
    return latex(this.environments.joinedAfterSpace(at, false))
  }

  private plainAt(at: number, ending: Ending): Candidate | null {
    return this.expressions.expressionAt(at, ending) ?? numberAt(this.text, at, ending)
  }

  /** White space, given back one by one until an anchor fits. */
  private plainAfterSpace(from: number, ending: Ending): Candidate | null {
    const end = pastSpace(this.text, from)
    // only the last white space can be an anchor before something solid; before it nothing but white space follows
    for (let at = end; at >= Math.max(from, end - 1); at--) {
      const match = this.plainAt(at, ending)
      if (match !== null) return match
    }
    return null
  }

  /** From the first `\boxed{` to the last closing brace: where a box ends is found out later. */
  private plainBox(found: Candidate[]): void {
    const start = this.text.indexOf('\\boxed{')
    const last = this.text.lastIndexOf('}')
    if (start < 0 || last < start + 8) return
    const groups = [{ start, end: last + 1, percent: false, boxed: true }]
    found.push({ kind: 'latex', start, end: last + 1, groups })
  }
}

function latex(match: JoinedEnvironments | null): LatexMatch | null {
  return match === null ? null : { kind: 'latex', start: match.start, end: match.end, groups: match.groups }
}
