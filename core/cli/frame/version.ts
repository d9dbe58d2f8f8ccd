declare const __LONGVIEW_VERSION__: string | undefined

/** From package.json, put in by the build. */
export const VERSION = typeof __LONGVIEW_VERSION__ === 'string' ? __LONGVIEW_VERSION__ : 'source'
