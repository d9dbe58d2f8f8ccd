import { LongviewError, shownValue } from '../../model/errors.ts'
import type { CodeParams } from '../../notebook/cells.ts'
import type { CodeResult } from '../../notebook/code.ts'
import { type Compiled, compile, guestScript } from './compile.ts'
import type { CodeAnswer, CodeFailure } from './messages.ts'
import { askOnce, type OneShot } from './one-shot.ts'
import { checkedResult } from './result.ts'
import type { RowTable } from './tables.ts'

/** Of the sandbox (TypeScript) or of DuckDB's pool (SQL). */
const MEMORY_MB = { typescript: 1024, sql: 2048 } as const
const THREADS = 2

export interface CodeRun {
  readonly result: CodeResult
  readonly log: readonly string[]
  readonly logLeft: number
}

/**
 * Runs a code cell over rows in a child of its own; yields about ten times a second, so that it can be left, which kills
 * the child.
 * @throws {LongviewError} usage: what the code did wrong, on which line of its source
 */
export async function* runCode(
  cell: string,
  params: CodeParams,
  tables: readonly RowTable[],
): AsyncGenerator<number, CodeRun> {
  const { language, source, seconds } = params
  const compiled = language === 'typescript' ? await compile(source, cell) : null
  const question = {
    code: compiled?.code ?? source,
    guest: compiled ? await guestScript() : '',
    tables,
    deadlineMs: seconds * 1000,
    memoryMb: MEMORY_MB[language],
    threads: THREADS,
  }
  const shot = askOnce(language === 'sql' ? 'code/sql.child' : 'code/typescript.child', question, language === 'sql')
  try {
    const said = yield* waiting(shot)
    if (said === 'hung') throw fault(cell, params, compiled, { why: 'timeout', detail: 'it had to be killed' }, [])
    // Node ends itself where its own heap is full, the system where the machine's memory is.
    if ('ended' in said) {
      const why = /heap|memory|SIGKILL|SIGABRT/i.test(said.ended) ? 'memory' : 'broken'
      throw fault(cell, params, compiled, { why, detail: said.ended }, [])
    }
    const { log, logLeft, failed, result } = said
    if (failed || result === undefined) {
      throw fault(cell, params, compiled, failed ?? { why: 'result', detail: 'The code gave no answer.' }, log)
    }
    return { result: checkedResult(result, cell), log, logLeft }
  } finally {
    shot.kill()
  }
}

const STEP_MS = 100

async function* waiting(shot: OneShot): AsyncGenerator<number, CodeAnswer | 'hung' | { readonly ended: string }> {
  for (;;) {
    let timer: NodeJS.Timeout | undefined
    const pause = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), STEP_MS)
    })
    const said = await Promise.race([shot.answer, pause])
    clearTimeout(timer)
    if (said !== null) return said
    yield 0
  }
}

/** What a person is told: what happened, the line of the source and its text, what to do. */
function fault(
  cell: string,
  params: CodeParams,
  compiled: Compiled | null,
  failure: CodeFailure,
  log: readonly string[],
): LongviewError {
  const { why, detail, line, column } = failure
  const own = line === undefined ? null : (compiled?.original(line, column ?? 1) ?? { line, column })
  const text = own ? params.source.split('\n')[own.line - 1]?.trim() : undefined
  const printed = log.length > 0 ? ` It printed: ${shownValue(log.slice(-3).join(' / '))}.` : ''
  const said = {
    thrown: [
      language(params) === 'SQL' ? sqlWords(detail) : `The code threw ${detail}.`,
      'Correct the line and run the cell again.',
    ],
    timeout: [
      `The ${language(params)} did not end within ${params.seconds} s and was stopped.`,
      'Give it more seconds, or less to do: filter first, aggregate early.',
    ],
    memory: [
      `The ${language(params)} needed more memory than it may have (${MEMORY_MB[params.language]} MB).`,
      'Take fewer rows at once: filter first, aggregate early, leave texts off.',
    ],
    broken: [
      `The ${language(params)} could not be run: ${detail}`,
      'Run the cell again; if it stays, longview doctor tells what this machine lacks.',
    ],
    result: [detail, 'Return less: aggregate, filter, or take the first rows.'],
  }[why]
  return new LongviewError({
    code: why === 'broken' ? 'internal' : 'usage',
    what: said[0],
    where: own ? `cell ${cell}, line ${own.line}` : `cell ${cell}`,
    ...(text && { value: shownValue(text) }),
    remedy: `${said[1]}${printed}`,
  })
}

const language = (params: CodeParams) => (params.language === 'sql' ? 'SQL' : 'TypeScript')

/** DuckDB's message without its drawing of the line, which is told apart. */
function sqlWords(detail: string): string {
  const words = detail
    .split(/\n\s*LINE \d+:/, 1)[0]
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
  return `${words}${/[.!?]$/.test(words) ? '' : '.'}`
}
