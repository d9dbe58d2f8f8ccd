import type { CellDocument, NotebookDocument } from '../contract.ts'
import { kindOf } from './cells.ts'
import { inputWords, lengthRangeWords, paramWords } from './words.ts'

/** A part of a sentence: plain words, a control over one or more parameters, or the name of an input. */
export type SentencePart =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'param'; readonly words: string; readonly params: readonly string[]; readonly label: string }
  | { readonly kind: 'input'; readonly words: string; readonly cell: string }

const words = (text: string): SentencePart => ({ kind: 'words', words: text })

/** The parts as the table of kinds has them. */
function fromTable(cell: CellDocument): SentencePart[] {
  return (kindOf(cell.kind)?.sentence ?? []).map((part) =>
    typeof part === 'string'
      ? words(part)
      : { kind: 'param', words: paramWords(cell, part.param), params: [part.param], label: part.param },
  )
}

/** Length is one control over two parameters, and a search is only named when there is one. */
function samplesSentence(cell: CellDocument): SentencePart[] {
  const { minBytes, maxBytes, search } = cell.params as {
    minBytes: number | null
    maxBytes: number | null
    search: string | null
  }
  const param = (params: readonly string[], text: string, label: string): SentencePart => ({
    kind: 'param',
    words: text,
    params,
    label,
  })
  return [
    words('where task is '),
    param(['tasks'], paramWords(cell, 'tasks'), 'task'),
    words(', length '),
    param(['minBytes', 'maxBytes'], lengthRangeWords(minBytes ?? null, maxBytes ?? null), 'prompt length'),
    ...(search ? [words(', text contains '), param(['search'], `“${search}”`, 'text')] : []),
    words(', '),
    param(['order', 'descending'], paramWords(cell, 'order'), 'order'),
  ]
}

/** A cell as a sentence. Its inputs come first, by name: "of dataset 1 where task is any". */
export function sentenceOf(cell: CellDocument, document: NotebookDocument): readonly SentencePart[] {
  const own = cell.kind === 'samples' ? samplesSentence(cell) : fromTable(cell)
  if (cell.inputs.length === 0) return own
  const inputs = cell.inputs.flatMap((id, i): SentencePart[] => [
    ...(i > 0 ? [words(' and ')] : []),
    { kind: 'input', words: inputWords(document, id), cell: id },
  ])
  if (cell.kind === 'rollout') {
    // "16 responses to each sample of samples 2 from demo:": the input stands where the reader expects it.
    const at = own.findIndex((part) => part.kind === 'words' && part.words.includes('each sample'))
    if (at >= 0) {
      const [before, after] = splitAfter((own[at] as { words: string }).words, 'each')
      return [
        ...own.slice(0, at),
        words(`${before} of `),
        ...inputs,
        words(after.replace(/^ sample/, '')),
        ...own.slice(at + 1),
      ]
    }
  }
  // "of score 4: spread within groups"
  return [words('of '), ...inputs, words(cell.kind === 'figure' ? ': ' : ' '), ...own]
}

function splitAfter(text: string, word: string): readonly [string, string] {
  const at = text.indexOf(word) + word.length
  return [text.slice(0, at), text.slice(at)]
}

export function sentenceText(parts: readonly SentencePart[]): string {
  return parts.map((part) => part.words).join('')
}
