import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MarkLayer } from '../../renderer/reader/marks.ts'
import { estimateTokens } from '../../renderer/reader/tokens.ts'
import { unseenEnd, unseenIn, unseenName } from '../../renderer/reader/unseen.ts'

const stretch = fc.tuple(fc.nat(200), fc.nat(40)).map(([start, long]) => ({ start, end: start + long }))

describe('marks near the window', () => {
  test('are those that a plain look at all of them finds', () => {
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 60 }), stretch, (stretches, window) => {
        const marks = stretches.map((each) => ({ ...each, look: 'gold' as const }))
        const plain = marks.filter((mark) => mark.start <= window.end && mark.end >= window.start)
        const found = MarkLayer.of(marks).within(window.start, window.end, 1000)
        const order = (all: readonly { start: number; end: number }[]) =>
          all.map(({ start, end }) => `${start}-${end}`).sort()
        expect(order(found)).toEqual(order(plain))
      }),
      { seed: 40, numRuns: 500 },
    )
  })

  test('never more than asked for', () => {
    const starts = Int32Array.from({ length: 50 }, (_, i) => i)
    const layer = MarkLayer.alike(
      starts,
      starts.map((at) => at + 1),
      'find',
    )
    expect(layer.within(10, 30, 5).map((mark) => mark.start)).toEqual([9, 10, 11, 12, 13])
  })
})

describe('what a text holds besides its words', () => {
  test('characters that nobody would see are found', () => {
    expect([...unseenIn('a\u200bb\ufeffc\u0085')]).toEqual([1, 3, 5])
    expect([...unseenIn('nul\u0000, tab\t, end\r\n')]).toEqual([3])
    expect(unseenIn('\u00ad'.repeat(30_000))).toHaveLength(30_000)
  })

  test('letters written in tags are found as well, a flag that is made of them is none', () => {
    const text = `say \u{e0068}\u{e0069} 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}.`
    expect([...unseenIn(text)]).toEqual([4, 6])
    expect(unseenEnd(text, 4)).toBe(6)
    expect(unseenName(text, 4)).toBe('[U+E0068]')
  })

  test('tokens grow with letters, digits and Chinese', () => {
    expect(estimateTokens('')).toBe(0)
    expect(estimateTokens('12345')).toBe(5)
    expect(estimateTokens('本修正案以英文签署')).toBe(6)
    expect(estimateTokens('the harbour lease moves on')).toBeGreaterThan(3)
  })
})
