/** Thrown where the work on one answer outgrows its budget: the verdict is then undecided, never a guess. */
export class OutOfBudget extends Error {
  override readonly name = 'OutOfBudget'
}

/**
 * Steps that one verdict may take. A step is a small piece of work (a token looked at, a term multiplied, a digit block
 * carried), so that the budget bounds time on any machine without a clock.
 */
export class Budget {
  private left: number

  constructor(steps: number) {
    this.left = steps
  }

  spend(steps = 1): void {
    this.left -= steps
    if (this.left < 0) throw new OutOfBudget('math-verify: step budget used up')
  }
}

/** Thrown where the reference's parser or its conversion raises: the passage is no mathematics it knows. */
export class NotParsed extends Error {
  override readonly name = 'NotParsed'
}

/** Thrown where this implementation does not know what the reference answers. */
export class Undecided extends Error {
  override readonly name: string = 'Undecided'
}

/** Thrown where a value is infinite or no number at all: against a finite one it is surely different. */
export class NoFiniteValue extends Undecided {
  override readonly name: string = 'NoFiniteValue'
}
