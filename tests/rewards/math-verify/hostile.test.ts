import { expect, test } from 'vitest'
import { findAnswer } from '../../../core/rewards/math-verify/answer.ts'
import { decide, parseText, prepareGold } from '../../../core/rewards/math-verify/index.ts'
import { Budget, NotParsed, OutOfBudget, Undecided } from '../../../core/rewards/math-verify/limits.ts'

const MILLION = 1_000_000
const filled = (piece: string, length = MILLION) => piece.repeat(Math.floor(length / piece.length))
const inBox = (content: string) => `\\boxed{${content}}`
const nested = (open: string, middle: string, close: string, times: number) =>
  inBox(`${open.repeat(times)}${middle}${close.repeat(times)}`)

const ATTACKS: Readonly<Record<string, string>> = {
  'a million {': filled('{'),
  'a million }': filled('}'),
  'a million of \\boxed{': filled('\\boxed{'),
  'a million of \\boxed{1}': filled('\\boxed{1}'),
  'a million digits': filled('7'),
  'a million digits in a box': inBox(filled('7')),
  'a tower of powers': inBox('9^{9^{9^9}}'),
  'a plain tower': 'the answer is 9^9^9^9^9',
  'a factorial out of all bounds': inBox('10^{10^{10}}!'),
  'factorials of factorials': inBox('99999!!!!'),
  'a large binomial': inBox('\\binom{100000}{50000}'),
  'series within series': inBox('\\sum_{i=1}^{1999}\\sum_{j=1}^{1999} i'),
  'a large power of a sum': inBox('(x+1)^{100000}'),
  'deep parentheses': nested('(', '1', ')', 400_000),
  'deep braces': nested('{', '1', '}', 400_000),
  'parentheses that pass the length': nested('(', '1', ')', 1900),
  'braces that pass the length': nested('{', '1', '}', 1900),
  'deep fractions': nested('\\frac{1}{', '1', '}', 390),
  'deep powers': nested('2^{', '1', '}', 900),
  'deep roots': nested('\\sqrt{2+', '2', '}', 390),
  'deep sets': nested('\\{1,', '1', '\\}', 780),
  'calls within calls': nested('f(', 'x', ')', 1300),
  dollars: filled('$'),
  'dollars and spaces': filled('$ '),
  'brackets that never close': filled('\\['),
  'parentheses that close at the end': `${filled('\\(')}\\)`,
  'white space': filled(' '),
  'a number and white space': `5${filled(' ')}`,
  'white space before an equals sign': `answer: 1+${filled(' ')}=`,
  answers: filled('answer'),
  'final answers': filled('final answer is '),
  ones: filled(' 1'),
  operators: `1${filled('+')}`,
  stars: filled('*'),
  'fractions without end': inBox(filled('\\frac{', 3900)),
  'text without end': inBox(filled('\\text{', 3900)),
  bars: inBox(filled('|', 3900)),
  'bars and letters': inBox(`${filled('|x', 3900)}y`),
  letters: inBox(filled('x', 3900)),
  sines: inBox(`${filled('\\sin ', 3900)}x`),
  integrals: inBox(`\\int${' x'.repeat(500)} dx`),
  differentials: inBox(`\\int ${'dx '.repeat(300)}`),
  'loose sums': inBox(`${'\\sum_{i=1}^{2} '.repeat(100)}x`),
  'plus-minus': inBox(`${filled('\\pm', 3900)}1`),
  'a thousand names': inBox(Array.from({ length: 700 }, (_, i) => `x_{${i}}`).join(',')),
  'a long union': inBox(Array.from({ length: 200 }, (_, i) => `(${i},${i + 1})`).join('\\cup')),
  'astral characters': filled('😀'),
}

const GOLDS = ['3', '(x+1)^2', '\\{1,2,3\\}', 'x>2', '\\sqrt{2}'].map(prepareGold)

/** Steps after which even a slow machine has spent only milliseconds. */
const STEPS = 60_000

test.each(Object.entries(ATTACKS))('%s', (_name, text) => {
  // the search keeps to its budget, and nothing but its own ways of giving up comes out
  try {
    findAnswer(text, new Budget(STEPS))
  } catch (error) {
    const known = error instanceof OutOfBudget || error instanceof Undecided || error instanceof NotParsed
    expect(known || error instanceof RangeError).toBe(true)
  }
  const found = parseText(text)
  for (const gold of GOLDS)
    expect(['equal', 'different', 'undecided', 'no-answer']).toContain(decide(found, gold).verdict)
  expect(decide(parseText('\\boxed{3}'), prepareGold(text)).verdict).not.toBe('no-answer')
})
