import { describe, expect, test } from 'vitest'
import { goldShown } from '../../renderer/reader/rendered-gold.ts'

/** Every place of `text`, or those that are named by their order. */
function spansOf(raw: string, text: string, which?: readonly number[]) {
  const spans: { start: number; end: number }[] = []
  for (let at = raw.indexOf(text); at >= 0; at = raw.indexOf(text, at + text.length))
    spans.push({ start: at, end: at + text.length })
  return which ? which.map((k) => spans[k]) : spans
}

const shownOf = (raw: string, spans: readonly { start: number; end: number }[], shown: string) =>
  goldShown(raw, spans, shown).map(({ start, end }) => [start, shown.slice(start, end)])

describe('gold in a rendered text', () => {
  test('the k-th place in the raw text is the k-th of the rendered one', () => {
    const raw = 'Clause **42** ends, 142 does not, `42` does.'
    const shown = 'Clause 42 ends, 142 does not, 42 does.'
    expect(shownOf(raw, spansOf(raw, '42', [0, 2]), shown)).toEqual([
      [7, '42'],
      [30, '42'],
    ])
  })

  test('where the rendering shows more or fewer, only words that stand alone', () => {
    const raw = '[42](https://x.org/42) and 142 and 42'
    const shown = '42 and 142 and 42'
    expect(shownOf(raw, spansOf(raw, '42', [0, 3]), shown)).toEqual([
      [0, '42'],
      [15, '42'],
    ])
  })

  test('signs inside an answer and other white space are no difference; Chinese has no word ends', () => {
    const raw = 'the *harbour\n  lease* of 签署文件'
    const shown = 'the harbour\nlease of 签署文件'
    expect(shownOf(raw, spansOf(raw, 'harbour\n  lease'), shown)).toEqual([[4, 'harbour\nlease']])
    expect(shownOf(raw, spansOf(raw, '签署'), shown)).toEqual([[21, '签署']])
    expect(shownOf('a **b** c', [{ start: 0, end: 9 }], 'a b c')).toEqual([[0, 'a b c']])
  })

  test('in a formula, which is shown by its source, gold is found with its own dollars or without', () => {
    const raw = 'so $\\frac{1}{2}$ and 12'
    expect(shownOf(raw, spansOf(raw, '\\frac{1}{2}'), 'so \\frac{1}{2} and 12')).toEqual([[4, 'frac{1}{2}']])
    expect(shownOf(raw, spansOf(raw, '$\\frac{1}{2}$'), 'so \\frac{1}{2} and 12')).toEqual([[4, 'frac{1}{2}']])
    expect(shownOf('item a_1 and x_1', spansOf('item a_1 and x_1', 'x_1'), 'item a_1 and x_1')).toEqual([[13, 'x_1']])
  })

  test('overlapping answers are marked once', () => {
    const raw = 'New York City'
    const both = [
      { start: 0, end: 13 },
      { start: 0, end: 8 },
    ]
    expect(shownOf(raw, both, raw)).toEqual([[0, 'New York City']])
    expect(shownOf('***', [{ start: 0, end: 3 }], '')).toEqual([])
  })
})
