import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { thinkingOf } from '../../renderer/inspector/thinking.ts'
import {
  asSource,
  joinMessages,
  layText as layOut,
  lineEndsIn,
  rawLineAt,
  startOfLine,
  toRaw,
  toView,
  viewLineOf,
} from '../../renderer/reader/text.ts'
import { Widths } from '../../renderer/reader/widths.ts'

const layText = (raw: string, columns?: number) => layOut(asSource(raw), columns)

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

describe('lines broken to a window', () => {
  test('every view line fits, nothing is lost, no pair and no accent is torn', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 60 }), (raw, columns) => {
        const text = layText(raw, columns)
        let at = 0
        text.starts.forEach((start, i) => {
          expect(raw.slice(at, start)).toMatch(/^(?:\r\n|\r|\n)?$/)
          at = text.ends[i]
          const line = raw.slice(start, text.ends[i])
          // A space may hang over the edge, accents stand on their letters.
          expect([...line.trimEnd().replace(/[\p{M}\u200c\u200d]/gu, '')].length).toBeLessThanOrEqual(columns)
          const next = raw.charCodeAt(text.ends[i])
          if (text.numbers[i + 1] === 0 && line.length > 9) expect(next >= 0xdc00 && next <= 0xdfff).toBe(false)
        })
        expect(at).toBe(raw.length)
        expect(text.view).toBe([...text.starts].map((start, i) => raw.slice(start, text.ends[i])).join('\n'))
      }),
      { seed: 22, numRuns: 300 },
    )
  })

  test('the beginning of a text is laid out as in the whole, up to a line end', () => {
    fc.assert(
      fc.property(texts, fc.nat(400), (raw, until) => {
        const whole = layText(raw, 30)
        const part = layOut(asSource(raw), 30, until)
        const n = part.starts.length
        expect([...part.starts]).toEqual([...whole.starts.slice(0, n)])
        expect([...part.ends]).toEqual([...whole.ends.slice(0, n)])
        expect(part.ends[n - 1]).toBeGreaterThanOrEqual(Math.min(until, raw.length) - 1)
      }),
      { seed: 23, numRuns: 200 },
    )
  })

  const broken = (raw: string, columns: number) => layText(raw, columns).view.split('\n')

  test('words stay whole where they can; a word longer than the window does not', () => {
    expect(broken('the lease moves on', 10)).toEqual(['the lease ', 'moves on'])
    expect(broken('abcdefghijklmnop', 10)).toEqual(['abcdefghij', 'klmnop'])
  })

  test('Chinese takes two columns and breaks anywhere but before its punctuation', () => {
    expect(broken('本修正案以英文签署', 10)).toEqual(['本修正案以', '英文签署'])
    expect(broken('本修正案以。英文', 10)).toEqual(['本修正案', '以。英文'])
  })

  test('what is measured counts as wide as it is; marks take no room and are not torn off', () => {
    const arabic = new Widths((text) => text.length * 1.5)
    const lines = layOut(asSource('هذا نص طويل'), 8, undefined, arabic).view.split('\n')
    expect(lines).toEqual(['هذا ', 'نص ', 'طويل'])
    expect(broken(`x${'\u0301'.repeat(60)} end`, 10)).toEqual([`x${'\u0301'.repeat(60)} end`])
    expect(broken(`x${'\u0301'.repeat(9000)}`, 10).every((line) => line.length <= 4008)).toBe(true)
  })

  test('what is named takes the room of its name', () => {
    expect(broken('ab\u202ecd\u0000ef', 12)).toEqual(['ab\u202ecd', '\u0000ef'])
  })

  test('a sign of several characters is one, and stays one', () => {
    const family = '👨‍👩‍👧'
    const two = new Widths(() => 2)
    expect(layOut(asSource(family.repeat(7)), 6, undefined, two).view.split('\n')).toEqual([
      family.repeat(3),
      family.repeat(3),
      family,
    ])
  })

  test('a tab goes to the next stop', () => {
    expect(broken('\ta\tb\tc', 9)).toEqual(['\ta\t', 'b\tc'])
  })
})

describe('hidden thinking', () => {
  const raw = '<think>\none\ntwo\n</think>\n\nThe answer'
  const { stretch } = thinkingOf(raw)
  const text = layOut({ ...asSource(raw), hidden: stretch }, 80)

  test('one empty line stands in its place, numbers go on as in the raw text', () => {
    expect(text.view).toBe('<think>\n\n</think>\n\nThe answer')
    expect([...text.numbers]).toEqual([1, 0, 4, 5, 6])
    expect([text.fold, text.foldedLines, text.lines]).toEqual([1, 2, 6])
    expect(startOfLine(text, 6)).toBe(raw.indexOf('The answer'))
  })

  test('an offset inside it leads to its line, one behind it to its own', () => {
    expect(toView(text, raw.indexOf('two'))).toEqual({ line: 2, column: 1 })
    const at = raw.indexOf('answer')
    expect(toRaw(text, toView(text, at))).toBe(at)
  })

  test('the last closing mark counts; without an opening one the start is thinking; an open one is named', () => {
    expect(thinkingOf('a</think>b</think>c').stretch).toEqual({ start: 0, end: 10 })
    expect(thinkingOf('<think>never ends')).toEqual({ stretch: null, unclosed: { start: 0, end: 7 } })
    expect(thinkingOf('plain')).toEqual({ stretch: null, unclosed: null })
  })

  test('line ends of every kind are counted', () => {
    expect(lineEndsIn('a\r\nb\rc\nd', { start: 0, end: 8 })).toBe(3)
  })
})
