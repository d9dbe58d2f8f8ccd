import type { CellDocument, NotebookDocument } from '../contract.ts'
import { kindOf, needsInput, type SamplesParams } from './cells.ts'
import { restOf } from './sentence-rest.ts'
import { inputWords, lengthRangeWords, listWords, meanWords, paramWords, reasonListWords } from './words.ts'

/** A part of a sentence: plain words, a control over one or more parameters, or the name of an input. */
export type SentencePart =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'param'; readonly words: string; readonly params: readonly string[]; readonly label: string }
  /** Null: it needs an input and names none. */
  | { readonly kind: 'input'; readonly words: string; readonly cell: string | null }
  /** A control over what the sentence does not say; it has no words. */
  | { readonly kind: 'rest'; readonly words: ''; readonly params: readonly string[] }

const words = (text: string): SentencePart => ({ kind: 'words', words: text })

/** The parts as the table of kinds has them. */
function fromTable(cell: CellDocument): SentencePart[] {
  return (kindOf(cell.kind)?.sentence ?? []).map((part) =>
    typeof part === 'string'
      ? words(part)
      : { kind: 'param', words: paramWords(cell, part.param), params: [part.param], label: part.param },
  )
}

/** Length is one control over two parameters; what does not narrow is only named where it mostly would. */
function samplesSentence(cell: CellDocument): SentencePart[] {
  const param = (params: readonly string[], text: string, label: string): SentencePart => ({
    kind: 'param',
    words: text,
    params,
    label,
  })
  const { minBytes, maxBytes, search, sets, run, reasons, ...rest } = cell.params as Partial<SamplesParams>
  const listed = (name: 'subTasks' | 'rewardTypes' | 'languages' | 'sources', before: string, label: string) =>
    rest[name] ? [words(before), param([name], listWords(rest[name] ?? null), label)] : []
  const means = meanWords(rest)
  return [
    words('where task is '),
    param(['tasks'], paramWords(cell, 'tasks'), 'task'),
    ...listed('subTasks', ', sub-task ', 'sub-task'),
    ...listed('rewardTypes', ', reward type ', 'reward type'),
    ...listed('languages', ', language ', 'language'),
    ...listed('sources', ', source ', 'source'),
    words(', length '),
    param(['minBytes', 'maxBytes'], lengthRangeWords(minBytes ?? null, maxBytes ?? null), 'prompt length'),
    ...(sets ? [words(', in set '), param(['sets'], sets.join(' and '), 'set')] : []),
    ...(search ? [words(', text contains '), param(['search'], `“${search}”`, 'text')] : []),
    ...(means ? [words(', '), param(['minReward', 'maxReward', 'rewarded'], means, 'mean reward')] : []),
    ...(reasons ? [words(', with a response '), param(['reasons'], reasonListWords(reasons), 'reason')] : []),
    ...(run ? [words(' in run '), param(['run', 'reward'], run, 'run')] : []),
    words(', '),
    param(['order', 'descending'], paramWords(cell, 'order'), 'order'),
  ]
}

/** "two runs: score 3 against score 5", "runs score 3, score 5, score 7, each against the first, over the samples of all",
 * "the group of the widest spread in score 3", "one prompt, sample 12, across ...". */
function compareSentence(cell: CellDocument, document: NotebookDocument): SentencePart[] {
  const [what, sample, against, over] = fromTable(cell)
  const inputs = (between: string) =>
    cell.inputs.flatMap((id, i): SentencePart[] => [
      ...(i > 0 ? [words(between)] : []),
      { kind: 'input', words: inputWords(document, id), cell: id },
    ])
  const named = (before: string, parts: SentencePart[]) => (parts.length > 0 ? [words(before), ...parts] : [])
  if (cell.params.what === 'runs') return [what, ...named(': ', inputs(' against '))]
  if (cell.params.what === 'steps') {
    return [what, ...named(' ', inputs(', ')), words(', each against '), against, words(', over '), over]
  }
  if (cell.params.what === 'prompt') return [what, words(', '), sample, ...named(', across ', inputs(', '))]
  return [what, words(' of '), sample, ...named(' in ', inputs(', '))]
}

/** A cell as a sentence. Its inputs come first, by name: "of dataset 1 where task is any"; what was changed comes last. */
export function sentenceOf(cell: CellDocument, document: NotebookDocument): readonly SentencePart[] {
  const parts = mainSentence(cell, document)
  if (parts.length === 0) return parts
  const named = new Set(parts.flatMap((part) => (part.kind === 'param' ? part.params : [])))
  const { said, unsaid } = restOf(cell, named)
  return [
    ...parts,
    ...said.flatMap(({ param, before, words: value, after }): SentencePart[] => [
      words(before),
      { kind: 'param', words: value, params: [param], label: param },
      ...(after ? [words(after)] : []),
    ]),
    ...(unsaid.length > 0 ? [{ kind: 'rest', words: '', params: unsaid } as const] : []),
  ]
}

function mainSentence(cell: CellDocument, document: NotebookDocument): readonly SentencePart[] {
  if (cell.kind === 'compare') return compareSentence(cell, document)
  const own = cell.kind === 'samples' ? samplesSentence(cell) : fromTable(cell)
  const kinds = kindOf(cell.kind)?.inputs ?? []
  if (cell.inputs.length === 0 && kinds.length === 0) return own
  const none: SentencePart = {
    kind: 'input',
    words: needsInput(cell.kind) ? `no ${kinds.join(' or ')} yet` : 'no rows',
    cell: null,
  }
  const named = cell.inputs.flatMap((id, i): SentencePart[] => [
    ...(i > 0 ? [words(' and ')] : []),
    { kind: 'input', words: inputWords(document, id), cell: id },
  ])
  const inputs = named.length > 0 ? named : [none]
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
