import { type Expr, isMatrix, product, sum } from '../algebra/expr.ts'
import { type Budget, Undecided } from '../limits.ts'
import { compareScalars } from './scalars.ts'
import { ComparisonRaises, different, type Verdict } from './verdict.ts'

/** Matrices of one shape, cell by cell; anything else is different. */
export function compareMatrices(gold: Expr, answer: Expr, budget: Budget): Verdict {
  if (!isMatrix(gold) || !isMatrix(answer)) return different('a matrix against a value')
  const left = cellsOf(gold)
  const right = cellsOf(answer)
  if (left.length !== right.length || left[0].length !== right[0].length)
    return different('matrices of different shape')
  const equal = left.every((row, r) => row.every((cell, c) => compareCells(cell, right[r][c], budget)))
  return { equal, rule: 'matrices, cell by cell' }
}

function compareCells(gold: Expr, answer: Expr, budget: Budget): boolean {
  return compareScalars(gold, answer, budget).equal
}

type Cells = readonly (readonly Expr[])[]

function cellsOf(e: Expr): Cells {
  if (e.kind === 'matrix') return e.rows
  if (e.kind === 'matrix-sum') return e.terms.map(cellsOf).reduce((a, b) => zipped(a, b))
  if (e.kind === 'matrix-product') return productOf(e.factors)
  throw new Undecided('matrix expression')
}

function zipped(a: Cells, b: Cells): Cells {
  if (a.length !== b.length || a[0].length !== b[0].length) throw new ComparisonRaises('shapes')
  return a.map((row, r) => row.map((cell, c) => sum([cell, b[r][c]])))
}

function productOf(factors: readonly Expr[]): Cells {
  const matrices = factors.filter(isMatrix).map(cellsOf)
  const scalars = factors.filter((factor) => !isMatrix(factor))
  if (scalars.some((scalar) => scalar.kind === 'power' && isMatrix(scalar.base))) throw new Undecided('inverse matrix')
  const multiplied = matrices.reduce((a, b) => {
    if (a[0].length !== b.length) throw new ComparisonRaises('shapes')
    return a.map((row) => b[0].map((_, c) => sum(row.map((cell, i) => product([cell, b[i][c]])))))
  })
  return scalars.length === 0 ? multiplied : multiplied.map((row) => row.map((cell) => product([...scalars, cell])))
}
