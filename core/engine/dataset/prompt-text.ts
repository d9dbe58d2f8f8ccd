import type { PromptText } from '../../contract.ts'
import type { Message } from '../../model/sample.ts'

/**
 * The first `most` UTF-16 units of a prompt's messages; the last one may be cut, never within a surrogate pair.
 * @returns the prompt itself where it is no longer
 */
export function beginningOf(whole: PromptText, most: number): PromptText {
  const messages: Message[] = []
  let room = Math.max(0, Math.floor(most))
  let left = 0
  for (const { role, content } of whole.messages) {
    if (room === 0) {
      left += content.length
      continue
    }
    const given = content.length <= room ? content : content.slice(0, wholeBefore(content, room))
    messages.push({ role, content: given })
    left += content.length - given.length
    room = given.length < content.length ? 0 : room - given.length
  }
  return left === 0 ? whole : { ...whole, messages, left }
}

function wholeBefore(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}
