/**
 * Text of datasets and models on a terminal: escapes, controls and marks that turn the writing direction become visible
 * and do nothing. Line ends and tabs stay where `lines` is true.
 */
export function inert(text: string, { lines = false } = {}): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (c) => {
      if (lines && (c === '\n' || c === '\t')) return c
      if (c === '\n') return '↵'
      if (c === '\t') return ' '
      if (c === '\r') return lines ? '' : '↵'
      const code = c.charCodeAt(0)
      // The block of control pictures: ␛ for escape, ␀ for zero.
      if (code < 0x20) return String.fromCharCode(0x2400 + code)
      return code === 0x7f ? '␡' : `\\u${code.toString(16).padStart(4, '0')}`
    },
  )
}
