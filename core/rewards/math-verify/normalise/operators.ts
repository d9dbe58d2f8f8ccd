/** Repairs of fractions, roots, powers and logarithms whose braces are missing, step by step as the reference has them. */

const REPAIRS: readonly (readonly [RegExp, string])[] = [
  [/\^\s?\(([^\n]*?)\)/g, '^{$1}'],
  [/sqrt\s?\(([^\n]*?)\)/g, '\\sqrt{$1}'],
  [/\\frac\s?(\p{Nd})\s?(\p{Nd}+)/gu, '\\frac{$1}{$2}'],
  [/\\log_\s?(\p{Nd})\s?(\p{Nd}+)/gu, '\\log_{$1}{$2}'],
  [/\\frac\s?\{([^\n]*?)\}\s?(\p{Nd})/gu, '\\frac{$1}{$2}'],
  [/\\frac\s?(\p{Nd})\s?\{([^\n]*?)\}/gu, '\\frac{$1}{$2}'],
  [/\\sqrt\s?(\p{Nd})/gu, '\\sqrt{$1}'],
]

export function repairOperators(text: string): string {
  let repaired = text
  if (text.includes('^') || text.includes('sqrt') || text.includes('\\frac') || text.includes('\\log_')) {
    for (const [pattern, by] of REPAIRS) repaired = repaired.replace(pattern, by)
    repaired = repaired.replaceAll(' sqrt', '\\sqrt')
    repaired = braceFractions(braceRoots(repaired))
  }
  return slashToFraction(repaired)
}

/** `\sqrt3` -> `\sqrt{3}` */
function braceRoots(text: string): string {
  const [head, ...parts] = text.split('\\sqrt')
  return parts.reduce((out, part) => {
    const rest = part.trimStart()
    if (rest === '' || rest[0] === '{' || rest[0] === '[') return `${out}\\sqrt${rest}`
    const first = firstCharacter(rest)
    return `${out}\\sqrt{${first}}${rest.slice(first.length)}`
  }, head)
}

/** `\frac12` -> `\frac{1}{2}`; a fraction of fewer than two characters leaves the text as it was. */
function braceFractions(text: string): string {
  const [head, ...parts] = text.split('\\frac')
  let out = head
  for (const part of parts) {
    const rest = part.trimStart()
    out += '\\frac'
    if (rest[0] === '{') {
      out += rest
      continue
    }
    const above = firstCharacter(rest)
    const below = firstCharacter(rest.slice(above.length))
    if (below === '') return text
    const tail = rest.slice(above.length + below.length)
    out += below === '{' ? `{${above}}{${tail}` : `{${above}}{${below}}${tail}`
  }
  return out
}

function firstCharacter(text: string): string {
  const code = text.codePointAt(0)
  return code === undefined ? '' : String.fromCodePoint(code)
}

const SLASHED = /^(0|-?[1-9][0-9]{0,4299})\/(0|-?[1-9][0-9]{0,4299})$/

/** `2/3`, if that is all: `\frac{2}{3}`. */
function slashToFraction(text: string): string {
  return text.includes('/') ? text.replace(SLASHED, '\\frac{$1}{$2}') : text
}
