/** Standard error: progress, notes, warnings, errors. A line that is redrawn on a terminal, plain lines elsewhere. */
import type { ErrorParts } from '../../model/errors.ts'
import { inert } from './inert.ts'
import { clip } from './width.ts'

/** Plain lines of progress come this far apart, the last one always. */
const PLAIN_MS = 10_000
const DRAWN_MS = 100

const RED = 31
const YELLOW = 33

export interface Notes {
  /** Where the work stands; drawn at most ten times a second. */
  progress(text: string): void
  /** The progress line has said its last word: it stays as a line. */
  settle(text?: string): void
  note(text: string): void
  warn(text: string): void
  /** Errors are told even where all else is quiet. */
  error(parts: ErrorParts): void
}

type Stream = NodeJS.WritableStream & { isTTY?: boolean; columns?: number }

/** Four parts, each inert: what, where, value, remedy. */
export function errorText(parts: ErrorParts): string {
  const more = [
    parts.where && `  where   ${parts.where}`,
    parts.value && `  value   ${parts.value}`,
    parts.remedy && `  remedy  ${parts.remedy}`,
  ].filter((line): line is string => Boolean(line))
  const what = /[.!?)`]$/.test(parts.what) ? parts.what : `${parts.what}.`
  return [what, ...more].map((line) => inert(line)).join('\n')
}

export function createNotes(stream: Stream, quiet: boolean, env: NodeJS.ProcessEnv): Notes {
  const drawn = stream.isTTY === true && env.TERM !== 'dumb'
  const colour = drawn && !env.NO_COLOR
  const paint = (code: number, text: string) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text)
  let last = 0
  let line = ''
  const clear = () => {
    if (drawn && line) stream.write('\r\x1b[2K')
    line = ''
  }
  const say = (text: string) => {
    clear()
    stream.write(`${text}\n`)
  }
  // Whoever reads our errors may go away too; that changes nothing of the work.
  stream.on('error', () => {})
  return {
    progress(text) {
      const now = performance.now()
      if (quiet || (last > 0 && now - last < (drawn ? DRAWN_MS : PLAIN_MS))) return
      last = now
      if (!drawn) return void stream.write(`${inert(text)}\n`)
      line = clip(inert(text), (stream.columns ?? 80) - 1)
      stream.write(`\r\x1b[2K${line}`)
    },
    settle(text) {
      if (drawn) last = 0
      if (!quiet && text) say(inert(text))
      else clear()
    },
    note(text) {
      if (!quiet) say(inert(text, { lines: true }))
    },
    warn(text) {
      if (!quiet) say(`${paint(YELLOW, 'warning')} ${inert(text, { lines: true })}`)
    },
    error: (parts) => say(`${paint(RED, 'longview')}: ${errorText(parts)}`),
  }
}
