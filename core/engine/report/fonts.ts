import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Faces that a report carries: Latin and Greek of the workbench's own, about 120 KB. Chinese uses the reader's system. */
const FACES = [
  ['IBM Plex Sans Variable', 'ibm-plex-sans', 'latin', '100 700'],
  ['IBM Plex Sans Variable', 'ibm-plex-sans', 'greek', '100 700'],
  ['Source Serif 4 Variable', 'source-serif-4', 'latin', '200 900'],
  ['M PLUS Code Latin Variable', 'm-plus-code-latin', 'latin', '100 700'],
] as const

const RANGES = {
  latin:
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  greek: 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF',
} as const

let made: string | null = null

/** `@font-face` rules with the fonts as data: URLs; made once a process. */
export function fontCss(): string {
  made ??= FACES.map(([family, name, subset, weight]) => {
    const data = readFileSync(fontFile(name, subset)).toString('base64')
    return `@font-face{font-family:"${family}";font-style:normal;font-weight:${weight};font-display:swap;src:url(data:font/woff2;base64,${data}) format("woff2");unicode-range:${RANGES[subset]}}`
  }).join('\n')
  return made
}

function fontFile(name: string, subset: string): string {
  const require = createRequire(import.meta.url)
  const folder = dirname(require.resolve(`@fontsource-variable/${name}/package.json`))
  return join(folder, 'files', `${name}-${subset}-wght-normal.woff2`)
}
