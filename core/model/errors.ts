/**
 * Errors keep a code from one union across processes. A message has four parts: what happened, where (file and line,
 * cell, sample), the value verbatim, and the remedy with what was kept.
 */
export const ERROR_CODES = [
  'usage', // wrong arguments: exit 2
  'not-found', // no such sample, run, reward, cell
  'unreadable', // file empty, truncated, a directory, not what it says: exit 3
  'workspace', // broken, read-only, newer, network file system: exit 3
  'workspace-busy', // another process holds it
  'disk-full',
  'endpoint', // not reachable or refused: exit 4
  'reward', // a reward cannot be computed for this row
  'untrusted', // a notebook from elsewhere that nobody agreed to yet: exit 2
  'cancelled',
  'connection', // the line to the engine's process dropped or carried nonsense
  'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** The plain form that crosses process borders and is printed by `--json`. */
export interface ErrorParts {
  readonly code: ErrorCode
  /** One sentence, no blame, no code first. */
  readonly what: string
  /** File and line; cell; sample and response. */
  readonly where?: string
  /** Verbatim, at most 200 characters, control characters shown. */
  readonly value?: string
  /** What to do, and what was kept. */
  readonly remedy?: string
}

export class LongviewError extends Error {
  readonly parts: ErrorParts
  constructor(parts: ErrorParts, options?: { cause?: unknown }) {
    super([parts.what, parts.where, parts.value, parts.remedy].filter(Boolean).join(' / '), options)
    this.name = 'LongviewError'
    this.parts = parts
  }
  get code(): ErrorCode {
    return this.parts.code
  }
}

/** Any thrown thing as parts; a foreign error becomes `internal` with its message kept. */
export function errorParts(error: unknown): ErrorParts {
  if (error instanceof LongviewError) return error.parts
  if (error instanceof Error) return { code: 'internal', what: error.message || error.name }
  return { code: 'internal', what: String(error) }
}

/** At most 200 characters of a value, control characters visible: safe for a terminal and a page. */
export function shownValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const visible = text
    .slice(0, 201)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (c) => {
      if (c === '\n') return '\\n'
      if (c === '\t') return '\\t'
      if (c === '\r') return '\\r'
      return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
    })
  return visible.length > 200 ? `${visible.slice(0, 199)}…` : visible
}
