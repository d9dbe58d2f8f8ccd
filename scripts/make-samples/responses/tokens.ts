/** Token counts are estimated from the text, as README says: no tokenizer ran over these files. */

/** The limit under which the responses stand: what reaches it is cut there with finish_reason `length`. */
export const MAX_TOKENS = 6144

const PIECE = /\p{Script=Han}|[\p{L}]+|\p{N}|\s+|[^\p{L}\p{N}\s]/gu

function weight(piece: string): number {
  if (/^\s/.test(piece)) return piece.includes('\n') ? 1 : 0
  if (/^\p{Script=Han}$/u.test(piece)) return 0.7
  if (/^\p{L}/u.test(piece)) return piece.length <= 7 ? 1 : Math.ceil(piece.length / 6)
  return 1
}

export function estimateTokens(text: string): number {
  let sum = 0
  for (const [piece] of text.matchAll(PIECE)) sum += weight(piece)
  return Math.max(1, Math.round(sum))
}

/** The longest beginning of the text that stays within `limit` tokens. */
export function cutAtTokens(text: string, limit: number): string {
  let sum = 0
  for (const match of text.matchAll(PIECE)) {
    sum += weight(match[0])
    if (sum > limit) return text.slice(0, match.index)
  }
  return text
}
