import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../core/math/random.ts'
import { print } from '../../../core/rewards/math-verify/algebra/print.ts'
import { findAnswer } from '../../../core/rewards/math-verify/answer.ts'
import { tokenise } from '../../../core/rewards/math-verify/latex/tokenise.ts'
import { Budget, OutOfBudget, Undecided } from '../../../core/rewards/math-verify/limits.ts'
import { normaliseLatex } from '../../../core/rewards/math-verify/normalise/latex.ts'
import { parsePlain } from '../../../core/rewards/math-verify/plain/parse.ts'

const budget = () => new Budget(100_000)

function read(text: string): string {
  const { value, text: found } = findAnswer(text, budget())
  return `${value === null ? '-' : print(value)} ‖ ${found}`
}

const boxed = (content: string) => read(`so \\boxed{${content}}`)

describe('extraction', () => {
  test.each([
    ['no number at all', '- ‖ '],
    ['\\boxed{3} then \\boxed{4}', '{3, 4} ‖ 3,4'],
    ['\\boxed{3} then much text without any joining word between them \\boxed{4}', '4 ‖ 4'],
    ['first \\boxed{3}, and then $5$', '3 ‖ 3'],
    ['\\boxed{\\frac{1}{2}', '1/2 ‖ {\\frac{1}{2}'],
    ['The final answer is $7$. I hope it is correct. \\boxed{8}', '7 ‖ 7'],
    ['Answer: 12 apples and 3 pears', '12 ‖ 12'],
    ['answer: 12 = x', '1 ‖ 1'],
    ['\\boxed{0,250}', '0.250000000000000 ‖ 0,250'],
    ['\\boxed{00,250}', '0.250000000000000 ‖ 00,250'],
    ['\\boxed{0,250,125}', '- ‖ 0,250,125'],
    ['\\boxed{-0,111}', '- ‖ -0,111'],
    ['\\boxed{-1,111}', '-1111 ‖ -1,111'],
    ['0,5 metres', '0.500000000000000 ‖ 0.5'],
    ['answer: a = 2, so b = 5', '5 ‖ 5'],
    ['it costs $5 and 1,234.50 in all', '1234.50000000000 ‖ 1234.50'],
    ['$1$, $2$ and $3$', '{1, 2, 3} ‖ 1 and 2 and 3'],
    ['$12$ percent', '12*1/100 ‖ 12'],
    ['first 5 then 1/2 + 3', '1/2 + 3 ‖ 1/2 + 3'],
    ['first 5 then 1/2 + 3 .', '3 ‖ 1/2 + 3 .'],
    ['the answer is -05', '- ‖ '],
    ['答案是 ５', '- ‖ '],
  ])('%s', (text, wanted) => {
    expect(read(text)).toBe(wanted)
  })
})

describe('the LaTeX dialect', () => {
  test.each([
    ['\\frac12', '1/2'],
    ['2\\frac12', '5/2'],
    ['-2\\frac{1}{2}', '-5/2'],
    ['2(3)', '5'],
    ['1,000', '1000'],
    ['1{,}000', '1000'],
    ['x=1,000', 'Eq(x, {1, 0})'],
    ['50\\%', '50*1/100'],
    ['3\\text{ hours}', '3'],
    ['12 cm^2', '12*c*m**2'],
    ['f(x)', 'f(x)'],
    ['f(x+1)', 'f*(x + 1)'],
    ['\\sin x y', 'sin(x*y)'],
    ['\\sin x \\cos y', 'sin(x)*cos(y)'],
    ['\\sin^2 x', 'sin(x)**2'],
    ['\\sin^{-1} x', 'asin(x)'],
    ['\\log_2 8', 'log(8, 2)'],
    ['x_{12}^2', 'x_{12}**2'],
    ['\\cdots', '-'],
    ['a<b<c', '(a < b) & (b < c)'],
    ['x=y=3', '(Eq(x, y)) & (Eq(y, 3))'],
    ['x\\approx 5', '5'],
    ['(1,2)', '(1, 2)'],
    ['[2,1]', '(2, 1)'],
    ['[1,1]', '{1}'],
    ['\\pm 2', '{-2, 2}'],
    ['\\{1,2\\}\\cup[3,4)', 'Union({1, 2}, [3, 4))'],
    ['\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}', 'Matrix([[1, 2], [3, 4]])'],
    ['|x|', 'Abs(x)'],
    ['||x|-1|', 'Abs(Abs(x) - 1)'],
    ['\\binom{5}{2}', '10'],
    ['{5 \\choose 2}', '10'],
    ['\\frac{5}{0}', 'zoo'],
    ['\\frac{dy}{dx}', 'Derivative(y, x)'],
    ['\\text{(A)}', 'a'],
    ['6.02e23', '6.02000000000000*E*23'],
    ['3E5', '300000.000000000'],
    ['5.', '-'],
  ])('%s is %s', (latex, wanted) => {
    expect(boxed(latex).split(' ‖ ')[0]).toBe(wanted)
  })

  test('commands are known by their longest beginning', () => {
    expect(tokenise('\\leftarrow')?.texts).toEqual(['\\le', 'f', 't', 'a', 'r', 'r', 'o', 'w', ''])
    expect(tokenise('\\text{a\\}b} c')?.texts).toEqual(['\\text{a\\}b}', 'c', ''])
    expect(tokenise('a ? b')).toBeNull()
  })
})

describe('normalising', () => {
  test.each([
    ['5\\text{ cm}^2', '5'],
    ['\\text{Yes}', '\\text{Yes}'],
    ['.5', '\\frac{1}{2}'],
    ['.25', '0.25'],
    ['0.5', '\\frac{1}{2}'],
    ['3/4', '\\frac{3}{4}'],
    ['\\dfrac12', '\\frac{1}{2}'],
    ['\\sqrt3', '\\sqrt{3}'],
    ['x^(2+1)', 'x^{2+1}'],
    ['1 \\text{ and } 2', '1, 2'],
    ['20 percent', '20\\%'],
    ['\\left( 1 \\right)', '( 1 )'],
    ['\\$12', '12'],
    ['x=\\boxed{5}', '5'],
  ])('%s becomes %s', (latex, wanted) => {
    expect(normaliseLatex(latex, 'all', budget())).toBe(wanted)
  })
})

describe('plain expressions', () => {
  test.each([
    ['1/2+3', '1/2 + 3'],
    ['2^3^2', '2**3**2'],
    ['2 3', null],
    ['007', null],
    ['2(3)', null],
    ['(1', null],
    ['1.5.2', null],
    ['--5', '(-1)*(-1)*5'],
  ])('%s', (text, wanted) => {
    const value = parsePlain(text, budget())
    if (text === '--5') expect(value === null ? null : print(value)).toBe('5')
    else expect(value === null ? null : print(value)).toBe(wanted)
  })
})

const PIECES = [
  '\\frac',
  '\\sqrt',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '\\boxed{',
  '$',
  '$$',
  '\\(',
  '\\)',
  '1',
  '2.5',
  'x',
  'e',
  'd',
  '^',
  '_',
  ',',
  ';',
  '=',
  '<',
  '\\le',
  '\\cdot',
  '|',
  '\\pm',
  '\\cup',
  '\\text{',
  '\\sin ',
  '\\sum_{i=1}^{3}',
  '\\int ',
  'dx',
  '\\begin{pmatrix}',
  '\\end{pmatrix}',
  '&',
  '\\\\',
  ' ',
  '\n',
  'answer ',
  'final answer is ',
  '%',
  '!',
  "'",
  '中',
  '😀',
  ' and ',
  '\\left',
  '\\right',
  '\\infty',
  '+',
  '-',
  '/',
]

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'anything at all is answered within the budget, and twice alike (seed %i)',
  (seed) => {
    const random = seededRandom(seed)
    for (let i = 0; i < 300; i++) {
      const text = Array.from({ length: 1 + random.below(24) }, () => random.pick(PIECES)).join('')
      const answer = (): string => {
        try {
          const { value, text: found } = findAnswer(text, budget())
          return `${value === null ? '-' : print(value)} ‖ ${found}`
        } catch (error) {
          if (error instanceof Undecided || error instanceof OutOfBudget) return error.message
          throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error })
        }
      }
      expect(answer()).toBe(answer())
    }
  },
)
