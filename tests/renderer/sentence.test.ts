import { describe, expect, test } from 'vitest'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { KINDS } from '../../core/notebook/cells.ts'
import { sentenceOf, sentenceText } from '../../core/notebook/sentence.ts'
import { cellNumbers, lengthRangeWords, lengthWords } from '../../core/notebook/words.ts'
import { fieldOf, problemWith } from '../../renderer/notebook/fields.ts'

function cellOf(kind: string, id: string, inputs: readonly string[], params = {}): CellDocument {
  const declared = KINDS[kind]
  return {
    id,
    kind,
    inputs,
    params: declared.params.parse({ ...declared.required, ...params }) as Record<string, unknown>,
  }
}

function notebook(changed: Readonly<Record<string, object>> = {}): NotebookDocument {
  const cells = [
    cellOf('note', 'n', []),
    cellOf('dataset', 'd', [], changed.dataset),
    cellOf('samples', 's', ['d'], changed.samples),
    cellOf('rollout', 'r', ['s'], changed.rollout),
    cellOf('score', 'c', ['r'], changed.score),
    cellOf('advantage', 'a', ['c'], changed.advantage),
    cellOf('figure', 'f', ['a'], changed.figure),
    cellOf('code', 'k', ['a'], changed.code),
    cellOf('compare', 'v', ['c'], changed.compare),
  ]
  return { version: 1, cells }
}

function sentences(document: NotebookDocument): Readonly<Record<string, string>> {
  return Object.fromEntries(document.cells.map((cell) => [cell.kind, sentenceText(sentenceOf(cell, document))]))
}

/** Values worth trying for a parameter, from its own schema. */
function valuesOf(kind: string, param: string): readonly unknown[] {
  const field = fieldOf(kind, param)
  if (!field) return []
  const none = field.nullable ? [null] : []
  if (field.control === 'choice') return [...none, ...field.options]
  if (field.control === 'choices') return [...none, field.options.slice(0, 1), field.options]
  if (field.control === 'flag') return [true, false]
  if (field.control === 'lines') return [...none, ['one'], ['one', 'two', 'three']]
  if (field.control === 'number') return [...none, field.min ?? 1, Math.max(1, field.min ?? 1)]
  return none
}

describe('a cell as a sentence', () => {
  test('reads well as it comes', () => {
    expect(sentences(notebook())).toMatchObject({
      dataset: 'data from data.jsonl',
      samples: 'of dataset 1 where task is any, length any, in file order',
      rollout: '16 responses to each of samples 2 from demo:, temperature 1.0',
      figure: 'of advantage 5: reward by task',
      compare: 'the group of the widest spread in score 4',
      code: 'of advantage 5 in TypeScript, responses without their texts, at most 30 s',
    })
  })

  test('names what was chosen', () => {
    const samples = { tasks: ['graded-ranking'], minBytes: 32768, search: 'escrow', order: 'meanReward' }
    expect(sentences(notebook({ samples })).samples).toBe(
      'of dataset 1 where task is Graded ranking, length 32K bytes or more, text contains “escrow”, lowest mean reward first',
    )
  })

  test('says what was changed, and holds every other parameter behind its dots', () => {
    const rollout = { topP: 0.95, maxTokens: 16384, order: 'longest', system: 'Answer\nbriefly.' }
    const document = notebook({ rollout })
    expect(sentences(document).rollout).toBe(
      '16 responses to each of samples 2 from demo:, temperature 1.0, top-p 0.95, at most 16,384 tokens, longest first, system prompt “Answer briefly.”',
    )
    for (const cell of document.cells) {
      const parts = sentenceOf(cell, document)
      const reached = parts.flatMap((part) => ('params' in part ? part.params : []))
      const elsewhere = ['text', 'source', 'pinned'] // the note, the code, the lab
      const all = Object.keys(KINDS[cell.kind].params.shape).filter((param) => !elsewhere.includes(param))
      expect([...reached].sort(), cell.kind).toEqual(all.sort())
    }
  })

  test('every value of every parameter gives words', () => {
    for (const [kind, declared] of Object.entries(KINDS)) {
      for (const param of Object.keys(declared.params.shape)) {
        for (const value of valuesOf(kind, param)) {
          const text = sentences(notebook({ [kind]: { [param]: value } }))[kind]
          expect(text, `${kind}.${param} = ${JSON.stringify(value)}`).not.toMatch(
            /undefined|null|NaN|\[object| {2}|^ | ,/,
          )
        }
      }
    }
  })
})

describe('the form of a parameter', () => {
  test('every parameter of every kind has a field', () => {
    for (const [kind, declared] of Object.entries(KINDS)) {
      for (const param of Object.keys(declared.params.shape))
        expect(fieldOf(kind, param), `${kind}.${param}`).not.toBeNull()
    }
    expect(fieldOf('rollout', 'n')).toMatchObject({ control: 'number', integer: true, nullable: false, initial: 16 })
    expect(fieldOf('samples', 'tasks')).toMatchObject({ control: 'choices', nullable: true })
    expect(fieldOf('samples', 'nothing')).toBeNull()
  })

  test('a wrong value says which and why', () => {
    const cell = cellOf('rollout', 'r', ['s'])
    expect(problemWith(cell, { n: 0 })).toMatch(/^n: /)
    expect(problemWith(cell, { temperature: 'hot' })).toMatch(/^temperature: /)
    expect(problemWith(cell, { n: 8 })).toBeNull()
  })
})

test('notes have no number, thresholds are binary', () => {
  expect([...cellNumbers(notebook()).values()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(cellNumbers(notebook()).get('n')).toBeUndefined()
  expect(['32768', '163840', '1000', '1048576'].map((bytes) => lengthWords(Number(bytes)))).toEqual([
    '32K',
    '160K',
    '1,000',
    '1M',
  ])
  expect(lengthRangeWords(null, 2048)).toBe('at most 2K bytes')
})
