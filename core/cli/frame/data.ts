import { resolve } from 'node:path'
import type { Engine, SampleFilter } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { Context } from './context.ts'
import { untilStopped } from './stop.ts'

/**
 * The samples of data files as a filter: each is indexed first, which does nothing where it is unchanged.
 * @throws {LongviewError} as the index says of a file that cannot be read
 */
export async function dataFilter(
  { notes, stop, cwd }: Context,
  engine: Engine,
  files: readonly string[],
): Promise<SampleFilter> {
  const read: string[] = []
  const paths = files.map((file) => resolve(cwd, file))
  for await (const event of untilStopped(engine.index({ files: paths }), stop.signal)) {
    if (event.kind === 'failed') throw new LongviewError(event.error)
    if (event.kind === 'progress') notes.progress(`${event.file}: ${event.rows} rows`)
    if (event.kind !== 'file') continue
    read.push(event.file)
    if (event.setAside > 0) notes.warn(`${event.file}: ${event.setAside} rows were set aside`)
  }
  notes.settle()
  return { files: read }
}
