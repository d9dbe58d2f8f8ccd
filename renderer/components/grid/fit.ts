/**
 * Texts cut to the width of their column by measure. A clip would do it too, but each is a node of its own to paint and to
 * composite, and one that moves with its row has what of the whole page is composited decided anew, frame by frame.
 */

/** Letters that stand side by side as wide as each is alone: Latin, Greek, Cyrillic, Chinese, Japanese, Korean, signs. */
const SIMPLE =
  /^[\n\t\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2e80-\ud7af\uf900-\ufaff\uff01-\uff60]*$/
const MORE = '…'
/** Pairs of letters are nudged together or apart; a line of them stays within this, px. */
const SLACK = 3
/** Nothing is narrower on the average, px: what comes after is not looked at. */
const NARROW = 2

/**
 * @param measure width of a text as the table draws it, px
 * @returns a function of a text and its room in px: the text where it has room, else its beginning with "…"; null where
 *   letters join or combine, whose widths do not add up
 */
export function textFitter(measure: (text: string) => number): (text: string, room: number) => string | null {
  const letters = new Map<string, number>()
  const width = (letter: string): number => {
    const known = letters.get(letter)
    if (known !== undefined) return known
    const found = measure(letter < ' ' ? ' ' : letter)
    letters.set(letter, found)
    return found
  }
  return (text, room) => {
    const least = Math.ceil(room / NARROW) + 1
    const looked = text.length > least ? text.slice(0, least) : text
    if (!SIMPLE.test(looked)) return null
    const most = room - SLACK
    const cut = most - width(MORE)
    let taken = 0
    let end = 0
    for (let at = 0; at < looked.length; at++) {
      taken += width(looked[at])
      if (taken <= cut) end = at + 1
      if (taken > most) return text.slice(0, end).trimEnd() + MORE
    }
    return text
  }
}
