import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { LongviewError } from '../../core/model/errors.ts'
import { KINDS } from '../../core/notebook/cells.ts'
import { checkNotebook, missingInput, parseNotebook } from '../../core/notebook/document.ts'
import { printNotebook } from '../../core/notebook/print.ts'
import { setParam } from '../../core/notebook/set.ts'

const TOUR = new URL('../../samples/tour.longview', import.meta.url)

function refusal(text: string): LongviewError {
  try {
    parseNotebook(text, 'test.longview')
  } catch (error) {
    if (error instanceof LongviewError) return error
    throw error
  }
  throw new Error('it was not refused')
}

const one = (kind: string, params: unknown, inputs: string[] = []) =>
  JSON.stringify({ version: 1, cells: [{ id: 'x', kind, params, inputs }] })

describe('a notebook file', () => {
  test('the tour is read and comes back the same after printing', () => {
    const document = parseNotebook(readFileSync(TOUR, 'utf8'), 'tour.longview')
    expect(parseNotebook(printNotebook(document), 'again')).toEqual(document)
    expect(document.cells.length).toBeGreaterThan(5)
  })

  test('defaults are filled in when read and left out when written', () => {
    const document = parseNotebook(one('dataset', { name: 'a', files: ['b.jsonl'] }), 'x')
    const withScore = checkNotebook(
      {
        version: 1,
        cells: [...document.cells, { id: 'r', kind: 'rollout', params: { endpoints: ['demo:'], n: 4 }, inputs: ['x'] }],
      },
      'x',
    )
    expect(withScore.cells[1].params).toMatchObject({ n: 4, temperature: 1, topP: 1, maxTokens: null })
    const printed = JSON.parse(printNotebook(withScore))
    expect(printed.cells[1].params).toEqual({ endpoints: ['demo:'], n: 4 })
  })

  test.each([
    ['{', 'unreadable', /not JSON/],
    ['[]', 'unreadable', /no version/],
    ['{"version": 99, "cells": []}', 'unreadable', /newer Longview/],
    ['{"version": 1, "cells": {}}', 'usage', /cells cannot be used/],
    [one('dance', {}), 'usage', /unknown kind.*dance.*Known kinds: note, dataset/],
    [one('dataset', { name: 'a', files: [] }), 'usage', /parameter files/],
    [one('dataset', { name: 'a', files: ['b'], colour: 1 }), 'usage', /parameter colour/],
    [one('advantage', { epsilon: 0 }), 'usage', /epsilon cannot be used/],
    [one('samples', {}, ['nowhere']), 'usage', /not there.*nowhere/],
    [one('note', { text: 'a' }, ['x']), 'usage', /cannot take a note cell as input/],
    ['{"version":1,"cells":[{"id":"a b","kind":"note","params":{"text":""},"inputs":[]}]}', 'usage', /letters, digits/],
  ])('refuses %s', (text, code, message) => {
    const error = refusal(text)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.parts.where).toBe('test.longview')
  })

  test('a cell may stand there before what it reads: it only cannot run', () => {
    const document = parseNotebook(one('samples', {}), 'x')
    expect(missingInput(document.cells[0])?.message).toMatch(/names no input.*It takes: dataset/)
    expect(missingInput({ id: 'n', kind: 'note', params: {}, inputs: [] })).toBeNull()
  })

  test('is printed to be compared: one order, a line of text a line, whatever was edited first', () => {
    const note = { id: 'a', kind: 'note', title: 'Why', params: { text: 'one\n\ntwo\n' }, inputs: [] }
    const cells = [note, { id: 'b', kind: 'dataset', params: { files: ['x'], name: 'd' }, inputs: [] }]
    const turned = [note, { kind: 'dataset', inputs: [], params: { name: 'd', files: ['x'] }, id: 'b' }]
    const printed = printNotebook({ version: 1, cells })
    expect(printNotebook({ version: 1, cells: turned })).toBe(printed)
    expect(JSON.parse(printed).cells[0].params.text).toEqual(['one', '', 'two', ''])
    expect(parseNotebook(printed, 'x').cells).toEqual(cells)
    const changed = printNotebook({ version: 1, cells: [{ ...note, params: { text: 'one\n\n2\n' } }, cells[1]] })
    const lines = printed.split('\n')
    expect(changed.split('\n').filter((line, i) => line !== lines[i])).toEqual(['          "2",'])
  })

  test('refuses two cells of one id', () => {
    const note = { id: 'a', kind: 'note', params: { text: '' }, inputs: [] }
    expect(refusal(JSON.stringify({ version: 1, cells: [note, note] })).message).toMatch(/Two cells/)
  })
})

describe('the table of kinds', () => {
  test.each(Object.values(KINDS))(
    '$kind: placeholders pass its own schema, its sentence names its parameters',
    (kind) => {
      expect(kind.params.safeParse(kind.required).success).toBe(true)
      for (const part of kind.sentence) {
        if (typeof part !== 'string') expect(Object.keys(kind.params.shape)).toContain(part.param)
      }
      for (const input of kind.inputs) expect(Object.keys(KINDS)).toContain(input)
    },
  )
})

describe('--set', () => {
  const document = parseNotebook(readFileSync(TOUR, 'utf8'), 'tour')
  const advantage = document.cells.find((cell) => cell.kind === 'advantage')!

  test('sets a parameter by the id of its cell', () => {
    const changed = setParam(document, `${advantage.id}.alpha=0.25`)
    expect(changed.cells.find((cell) => cell.id === advantage.id)?.params.alpha).toBe(0.25)
    expect(document.cells.find((cell) => cell.id === advantage.id)?.params.alpha).not.toBe(0.25)
  })

  test.each([
    ['nonsense', /CELL.PARAM=VALUE/],
    ['nowhere.a=1', /No such cell/],
    [`${advantage.id}.beta=1`, /Parameters of advantage: estimator, alpha/],
    [`${advantage.id}.alpha=2`, /alpha cannot be used/],
    [`${advantage.id}.estimator=ppo`, /estimator cannot be used/],
  ])('refuses %s', (assignment, message) => {
    expect(() => setParam(document, assignment)).toThrow(message)
  })
})
