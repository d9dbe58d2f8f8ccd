import { growingOffsets } from './offsets.ts'

/**
 * Characters that no face draws, or that would act instead of being read: they are named where they stand. Bidirectional
 * marks are not here: the editor names those itself. A flag of England is written with tags, and is one sign.
 */
const UNSEEN = new RegExp(
  `[${[
    '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f',
    '\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u2028\\u2029',
    '\\u2060-\\u2065\\u206a-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffc',
  ].join('')}]|\\ud83c\\udff4(?:\\udb40[\\udc20-\\udc7e])+\\udb40\\udc7f|\\udb40[\\udc00-\\udc7f]`,
  'g',
)

const FLAG = 0xd83c
const TAG = 0xdb40
/** Far more than anybody can look at; a text that is made of nothing else stops here. */
const MOST_UNSEEN = 1_000_000

/** Where they stand, ascending. */
export function unseenIn(text: string): Int32Array {
  const found = growingOffsets()
  for (const match of text.matchAll(UNSEEN)) {
    if (found.size === MOST_UNSEEN) break
    if (text.charCodeAt(match.index) !== FLAG) found.add(match.index)
  }
  return found.done()
}

/** Where the unseen character ends that starts at an offset: a tag is a pair. */
export function unseenEnd(text: string, start: number): number {
  return start + (text.charCodeAt(start) === TAG ? 2 : 1)
}

const ONE = new RegExp(`^(?:${UNSEEN.source})$`)

/** Whether a character is one of those that are named: by its UTF-16 unit, tags by their pair. */
export function isUnseen(character: string): boolean {
  return ONE.test(character) && character.charCodeAt(0) !== FLAG
}

/** What stands in its place: "[U+200B]". */
export function unseenName(text: string, start: number): string {
  return `[U+${(text.codePointAt(start) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`
}

const BIDI = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'
const NAMED = new RegExp(`[${BIDI}]|${UNSEEN.source}`, 'g')

/** A text with every character that nobody would see, or that would act, by its name. */
export function namedUnseen(text: string): string {
  return text.replace(NAMED, (sign) => (sign.charCodeAt(0) === FLAG ? sign : unseenName(sign, 0)))
}
