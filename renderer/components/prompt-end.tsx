import { useSyncExternalStore } from 'react'
import { useEngine } from '../data/link.tsx'
import { snippetsOf } from '../data/snippets.ts'
import { Highlight } from './highlight.tsx'

/**
 * What stands in place of a question that the row does not have: the end of its last user message, which it says it is.
 * A blank message and a prompt without one are told apart.
 */
export function PromptEnd({ id, search = '' }: { id: string; search?: string }) {
  const snippets = snippetsOf(useEngine())
  const found = useSyncExternalStore(snippets.subscribe, () => snippets.of(id, ''))
  if (!found) return null
  if (found.text === null) return <i className="null">no user message</i>
  if (found.text === '') return <i className="null">empty</i>
  return (
    <span className="prompt-end soft data" title={`The row has no question. The end of its prompt: ${found.text}`}>
      <span>
        <span className="hidden">The end of the prompt: </span>
        <Highlight text={found.text} search={search} />
      </span>
    </span>
  )
}
