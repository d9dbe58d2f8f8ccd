import { PassThrough, Writable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inert } from '../../core/cli/frame/inert.ts'
import { createNotes, errorText } from '../../core/cli/frame/notes.ts'
import { createOutput, jsonLine } from '../../core/cli/frame/output.ts'
import { untilStopped } from '../../core/cli/frame/stop.ts'
import { tableLines } from '../../core/cli/frame/table.ts'
import { clip, width } from '../../core/cli/frame/width.ts'
import { bytes, counted, createEta, seconds } from '../../core/cli/frame/words.ts'

describe('width', () => {
  it('counts two columns for East Asian wide, none for combining marks', () => {
    const cases: readonly (readonly [string, number])[] = [
      ['abc', 3],
      ['汉字', 4],
      ['ａ', 2],
      ['ｱ', 1],
      ['한글', 4],
      ['e\u0301', 1],
      ['é', 1],
      ['α', 1],
      ['“”…', 3],
      ['😀', 2],
      ['👩‍🔬', 4],
      ['𠀋', 2],
      ['\u200b', 0],
    ]
    for (const [text, columns] of cases) expect(width(text), text).toBe(columns)
  })

  it('clips to columns and never through a wide character', () => {
    expect(clip('abcdef', 6)).toBe('abcdef')
    expect(clip('abcdefg', 6)).toBe('abcde…')
    expect(clip('汉字汉字', 6)).toBe('汉字…')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, most) => {
        expect(width(clip(text, most))).toBeLessThanOrEqual(most)
      }),
      { seed: 2, numRuns: 500 },
    )
  })
})

describe('a table', () => {
  interface Row {
    readonly a: string
    readonly b: number | null
  }
  const columns = [
    { label: 'name', value: ({ a }: Row) => a, flexible: true as const },
    { label: 'value', value: ({ b }: Row) => b, digits: 2 },
  ]

  it('stands in line with wide characters, numbers to the right, null as a dash', () => {
    const rows = [
      { a: 'abc', b: 1 },
      { a: '汉字', b: null },
      { a: 'x', b: -12.345 },
      { a: 'y', b: -0.001 },
    ]
    expect(tableLines(rows, columns, null)).toEqual([
      'name   value',
      'abc     1.00',
      '汉字       –',
      'x     -12.35',
      'y       0.00',
    ])
  })

  it('gives way to the terminal, and never prints a NaN as a number', () => {
    const rows = [{ a: 'a long name that does not fit at all', b: Number.NaN }]
    const [head, line] = tableLines(rows, columns, 30)
    expect(width(line)).toBe(30)
    expect(line).toMatch(/… {2}not a number$/)
    expect(width(head)).toBeLessThanOrEqual(30)
  })
})

describe('inert', () => {
  it('leaves nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const lines of [false, true]) {
          const shown = inert(text, { lines })
          expect(shown).not.toMatch(
            lines
              ? /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/
              : /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/,
          )
        }
      }),
      { seed: 4, numRuns: 1000 },
    )
    expect(inert('a\r\nb\tc', { lines: true })).toBe('a\nb\tc')
  })
})

describe('output', () => {
  it('keeps null, 0 and NaN apart in JSON', () => {
    expect(jsonLine({ a: null, b: 0, c: Number.NaN, d: Number.POSITIVE_INFINITY })).toBe(
      '{"a":null,"b":0,"c":"NaN","d":"Infinity"}',
    )
  })

  it('waits for a slow reader, and stops for one that has gone', async () => {
    let release = () => {}
    const slow = new Writable({
      highWaterMark: 10,
      write: (_chunk, _encoding, done) => {
        release = () => done()
      },
    })
    let gone = 0
    const out = createOutput(slow, () => gone++)
    let written = false
    const line = out.json({ a: 'longer than ten bytes' }).then(() => (written = true))
    await new Promise((resolve) => setImmediate(resolve))
    expect(written).toBe(false)
    release()
    await line
    const rest = out.json({ a: 'longer than ten bytes' })
    slow.destroy(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }))
    await rest
    await out.json({ a: 'into the void' })
    expect(gone).toBe(1)
  })
})

describe('notes', () => {
  const read = (stream: PassThrough) => String(stream.read() ?? '')

  it('are plain lines without a terminal, silent when quiet, but for errors', () => {
    const plain = new PassThrough()
    const notes = createNotes(plain, false, {})
    notes.progress('1 of 2')
    notes.progress('2 of 2')
    notes.warn('careful')
    notes.settle('done')
    expect(read(plain)).toBe('1 of 2\nwarning careful\ndone\n')
    const hushed = new PassThrough()
    const quiet = createNotes(hushed, true, {})
    for (const say of [quiet.progress, quiet.note, quiet.warn, quiet.settle]) say('x')
    expect(read(hushed)).toBe('')
    quiet.error({ code: 'usage', what: 'No' })
    expect(read(hushed)).toBe('longview: No.\n')
  })

  it('redraw one line on a terminal, in colour unless NO_COLOR', () => {
    const terminal = (env: NodeJS.ProcessEnv) => {
      const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 20 })
      const notes = createNotes(stream, false, env)
      notes.progress('a progress line that is too long')
      notes.warn('w')
      return read(stream)
    }
    expect(terminal({})).toBe('\r\x1b[2Ka progress line th…\r\x1b[2K\x1b[33mwarning\x1b[0m w\n')
    expect(terminal({ NO_COLOR: '1' })).toBe('\r\x1b[2Ka progress line th…\r\x1b[2Kwarning w\n')
    expect(terminal({ TERM: 'dumb' })).toBe('a progress line that is too long\nwarning w\n')
  })

  it('tell errors in four parts', () => {
    const parts = {
      code: 'unreadable',
      what: 'It is empty',
      where: 'a.jsonl:3',
      value: '\x1b[2J',
      remedy: 'Fill it.',
    } as const
    expect(errorText(parts)).toBe('It is empty.\n  where   a.jsonl:3\n  value   ␛[2J\n  remedy  Fill it.')
  })
})

describe('a stream that is stopped', () => {
  it('ends at once and cancels its producer, also while nothing comes', async () => {
    let left = false
    const silent: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: async () => {
          left = true
          return { done: true, value: undefined }
        },
      }),
    }
    const controller = new AbortController()
    const reading = (async () => {
      for await (const _ of untilStopped(silent, controller.signal)) throw new Error('nothing was sent')
    })()
    controller.abort()
    await reading
    expect(left).toBe(true)
  })
})

describe('words', () => {
  it('say amounts as people read them', () => {
    expect([0, 0.04, 9.96, 59.6, 61, 3725].map(seconds)).toEqual([
      '0.0 s',
      '0.0 s',
      '10.0 s',
      '60 s',
      '1 min 1 s',
      '1 h 2 min',
    ])
    expect([0, 999, 1000, 99_499, 1e6, 2.5e9].map(bytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '99 kB',
      '1.0 MB',
      '2.5 GB',
    ])
    expect([counted(1, 'sample'), counted(2, 'sample')]).toEqual(['1 sample', '2 samples'])
  })

  it('promise no end before it can be told', () => {
    let now = 0
    const left = createEta(() => now)
    expect(left(50, 100)).toBe('')
    now = 10
    expect(left(2, 100)).toBe('')
    expect(left(50, 100)).toBe(', 10 s left')
    expect(left(100, 100)).toBe('')
  })
})
