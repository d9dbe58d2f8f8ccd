import type { RowTable } from './tables.ts'

/** What a child is given: once, then it answers and ends. */
export interface CodeQuestion {
  /** JavaScript or SQL, as it is run. */
  readonly code: string
  /** TypeScript only: the script that stands around it in the sandbox. */
  readonly guest: string
  readonly tables: readonly RowTable[]
  readonly deadlineMs: number
  readonly memoryMb: number
  readonly threads: number
}

export interface CodeAnswer {
  readonly log: readonly string[]
  /** Lines that were printed beyond what is kept. */
  readonly logLeft: number
  /** A result as JSON text, for the host to check. */
  readonly result?: string
  readonly failed?: CodeFailure
}

export interface CodeFailure {
  /** `broken`: the child itself failed, through no fault of the code. */
  readonly why: 'thrown' | 'timeout' | 'memory' | 'result' | 'broken'
  readonly detail: string
  /** In the code that was run, from 1. */
  readonly line?: number
  readonly column?: number
}
