/** First letters of each alphabet of Unicode's block "Mathematical Alphanumeric Symbols" (1D400–1D7FF): A, a, 0. */
const ALPHABETS: Readonly<Record<string, readonly [upper: number, lower: number, digit?: number]>> = {
  bold: [0x1d400, 0x1d41a, 0x1d7ce],
  'bold-italic': [0x1d468, 0x1d482],
  script: [0x1d49c, 0x1d4b6],
  fraktur: [0x1d504, 0x1d51e],
  'double-struck': [0x1d538, 0x1d552, 0x1d7d8],
  'sans-serif': [0x1d5a0, 0x1d5ba, 0x1d7e2],
  'bold-sans-serif': [0x1d5d4, 0x1d5ee, 0x1d7ec],
  'sans-serif-italic': [0x1d608, 0x1d622],
  monospace: [0x1d670, 0x1d68a, 0x1d7f6],
}

/** Letters that were in Unicode before that block, where it has gaps. */
const ELDER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  script: { B: 'ℬ', E: 'ℰ', F: 'ℱ', H: 'ℋ', I: 'ℐ', L: 'ℒ', M: 'ℳ', R: 'ℛ', e: 'ℯ', g: 'ℊ', o: 'ℴ' },
  fraktur: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' },
  'double-struck': { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
}

/**
 * MathML whose letters carry their alphabet themselves: browsers draw `mathvariant` no more, but for upright letters, and
 * a blackboard E would be an italic one. Letters without such a form (Greek bold) stay as they are.
 */
export function spelledLetters(mathml: string): string {
  return mathml.replace(
    /<(mi|mn|mo|mtext) mathvariant="([a-z-]+)">([^<]*)<\/\1>/g,
    (whole, tag: string, variant: string, words: string) => {
      const alphabet = ALPHABETS[variant]
      if (!alphabet || /[&;]/.test(words)) return whole
      const spelled = words.replace(/[A-Za-z0-9]/g, (letter) => letterOf(letter, variant, alphabet))
      // An attribute that says more than the letters would have the browser slant or fatten them twice.
      return spelled === words ? whole : `<${tag}>${spelled}</${tag}>`
    },
  )
}

function letterOf(letter: string, variant: string, [upper, lower, digit]: (typeof ALPHABETS)[string]): string {
  const elder = ELDER[variant]?.[letter]
  if (elder) return elder
  if (/\d/.test(letter)) return digit === undefined ? letter : String.fromCodePoint(digit + Number(letter))
  const base = letter < 'a' ? upper - 0x41 : lower - 0x61
  return String.fromCodePoint(base + letter.charCodeAt(0))
}
