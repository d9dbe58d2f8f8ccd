/** Words in an SVG without a DOM: escaped, measured by a table of widths, cut or wrapped to the room they have. */

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For XML text and attributes. Control characters that XML forbids become U+FFFD, lone surrogates too. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (c) => ESCAPES[c])
}

/** Advance widths of IBM Plex Sans 400 in hundredths of an em, from the space to the tilde, as a browser measures them. */
// biome-ignore format: a row of sixteen reads as the code chart does
const ADVANCES = [
  24, 28, 42, 71, 60, 93, 69, 24, 33, 33, 45, 60, 27, 40, 27, 38,
  60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 29, 29, 60, 60, 60, 48,
  89, 64, 65, 62, 67, 58, 56, 69, 71, 40, 51, 63, 50, 81, 71, 71,
  61, 71, 64, 58, 57, 68, 61, 89, 61, 59, 58, 32, 38, 32, 60, 56,
  60, 53, 58, 50, 58, 55, 32, 53, 57, 25, 25, 53, 27, 87, 57, 56,
  58, 58, 37, 49, 35, 57, 49, 77, 51, 50, 46, 34, 31, 34, 60,
]
const THIN_SPACE = 0x2009
const OTHER = 60

/** Width of a line in pixels; a Han character is one em. */
export function textWidth(text: string, size: number): number {
  let width = 0
  for (const c of text) width += advance(c.codePointAt(0) ?? 0)
  return (width * size) / 100
}

function advance(code: number): number {
  if (code >= 32 && code < 127) return ADVANCES[code - 32]
  if (code === THIN_SPACE) return 12
  const wide =
    (code >= 0x1100 && code <= 0x9fff) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xff00 && code <= 0xff60) ||
    code >= 0x20000
  // Punctuation and arrows of the 2xxx blocks lie between but are narrow.
  return wide && !(code >= 0x2000 && code < 0x2e80) ? 100 : OTHER
}

/** The text, or as much of it as fits with an ellipsis. */
export function cut(text: string, size: number, room: number): string {
  if (textWidth(text, size) <= room) return text
  let kept = ''
  for (const c of text) {
    if (textWidth(`${kept}${c}…`, size) > room) break
    kept += c
  }
  return `${kept.trimEnd()}…`
}

/** Lines of at most `room`, broken at spaces; a longer word is cut. */
export function wrap(text: string, size: number, room: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line ? `${line} ${word}` : word
    if (textWidth(longer, size) <= room) {
      line = longer
      continue
    }
    if (line) lines.push(line)
    line = cut(word, size, room)
  }
  if (line) lines.push(line)
  return lines
}

export interface TextStyle {
  readonly size?: number
  readonly fill: string
  readonly bold?: boolean
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly mono?: boolean
}

/** A text element with its baseline at x, y. */
export function text(x: number, y: number, words: string, { size = 11, fill, bold, anchor, mono }: TextStyle): string {
  const more = [
    bold ? ' font-weight="600"' : '',
    anchor && anchor !== 'start' ? ` text-anchor="${anchor}"` : '',
    mono ? ` font-family="${MONO}"` : '',
  ].join('')
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}"${more}>${escapeXml(words)}</text>`
}

export const SANS =
  '"IBM Plex Sans Variable", "IBM Plex Sans", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif'
const MONO = '&quot;M PLUS Code Latin Variable&quot;, &quot;M PLUS Code Latin&quot;, ui-monospace, monospace'

/** One decimal, as short as it can be written. */
export function round(value: number): number {
  return Math.round(value * 10) / 10
}
