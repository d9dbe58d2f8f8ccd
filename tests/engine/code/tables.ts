import { type CodeRun, runCode } from '../../../core/engine/code/run.ts'
import { numberColumn, type RowTable, textColumn } from '../../../core/engine/code/tables.ts'
import { LongviewError } from '../../../core/model/errors.ts'
import type { CodeParams } from '../../../core/notebook/cells.ts'

/** Six responses to two samples, one without a reward. */
export const REWARDS: RowTable = {
  name: 'rewards',
  rows: 6,
  columns: [
    textColumn('sample_id', 6, (i) => (i < 3 ? 'a' : 'b')),
    textColumn('task', 6, (i) => (i < 3 ? 'comprehension' : null)),
    numberColumn('index', 'int', 6, (i) => i % 3),
    numberColumn('reward', 'float', 6, (i) => (i === 4 ? null : i / 4)),
    { name: 'kept', type: 'flag', values: Int8Array.of(1, 0, -1, 1, 0, 1) },
    { name: 'extra', type: 'json', codes: Int32Array.of(0, -1, 0, 0, 0, 0), words: ['{"a":[1,2]}'] },
  ],
}

/** Runs a cell's source to its end. @throws {LongviewError} */
export async function codeOf(
  language: CodeParams['language'],
  source: string,
  tables: readonly RowTable[] = [REWARDS],
  seconds = 20,
): Promise<CodeRun> {
  const run = runCode('stats', { language, source, texts: false, seconds }, tables)
  let step = await run.next()
  while (!step.done) step = await run.next()
  return step.value
}

/** What a person is told of code that fails. */
export async function faultOf(...args: Parameters<typeof codeOf>): Promise<LongviewError['parts']> {
  try {
    const { result } = await codeOf(...args)
    throw new Error(`it did not fail: ${JSON.stringify(result)}`)
  } catch (error) {
    if (error instanceof LongviewError) return error.parts
    throw error
  }
}
