import { Fragment } from 'react'

/** Signs that are not seen, or turn the direction of what follows: shown by their number, never obeyed. */
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** A text as it is, with what cannot be seen in it made visible. */
export function Inert({ text }: { text: string }) {
  const parts: React.ReactNode[] = []
  let end = 0
  for (const match of text.matchAll(UNSEEN)) {
    parts.push(text.slice(end, match.index))
    const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    parts.push(<i className="unseen">{`U+${code}`}</i>)
    end = match.index + 1
  }
  if (end === 0) return text
  parts.push(text.slice(end))
  return parts.map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    <Fragment key={i}>{part}</Fragment>
  ))
}
