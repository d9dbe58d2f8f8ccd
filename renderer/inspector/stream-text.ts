/** A block is closed at the first line end after so many characters: later text lays out only its own. */
const BLOCK = 4000
/** Without a line end it is closed anyway. */
const MOST = 16_000

/**
 * Text that grows, as blocks of an element: appending lays out the last one alone. No React here: a token is on its way to the screen in one call.
 */
export function growingText(root: HTMLElement) {
  let block: HTMLElement | null = null
  let inBlock = 0
  let length = 0

  function open(): HTMLElement {
    const made = root.ownerDocument.createElement('div')
    made.className = 'stream-block'
    root.append(made)
    inBlock = 0
    return made
  }

  return {
    get length() {
      return length
    },
    /** @param at characters before this piece; 0 begins anew. A piece that is there already adds nothing. */
    add(at: number, text: string): void {
      if (at < length || at === 0) {
        root.replaceChildren()
        block = null
        length = at
      } else if (at > length) {
        // Only the end of a long text is kept for those who come late.
        length = at
      }
      let from = 0
      while (from < text.length) {
        block ??= open()
        let to = text.length
        if (inBlock + to - from >= BLOCK) {
          const line = text.indexOf('\n', from + Math.max(0, BLOCK - inBlock))
          if (line >= 0) to = line + 1
          else if (inBlock + to - from < MOST) to = text.length
          else to = from + Math.max(1, MOST - inBlock)
        }
        block.append(text.slice(from, to))
        inBlock += to - from
        length += to - from
        const ended = inBlock >= BLOCK && text[to - 1] === '\n'
        if (ended || inBlock >= MOST) block = null
        from = to
      }
    },
  }
}
