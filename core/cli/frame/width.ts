/**
 * Columns that a text takes on a terminal: East Asian wide and fullwidth forms and emoji take two, combining marks and
 * joiners none (Unicode UAX #11, blocks rather than single characters).
 */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26aa, 0x26ab],
  [0x26bd, 0x26be],
  [0x26c4, 0x26c5],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2753, 0x2755],
  [0x2757, 0x2757],
  [0x2795, 0x2797],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b50],
  [0x2b55, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f18e],
  [0x1f191, 0x1f19a],
  [0x1f200, 0x1f320],
  [0x1f32d, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
]

const NONE = /^[\p{Mn}\p{Me}\p{Cf}]$/u

function charWidth(char: string): number {
  const code = char.codePointAt(0) as number
  if (code < 0x300) return 1
  if (NONE.test(char)) return 0
  return code >= 0x1100 && WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}

export function width(text: string): number {
  let sum = 0
  for (const char of text) sum += charWidth(char)
  return sum
}

/** The text in at most `most` columns, cut with an ellipsis where it is longer. */
export function clip(text: string, most: number): string {
  // Far more characters than columns cannot fit: a prompt of a megabyte is not measured.
  const start = text.length > 8 * most ? text.slice(0, 8 * most) : text
  if (start === text && width(text) <= most) return text
  let kept = ''
  let used = 0
  for (const char of start) {
    const wide = charWidth(char)
    if (used + wide > most - 1) break
    kept += char
    used += wide
  }
  return `${kept}…`
}
