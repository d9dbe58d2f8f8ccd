import { describe, expect, test } from 'vitest'
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'
import { LongviewError } from '../../core/model/errors.ts'
import { below, needed, outputKey, runOrder, unready } from '../../core/notebook/graph.ts'

const cell = (id: string, inputs: string[] = []): CellDocument => ({ id, kind: 'samples', params: {}, inputs })
const document = (...cells: CellDocument[]): NotebookDocument => ({ version: 1, cells })
const ids = (cells: readonly CellDocument[]) => cells.map((each) => each.id).join(' ')

describe('the graph of cells', () => {
  const diamond = document(cell('d', ['b', 'c']), cell('a'), cell('c', ['a']), cell('b', ['a']), cell('e'))

  test('runs every input before what takes it, in document order where there is a choice', () => {
    expect(ids(runOrder(diamond))).toBe('a b c d e')
  })

  test('takes only what the named cells need', () => {
    expect(ids(needed(diamond, ['b']))).toBe('a b')
    expect(ids(needed(diamond, ['e']))).toBe('e')
    expect(ids(needed(diamond, undefined))).toBe('a b c d e')
  })

  test('marks all that depends on an edited cell', () => {
    expect([...below(diamond, ['a'])].sort().join('')).toBe('abcd')
    expect([...below(diamond, ['d'])]).toEqual(['d'])
  })

  test('holds back what names no input, and what rests on it, wherever it stands', () => {
    const files: CellDocument = { id: 'files', kind: 'dataset', params: {}, inputs: [] }
    const cells = [cell('late', ['begun']), files, cell('fine', ['files']), cell('begun')]
    expect([...unready({ version: 1, cells })].sort()).toEqual(['begun', 'late'])
    const code = (id: string, source: string): CellDocument => ({ id, kind: 'code', params: { source }, inputs: [] })
    expect([...unready({ version: 1, cells: [code('sum', '1 + 1'), code('blank', ' \n')] })]).toEqual(['blank'])
    expect(unready({ version: 1, cells: [files, cell('a', ['b']), cell('b', ['a'])] }).size).toBe(0)
  })

  test('refuses a circle and names it', () => {
    const circle = document(cell('a', ['c']), cell('b', ['a']), cell('c', ['b']))
    expect(() => runOrder(circle)).toThrow(LongviewError)
    expect(() => runOrder(circle)).toThrow(/a > c > b > a/)
  })
})

describe('the key of an output', () => {
  const key = (params: Record<string, unknown>, inputs: string[] = [], extra: unknown = null) =>
    outputKey({ id: 'x', kind: 'samples', params, inputs: [] }, inputs, extra, (text) => text)

  test('does not depend on the order of parameters, at any depth', () => {
    expect(key({ a: 1, b: { c: 2, d: 3 } })).toBe(key({ b: { d: 3, c: 2 }, a: 1 }))
  })

  test('leaves out what a kind declares neutral, in that kind alone', () => {
    const of = (kind: string, params: object) =>
      outputKey({ id: 'x', kind, params: { n: 4, ...params }, inputs: [] }, [], null, (text) => text)
    expect(of('rollout', { tokenizer: 'a.json' })).toBe(of('rollout', {}))
    expect(of('samples', { tokenizer: 'a.json' })).not.toBe(of('samples', {}))
  })

  test('depends on values, inputs, and what lies outside the document', () => {
    const base = key({ a: 1 }, ['k'])
    expect(key({ a: 2 }, ['k'])).not.toBe(base)
    expect(key({ a: 1 }, ['l'])).not.toBe(base)
    expect(key({ a: 1 }, ['k'], ['file', 3])).not.toBe(base)
    expect(key({ list: [1, 2] })).not.toBe(key({ list: [2, 1] }))
  })

  test('does not depend on the id of the cell: a renamed cell keeps its result', () => {
    const of = (id: string) => outputKey({ id, kind: 'samples', params: {}, inputs: [] }, [], null, (text) => text)
    expect(of('a')).toBe(of('b'))
  })
})
