import { Fragment } from 'react'
import { searchWords } from './search-words.ts'

/** A text with the words of a search marked in it. */
export function Highlight({ text, search }: { text: string; search: string }) {
  const words = searchWords(search)
  if (words.length === 0) return text
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'giu')
  const parts: { at: number; text: string; hit: boolean }[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) parts.push({ at: end, text: text.slice(end, match.index), hit: false })
    parts.push({ at: match.index, text: match[0], hit: true })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end), hit: false })
  return parts.map((part) => <Fragment key={part.at}>{part.hit ? <mark>{part.text}</mark> : part.text}</Fragment>)
}
