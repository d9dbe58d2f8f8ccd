/**
 * Where a worker thread or child process starts. In a checkout that is the TypeScript source (Node strips its types),
 * after a build the bundle of the same name beside this module. Files named `*.worker.ts` or `*.child.ts` under core/
 * are entries of the build by that name alone.
 */
declare const __LONGVIEW_BUILT__: boolean | undefined

const built = typeof __LONGVIEW_BUILT__ !== 'undefined' && __LONGVIEW_BUILT__

/** @param path from core/engine without `.ts`, e.g. `dataset/scan.worker` */
export function entry(path: string): URL {
  if (!built) return new URL(`./${path}.ts`, import.meta.url)
  return new URL(`./${path.slice(path.lastIndexOf('/') + 1)}.js`, import.meta.url)
}

/** Data files that ship beside the code, e.g. the Chinese dictionary: `path` from the repository's root. */
export function asset(path: string): URL {
  return new URL(`../../${path}`, import.meta.url)
}
