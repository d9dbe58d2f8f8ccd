/** A decided comparison, with the rule that decided it in words. */
export interface Verdict {
  readonly equal: boolean
  readonly rule: string
}

/** Thrown where the reference's comparison raises: the pair counts as different. */
export class ComparisonRaises extends Error {
  override readonly name = 'ComparisonRaises'
}

export function different(rule: string): Verdict {
  return { equal: false, rule }
}
