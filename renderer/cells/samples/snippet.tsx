import { useSyncExternalStore } from 'react'
import type { SampleListRow } from '../../../core/contract.ts'
import { Highlight } from '../../components/highlight.tsx'
import { PromptEnd } from '../../components/prompt-end.tsx'
import { searchWords } from '../../components/search-words.ts'
import { useEngine } from '../../data/link.tsx'
import { snippetsOf } from '../../data/snippets.ts'
import { counted, percent } from '../../format.ts'

/** @param questions the rows have a question in a column of its own */
export function questionLabel(search: string, questions: boolean): string {
  const own = questions ? 'Question' : 'End of prompt'
  return search ? `${own} or first hit` : own
}

/** The question alone, where no words are looked for; in a row without one, the end of its prompt. */
export const questionText = {
  text: (row: SampleListRow) => row.question || undefined,
  cell: (row: SampleListRow, shown: string) => {
    if (row.question === '') return <PromptEnd id={row.id} />
    return (
      <span className="soft data" lang={row.language === 'Chinese' ? 'zh' : 'en'}>
        {shown}
      </span>
    )
  },
}

/** The question; under a search whose words it does not hold, the text around the first hit in the prompt. */
export function QuestionCell({ row, search }: { row: SampleListRow; search: string }) {
  const lower = row.question.toLowerCase()
  const words = searchWords(search)
  const inQuestion = words.every((word) => lower.includes(word.toLowerCase()))
  const lang = row.language === 'Chinese' ? 'zh' : 'en'
  return (
    <span className="soft data" lang={lang}>
      {inQuestion ? <Highlight text={row.question} search={search} /> : <Hit row={row} search={search} />}
    </span>
  )
}

function Hit({ row, search }: { row: SampleListRow; search: string }) {
  const snippets = snippetsOf(useEngine())
  const found = useSyncExternalStore(snippets.subscribe, () => snippets.of(row.id, search))
  if (!found?.text && row.question === '') return <PromptEnd id={row.id} search={search} />
  if (!found?.text) return <Highlight text={row.question} search={search} />
  return (
    <>
      <Highlight text={found.text} search={search} />
      <span className="hidden">{` at ${percent(found.depth ?? 0)} of the prompt, ${counted(found.hits, 'hit')}`}</span>
    </>
  )
}
