import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { TransformFailure } from 'esbuild'
import { LongviewError, shownValue } from '../../model/errors.ts'
import { asset } from '../entries.ts'

/** A cell's TypeScript as the script that runs, and the way back to its own lines. */
export interface Compiled {
  readonly code: string
  /** Line and column of the source, from 1, for a place in the script. */
  original(line: number, column: number): { readonly line: number; readonly column: number }
}

const MODULES = /^\s*(?:import\s+[\w{*'"]|export\s+(?:default|const|function|\{))/m

/**
 * Takes the types off. The script has no modules: what it may use is there by name.
 * @throws {LongviewError} usage: the line, its text and what is wrong with it
 */
export async function compile(source: string, cell: string): Promise<Compiled> {
  const { transform } = await import('esbuild')
  const wrong = (what: string, line: number, remedy: string) =>
    new LongviewError({
      code: 'usage',
      what,
      where: `cell ${cell}, line ${line}`,
      value: shownValue(source.split('\n')[line - 1]?.trim() ?? ''),
      remedy,
    })
  const module = MODULES.exec(source)
  if (module) {
    const line = source.slice(0, module.index + (module[0].length - module[0].trimStart().length)).split('\n').length
    throw wrong(
      'A code cell has no imports and no exports.',
      line,
      'Inputs are there under their cells’ names; the last expression is the result.',
    )
  }
  try {
    const { code, map } = await transform(source, {
      loader: 'ts',
      target: 'es2023',
      sourcemap: 'external',
      sourcefile: 'cell.ts',
      charset: 'utf8',
      logLevel: 'silent',
      tsconfigRaw: {},
    })
    const ways = new SourceMap(JSON.parse(map))
    return {
      code,
      original(line, column) {
        const found = ways.findEntry(line - 1, column - 1)
        return 'originalLine' in found
          ? { line: found.originalLine + 1, column: found.originalColumn + 1 }
          : { line, column }
      },
    }
  } catch (error) {
    const first = (error as Partial<TransformFailure>).errors?.[0]
    const what = first?.text ?? (error instanceof Error ? error.message : String(error))
    throw wrong(`The code cannot be read: ${what}.`, first?.location?.line ?? 1, 'Correct the line.')
  }
}

let guest: Promise<string> | null = null

/** The script that stands around every cell's code in the sandbox, bundled once a process. */
export function guestScript(): Promise<string> {
  guest ??= bundleGuest()
  return guest
}

async function bundleGuest(): Promise<string> {
  const { build } = await import('esbuild')
  const built = await build({
    entryPoints: [fileURLToPath(asset('core/engine/code/guest.ts'))],
    bundle: true,
    format: 'iife',
    platform: 'neutral',
    target: 'es2023',
    charset: 'utf8',
    write: false,
    logLevel: 'silent',
    tsconfigRaw: {},
  })
  return built.outputFiles[0].text
}
