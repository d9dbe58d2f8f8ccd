import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinMessages, layText, rawLineAt, toRaw, toView, viewLineOf } from '../../renderer/reader/text.ts'

const piece = fc.oneof(
  fc.constantFrom('\n', '\r\n', '\r', '', 'word ', '漢字，', '😀', '\t', 'e\u0301', '\u202eabc', 'x'.repeat(3990)),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)
const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))

describe('a text laid out for the reader', () => {
  test('view lines are the raw text between line ends, none over 4,000 characters, no pair torn', () => {
    fc.assert(
      fc.property(texts, (raw) => {
        const text = layText(raw)
        const lines = text.view.split('\n')
        expect(lines).toHaveLength(text.starts.length)
        lines.forEach((line, i) => {
          expect(line).toBe(raw.slice(text.starts[i], text.ends[i]))
          expect(line.length).toBeLessThanOrEqual(4000)
          const last = line.charCodeAt(line.length - 1)
          const tornPair = last >= 0xd800 && last <= 0xdbff && raw.charCodeAt(text.ends[i]) >= 0xdc00
          expect(tornPair && raw.charCodeAt(text.ends[i]) <= 0xdfff).toBe(false)
        })
        expect(text.lines).toBe(raw.split(/\r\n|\r|\n/).length)
      }),
      { seed: 20, numRuns: 300 },
    )
  })

  test('an offset leads to a place and back', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (raw, any) => {
        const text = layText(raw)
        const offset = raw.length === 0 ? 0 : any % (raw.length + 1)
        const line = viewLineOf(text, offset)
        const inLineEnd = offset > text.ends[line]
        const back = toRaw(text, toView(text, offset))
        expect(back).toBe(inLineEnd ? text.ends[line] : offset)
      }),
      { seed: 21, numRuns: 500 },
    )
  })

  test('a plain text is its own view: nothing is copied', () => {
    const raw = 'one\ntwo\n'
    const text = layText(raw)
    expect(text.view).toBe(raw)
    expect([...text.numbers]).toEqual([1, 2, 3])
  })

  test('a line of 10,000 characters is broken behind spaces and keeps one number', () => {
    const raw = `${'lorem '.repeat(1700)}end\nnext`
    const text = layText(raw)
    expect([...text.numbers]).toEqual([1, 0, 0, 2])
    expect(raw[text.ends[0] - 1]).toBe(' ')
    expect(rawLineAt(text, 2)).toBe(1)
    expect(rawLineAt(text, 3)).toBe(2)
  })

  test('offsets below and beyond the text are held at its ends', () => {
    const text = layText('abc')
    expect(toView(text, -5)).toEqual({ line: 1, column: 1 })
    expect(toView(text, 99)).toEqual({ line: 1, column: 4 })
    expect(toRaw(text, { line: 9, column: 9 })).toBe(3)
  })

  test('one message is its own text, several keep their places', () => {
    expect(joinMessages([{ role: 'user', content: 'hi' }])).toEqual({
      raw: 'hi',
      parts: [{ role: 'user', start: 0, end: 2 }],
    })
    const { raw, parts } = joinMessages([
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'hi' },
    ])
    expect(parts.map((part) => raw.slice(part.start, part.end))).toEqual(['be brief', 'hi'])
  })
})
