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

/** Rough advance widths in em of IBM Plex Sans; a Han character is one em. */
export function textWidth(text: string, size: number): number {
  let width = 0
  for (const c of text) width += advance(c)
  return width * size
}

function advance(c: string): number {
  if (/[\u1100-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{20000}-\u{3ffff}]/u.test(c)) return 1
  if (/[il.,:;'|!()[\]]/.test(c)) return 0.3
  if (/[jtfr\s]/.test(c)) return c === ' ' || c === '\u2009' ? 0.24 : 0.36
  if (/[mwMW%]/.test(c)) return 0.86
  if (/[A-Z]/.test(c)) return 0.63
  if (/[0-9+\u2212±=_]/.test(c)) return 0.6
  return 0.55
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
