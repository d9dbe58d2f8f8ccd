import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../core/math/random.ts'
import { decide, parseText, prepareGold } from '../../../core/rewards/math-verify/index.ts'

const verdict = (gold: string, answer: string) => decide(parseText(`\\boxed{${answer}}`), prepareGold(gold)).verdict

describe('equal', () => {
  test.each([
    ['\\frac13', '0.333333'],
    ['15.00', '15.0000001'],
    ['0.5', '50\\%'],
    ['9', '9\\%'],
    ['9', '900\\%'],
    ['35', '3500.0\\%'],
    ['x+1', '1+x'],
    ['(x+1)^2', 'x^2+2x+1'],
    ['\\frac{x^2-1}{x-1}', 'x+1'],
    ['\\sin(2x)', '2\\sin x\\cos x'],
    ['\\sqrt{5+2\\sqrt6}', '\\sqrt2+\\sqrt3'],
    ['\\frac{n!}{(n-2)!}', 'n(n-1)'],
    ['\\sum_{i=1}^{5} i', '15'],
    ['\\int_0^1 x^2 dx', '\\frac13'],
    ['a<b', 'b>a'],
    ['y=2x+1', '2x-y+1=0'],
    ['2x+2y=4', 'x+y=2'],
    ['xy=1', '2xy=2'],
    ['x>5', '(5,\\infty)'],
    ['x^2<4', '(-2,2)'],
    ['1<x<2', '(1,2)'],
    ['\\mathbb{R}\\setminus\\{0\\}', '(-\\infty,0)\\cup(0,\\infty)'],
    ['[-1,2]\\cup[1,3]', '[-1,3]'],
    ['\\{1,2\\}\\cup\\{3\\}', '3,2,1'],
    ['2\\pm\\sqrt3', '2-\\sqrt3,2+\\sqrt3'],
    ['(1,2)', 'x=1, y=2'],
    ['5', 'x=5'],
    ['\\text{yes}', 'yes'],
    ['77', '\\text{77}'],
    ['\\begin{pmatrix}1/2\\\\2\\end{pmatrix}', '\\begin{bmatrix}0.5\\\\2\\end{bmatrix}'],
    ['1=1', '2=3'],
  ])('%s and %s', (gold, answer) => {
    expect(verdict(gold, answer)).toBe('equal')
  })
})

describe('different', () => {
  test.each([
    ['15', '15.0000001'],
    ['\\frac13', '0.333'],
    ['34', '3400.0\\%'],
    ['2x=4', 'x=2'],
    ['x^2=4', '2x^2=8'],
    ['2x<4', 'x<2'],
    ['(1,2)', '1<x<2'],
    ['[1,2]', '(1,2)'],
    ['(1,2)', '(2,1)'],
    ['x', '1x'],
    ['\\ln(x^2)', '2\\ln x'],
    ['\\sqrt{-1}', 'i'],
    ['\\frac{121}{100}', '1.1*1.1'],
    ['3', '9^{9^{9^9}}'],
    ['\\infty', '\\frac{5}{0}'],
    ['x\\ne 2', 'x\\ne 3'],
    ['k\\in\\mathbb{Z}', '\\{1\\}'],
  ])('%s and %s', (gold, answer) => {
    expect(verdict(gold, answer)).toBe('different')
  })
})

test('what cannot be known is undecided', () => {
  expect(verdict('\\sum_{n=1}^\\infty \\frac{1}{2^n}', '1')).toBe('undecided')
  expect(verdict('9^{9^{9^9}}', '8^{9^{9^9}}')).toBe('undecided')
})

/** Coefficients of the product of `x - root`, the constant first. */
function multipliedOut(roots: readonly number[]): number[] {
  let p = [1]
  for (const root of roots) p = [0, ...p].map((c, k) => c - root * (p[k] ?? 0))
  return p
}

test.each([11, 12, 13, 14])(
  'a polynomial is equal to its shuffled and factored forms, and to no other (seed %i)',
  (seed) => {
    const random = seededRandom(seed)
    for (let i = 0; i < 25; i++) {
      const roots = Array.from({ length: 1 + random.below(3) }, () => random.below(9) - 4)
      const factored = roots.map((root) => `(x${root < 0 ? '+' : '-'}${Math.abs(root)})`).join('')
      const expanded = multipliedOut(roots)
      const terms = expanded.map((c, k) => `${c < 0 ? '-' : '+'}${Math.abs(c)}x^{${k}}`)
      const shuffled = terms.map((term) => ({ term, key: random.next() })).sort((a, b) => a.key - b.key)
      const written = shuffled.map(({ term }) => term).join('')
      expect([factored, written, verdict(factored, written)]).toEqual([factored, written, 'equal'])
      expect(verdict(factored, `${written}+1`)).toBe('different')
    }
  },
)

test.each([21, 22])('a gold is equal to itself, sets whatever their order (seed %i)', (seed) => {
  const random = seededRandom(seed)
  const value = () =>
    random.pick(['\\sqrt{2}', '\\frac{3}{7}', '-4', '0.25', '\\pi', '2\\sqrt{5}', '\\frac{-1}{3}', '17', '1.5'])
  for (let i = 0; i < 40; i++) {
    const elements = [...new Set(Array.from({ length: 2 + random.below(3) }, value))]
    const gold = `\\{${elements.join(',')}\\}`
    const turned = `\\{${[...elements].reverse().join(', ')}\\}`
    expect([gold, verdict(gold, turned)]).toEqual([gold, 'equal'])
    expect(verdict(gold, `\\{${elements.join(',')},1000\\}`)).toBe('different')
  }
})
