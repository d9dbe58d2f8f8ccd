import { createHash } from 'node:crypto'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, extname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildFailure, Plugin } from 'esbuild'
import { LongviewError, shownValue } from '../../model/errors.ts'
import { asset } from '../entries.ts'

/** A user's reward as one script for the sandbox. */
export interface Bundle {
  /** Path as given, for messages. */
  readonly file: string
  readonly code: string
  /** Hash of the code: results are kept under it, so that going back to an older text is instant. */
  readonly hash: string
  /** `export const gate = false` in the file: it wants responses that the trainer's gate would stop, too. */
  readonly gate: boolean
}

/** Only code: a `.json` or text import must not smuggle a file in. */
const LOADERS = { '.ts': 'ts', '.mts': 'ts', '.js': 'js', '.mjs': 'js' } as const
const API = 'longview/reward'
/** The script that joins the user's file to ours: it exists in this bundler alone. */
const ENTRY = 'longview-sandbox-entry'
const source = (name: string) => fileURLToPath(asset(`core/rewards/custom/${name}`))

/**
 * Bundles a reward file outside the sandbox; the resolver admits `longview/reward` and code beside the file, by real path.
 * @throws {LongviewError} unreadable or usage: file, line, the text there and the remedy
 */
export async function bundleReward(file: string): Promise<Bundle> {
  const path = resolve(file)
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new LongviewError({
      code: 'unreadable',
      what: 'The reward file cannot be opened.',
      value: file,
      remedy: 'Name a .ts, .js or .py file, or a built-in reward.',
    })
  }
  const real = realpathSync(path)
  const { build } = await import('esbuild')
  const entryCode = `import * as user from ${JSON.stringify(real)}
import { install } from ${JSON.stringify(source('guest.ts'))}
install(user)`
  try {
    const built = await build({
      entryPoints: [ENTRY],
      bundle: true,
      format: 'iife',
      platform: 'neutral',
      target: 'es2023',
      charset: 'utf8',
      write: false,
      logLevel: 'silent',
      tsconfigRaw: {},
      plugins: [guard(real, entryCode)],
    })
    const code = built.outputFiles[0].text
    const gate = !/export\s+const\s+gate\s*(?::\s*[\w<>|\s]+)?=\s*false\b/.test(readFileSync(real, 'utf8'))
    return { file, code, hash: createHash('sha256').update(code).digest('hex'), gate }
  } catch (error) {
    throw bundleError(error, file)
  }
}

/** Ours are our own sources and what they import; the user's are files of the reward's folder. */
function guard(real: string, entryCode: string): Plugin {
  const folder = dirname(real)
  const own = realpathSync(fileURLToPath(asset('core')))
  const inside = (path: string, parent: string) => path.startsWith(parent + sep)
  const refuse = (path: string, why: string) => ({ errors: [{ text: `import of ${shownValue(path)}: ${why}` }] })
  return {
    name: 'longview-reward-imports',
    setup(build) {
      build.onLoad({ filter: /.*/, namespace: ENTRY }, () => ({ contents: entryCode, loader: 'ts' }))
      build.onResolve({ filter: /.*/ }, ({ path, importer, namespace, resolveDir, kind }) => {
        if (kind === 'entry-point') return { path: ENTRY, namespace: ENTRY }
        if (namespace === ENTRY) return { path }
        // Our own modules do nothing when loaded: what the reward does not use is left out of its bundle.
        if (path === API) return { path: source('api.ts'), sideEffects: false }
        if (inside(importer, own) && !inside(importer, folder)) {
          return { path: resolve(resolveDir, path), sideEffects: false }
        }
        if (kind === 'require-call') return refuse(path, 'require is not there; import files beside the reward')
        if (!path.startsWith('./')) {
          return refuse(path, `a reward may import only '${API}' and code beside it ('./name.ts')`)
        }
        const wanted = join(dirname(importer), path)
        const found = [wanted, ...Object.keys(LOADERS).map((end) => wanted + end)].find((each) =>
          statSync(each, { throwIfNoEntry: false })?.isFile(),
        )
        if (!found) return refuse(path, 'no such file beside the reward')
        const at = realpathSync(found)
        if (dirname(at) !== folder && !inside(at, folder)) return refuse(path, 'it leads out of the reward’s folder')
        if (!(extname(at) in LOADERS)) return refuse(path, 'only .ts, .mts, .js and .mjs can be imported')
        return { path: at }
      })
      build.onLoad({ filter: /.*/ }, ({ path }) => {
        const loader = LOADERS[extname(path) as keyof typeof LOADERS]
        return loader
          ? { contents: readFileSync(path, 'utf8'), loader, resolveDir: dirname(path) }
          : refuse(path, 'no code')
      })
    },
  }
}

function bundleError(error: unknown, file: string): LongviewError {
  const first = (error as Partial<BuildFailure>).errors?.[0]
  return new LongviewError(
    {
      code: 'usage',
      what: `The reward file cannot be used: ${first?.text ?? (error instanceof Error ? error.message : String(error))}`,
      where: first?.location ? `${file}, line ${first.location.line}` : file,
      ...(first?.location && { value: shownValue(first.location.lineText.trim()) }),
      remedy: 'Correct the file; results of its earlier text are kept.',
    },
    { cause: error },
  )
}
