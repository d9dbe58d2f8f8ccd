/** A difference below this counts as equal in every strict comparison, so that rounding never decides. */
export const TIE = 1e-12

/** a > b, strictly, beyond rounding. */
export function above(a: number, b: number): boolean {
  return a - b >= TIE
}
