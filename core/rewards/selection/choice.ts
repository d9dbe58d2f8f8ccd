const PHRASE = 'The correct answer is '

/** A letter found, and where in the text without its `*` the phrase and the letter stand. */
export interface Choice {
  readonly letter: string
  readonly start: number
  readonly end: number
}

/** The first letter A-D in parentheses after the phrase, else the first one without; null for none. */
export function choiceOf(plain: string): Choice | null {
  let bare: Choice | null = null
  for (let at = plain.indexOf(PHRASE); at >= 0; at = plain.indexOf(PHRASE, at + 1)) {
    const after = at + PHRASE.length
    if (plain[after] === '(') {
      if (isLetter(plain.charCodeAt(after + 1)) && plain[after + 2] === ')') {
        return { letter: plain[after + 1], start: at, end: after + 3 }
      }
    } else if (bare === null && isLetter(plain.charCodeAt(after))) {
      bare = { letter: plain[after], start: at, end: after + 1 }
    }
  }
  return bare
}

/** The trainer removes every asterisk before it looks. */
export function withoutStars(text: string): string {
  return text.includes('*') ? text.replaceAll('*', '') : text
}

/** Where unit `at` of the text without stars stands in `text`. */
export function placeWithStars(text: string, at: number): number {
  let left = at
  let place = 0
  while (place < text.length && (left > 0 || text[place] === '*')) {
    if (text[place] !== '*') left--
    place++
  }
  return place
}

function isLetter(code: number): boolean {
  return code >= 0x41 && code <= 0x44
}
