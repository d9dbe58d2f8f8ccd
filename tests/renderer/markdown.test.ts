import fc from 'fast-check'
import katex from 'katex'
import { describe, expect, test } from 'vitest'
import { mathAt } from '../../core/notebook/formula.ts'
import { piecesOf, textMarkdown } from '../../renderer/reader/markdown.ts'
import { asSource, joinMessages } from '../../renderer/reader/text.ts'
import { linesBefore } from '../../renderer/reader/viewed.ts'

const render = textMarkdown((tex, display) => `<math data-display="${display}">${tex.length}</math>`)
const real = textMarkdown((tex, displayMode) =>
  katex.renderToString(tex, { displayMode, throwOnError: false, trust: false, strict: 'ignore' }),
)

describe('what a text may not do when it is rendered', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![a picture](http://example.org/a.png)',
    '[click](javascript:alert(1)) [go](http://example.org)',
    '<style>*{display:none}</style>',
    '$\\href{javascript:alert(1)}{x}$ $\\includegraphics{http://example.org/a.png}$',
    '$\\htmlStyle{position:fixed}{x}$',
    '[x]: http://example.org\n\n[x] ![x]',
  ])('%s brings no element that acts', (text) => {
    const html = real(text)
    expect(html).not.toMatch(/<(?:script|img|a|iframe|style|link|object|form|input)\b/i)
    expect(html).not.toMatch(/<[^>]*\s(?:href|src|onerror|onclick)=/i)
  })

  test('a link is its words, its target can be read', () => {
    expect(render('[the lease](http://example.org/a)')).toContain('<span class="md-link" title="http://example.org/a">')
  })

  test('what looks like the target of a link is text, and stays', () => {
    expect(render('[2]: /page "Smith"')).toContain('[2]: /page')
  })

  test('what is nested deeper than the parser goes is shown as it stands, not left out', () => {
    const html = render(`${'> '.repeat(300)}the code is 7`)
    expect(html).toContain('Nested too deep')
    expect(html).toContain('the code is 7')
    expect(render('> > quoted')).not.toContain('Nested too deep')
  })

  test('marks of direction and controls are named', () => {
    expect(render('a\u202eb\u0007c\u200bd')).toContain('a[U+202E]b[U+0007]c[U+200B]d')
  })
})

describe('mathematics', () => {
  test('four ways to set it off; a price is none', () => {
    expect(render('so $x^2$ and \\(y\\) hold')).toMatch(
      /so <span class="md-math" data-tex="x\^2"><math data-display="false">3<\/math><\/span> and <span class="md-math" data-tex="y"><math/,
    )
    expect(render('$$\na+b\n$$')).toContain('<math data-display="true">')
    expect(render('\\[a\\]')).toContain('<math data-display="true">')
    expect(render('it costs $5 and then $6 more')).not.toContain('<math')
    expect(render('a $ b $ c')).not.toContain('<math')
    expect(mathAt('$unclosed', 0)).toBeNull()
  })

  test('a wrong formula is shown, and throws nothing', () => {
    expect(real('$\\frac{$')).toContain('frac')
  })
})

describe('pieces', () => {
  test('together they are the text, cut nowhere inside a fence', () => {
    const block = fc.constantFrom(
      `${'word '.repeat(300)}\n\n`,
      '```\ncode\n\nmore\n```\n\n',
      '\n',
      '$$\nx\n\ny\n$$\n\n',
      '- a\n- b\n',
    )
    fc.assert(
      fc.property(fc.array(block, { maxLength: 60 }), (blocks) => {
        const raw = blocks.join('')
        const pieces = piecesOf(asSource(raw)).map((piece) => raw.slice(piece.start, piece.end))
        expect(pieces.join('')).toBe(raw)
        for (const piece of pieces) expect((piece.match(/^```/gm) ?? []).length % 2).toBe(0)
      }),
      { seed: 60, numRuns: 100 },
    )
  })

  test('a message begins a piece of its own, under its role', () => {
    const { raw, parts } = joinMessages([
      { role: 'system', content: 'be brief' },
      { role: 'user', content: '' },
      { role: 'user', content: `${'word '.repeat(3000)}\n\nend` },
    ])
    const pieces = piecesOf({ ...asSource(raw), parts })
    expect(pieces.map(({ role }) => role)).toEqual(['system', 'user', 'user', undefined])
    expect(pieces.map(({ start, end }) => raw.slice(start, end)).join('')).toBe(raw)
    expect([...linesBefore(raw, pieces)]).toEqual([0, 2, 4, 6, 6])
  })

  test('what is hidden is in none', () => {
    const raw = 'head <think>long</think> tail'
    const pieces = piecesOf({ ...asSource(raw), hidden: { start: 12, end: 16 } })
    expect(pieces.map((piece) => raw.slice(piece.start, piece.end))).toEqual(['head <think>', '</think> tail'])
  })
})
