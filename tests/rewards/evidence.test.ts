import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../core/math/random.ts'
import { findEvidence, folded, goldTerms } from '../../core/rewards/evidence.ts'
import { entryAt, outlineOf } from '../../renderer/reader/outline.ts'

const truth = (groundTruth: unknown) => ({ dataSource: 'longbench_pro', groundTruth, extraInfo: null })

describe('gold terms', () => {
  test('lines of a label, members of lists, not the language', () => {
    expect(
      goldTerms(truth({ doc_ids: ['<|doc_6|>', '腐蚀'], golden_label: 'clause 4.1\nclause 6.3', summary: 'English' })),
    ).toEqual(['<|doc_6|>', '腐蚀', 'clause 4.1', 'clause 6.3'])
  })

  test('of a list of truths the last counts', () => {
    expect(goldTerms(truth([{ golden_label: 'former' }, { golden_label: 'ZC-B5960' }]))).toEqual(['ZC-B5960'])
  })

  test('the values of JSON, but no lone letters or digits', () => {
    expect(goldTerms(truth('{"data": [["north slipway", 12, "B"], ["3", "轴承"]]}'))).toEqual([
      'north slipway',
      '12',
      '轴承',
    ])
  })

  test('a label that only starts like JSON is text', () => {
    expect(goldTerms(truth('[Answer] none of them'))).toEqual(['[Answer] none of them'])
  })
})

describe('evidence', () => {
  test('words apart by any space and case aside, whole words only', () => {
    const text = 'Clause\n 4.1 holds. Subclause 4.1x does not; clause 4.1.'
    const { spans } = findEvidence(text, ['clause 4.1'])
    expect(spans.map((span) => text.slice(span.start, span.end))).toEqual(['Clause\n 4.1', 'clause 4.1'])
  })

  test('Chinese terms need no border', () => {
    expect(findEvidence('故障类别：轴承。滚动轴承', ['轴承']).spans).toHaveLength(2)
  })

  test('the longest of those that overlap stays; what is missing and what is everywhere is told', () => {
    const text = `new york city, york. ${'the '.repeat(80)}`
    const found = findEvidence(text, ['york', 'new york city', 'paris', 'the'])
    expect(found.spans.map((span) => span.term)).toEqual(['new york city', 'york'])
    expect(found.missing).toEqual(['paris'])
    expect(found.common).toEqual([{ term: 'the', count: 80 }])
  })

  test('signs of a pattern are plain signs', () => {
    expect(findEvidence('cost (a+b)* is', ['(a+b)*']).spans).toEqual([{ start: 5, end: 11, term: '(a+b)*' }])
  })
})

describe('outline', () => {
  test('the kind of heading that occurs most', () => {
    const text = '# Title\n<|doc_1|> Log\ntext\n<|doc_2|>\nmore\n<|doc_3|> End'
    expect(outlineOf(text)).toEqual([
      { start: 8, label: '<|doc_1|> Log', level: 0 },
      { start: 27, label: '<|doc_2|> more', level: 0 },
      { start: 42, label: '<|doc_3|> End', level: 0 },
    ])
  })

  test('headings stand below the documents they are in', () => {
    const text = '<|doc_1|>\n# Lease\n## Rent\n<|doc_2|>\n# Letter'
    const outline = outlineOf(text)
    expect(outline.map((entry) => [entry.label, entry.level])).toEqual([
      // A heading that a document is called by is not said twice.
      ['<|doc_1|> Lease', 0],
      ['## Rent', 2],
      ['<|doc_2|> Letter', 0],
    ])
    expect(entryAt(outline, text.indexOf('Rent'))).toBe(1)
    expect(entryAt(outline, -1)).toBe(-1)
  })

  test('one heading makes no outline', () => {
    expect(outlineOf('# Only\ntext')).toEqual([])
  })

  test('Chinese chapters', () => {
    expect(outlineOf('第一章 起点\n甲\n第二章 归途\n乙').map((entry) => entry.label)).toEqual([
      '第一章 起点',
      '第二章 归途',
    ])
  })
})

describe('against a pattern, by seeds', () => {
  /** The same notion as one regular expression. */
  const patternOf = (term: string) => {
    const han = /\p{Script=Han}/u
    const body = term
      .split(/\s+/)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\s+')
    const left = /^[\p{L}\p{N}]/u.test(term) && !han.test(term[0]) ? '(?<![\\p{Script=Latin}\\p{N}])' : ''
    const right = /[\p{L}\p{N}]$/u.test(term) && !han.test(term.at(-1) ?? '') ? '(?![\\p{Script=Latin}\\p{N}])' : ''
    return new RegExp(`${left}${body}${right}`, 'giu')
  }

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i', (seed) => {
    const random = seededRandom(seed)
    const bits = [
      'ab',
      'Ab',
      'B',
      'Σας',
      'σΑΣ',
      '12',
      '𝟏',
      '轴',
      '承',
      'é',
      'É',
      '.',
      '-',
      ' ',
      ' ',
      '\n',
      '\t',
      '\u00a0',
      '😀',
    ]
    const make = (length: number) => Array.from({ length }, () => random.pick(bits)).join('')
    for (let round = 0; round < 200; round++) {
      const text = make(120)
      const at = random.below(text.length - 12)
      const term = (random.below(4) === 0 ? make(3) : text.slice(at, at + 1 + random.below(8))).trim()
      if (term === '' || !term.isWellFormed()) continue
      const expected = [...text.matchAll(patternOf(term))].map(({ index, 0: { length } }) => [index, index + length])
      const found = findEvidence(text, [term])
      if (expected.length > 60) expect(found.common).toEqual([{ term, count: expected.length }])
      else expect([term, found.spans.map(({ start, end }) => [start, end])]).toEqual([term, expected])
    }
  })

  test('lower case keeps every character in its place', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      const letter = code >= 0xd800 && code < 0xe000 ? 'x' : String.fromCodePoint(code)
      if (folded(letter).length !== letter.length) throw new Error(`U+${code.toString(16)} changes its length`)
    }
    expect(folded('İΣ')).toBe('iσ')
  })
})
