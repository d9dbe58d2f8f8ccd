const LETTER = /\p{L}/u
const HAN = /\p{Script=Han}/u

/** True where more than a fifth of the letters of these texts are Han. */
export function isMostlyHan(texts: readonly string[]): boolean {
  let letters = 0
  let han = 0
  for (const text of texts) {
    for (const character of text) {
      if (!LETTER.test(character)) continue
      letters++
      if (HAN.test(character)) han++
    }
  }
  return han > letters / 5
}

/**
 * Whether a summary is segmented as Chinese. The trainer asks only whether ground_truth.summary is `Chinese`;
 * corrected, the gold's letters are looked at when the field names no language.
 */
export function isChinese(language: unknown, gold: readonly string[], corrected: boolean): boolean {
  if (language === 'Chinese') return true
  return corrected && language !== 'English' && isMostlyHan(gold)
}
