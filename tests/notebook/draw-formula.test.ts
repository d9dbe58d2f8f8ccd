import katex from 'katex'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import { noteHtml, titleHtml } from '../../core/engine/report/markdown.ts'
import { formulaDrawer } from '../../core/notebook/draw-formula.ts'
import { mathPlugin } from '../../core/notebook/formula.ts'

const page = formulaDrawer(katex, { output: 'html', says: true })
const report = formulaDrawer(katex, { output: 'mathml', says: true })

describe('a formula nobody here wrote', () => {
  test.each([
    ['a macro that doubles what it is given, without end', '\\def\\a#1{\\a{#1#1}}\\a{x}'],
    ['to a fixed depth', '\\def\\a{xxxxxxxx}\\def\\b{\\a\\a\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b}\\c'],
    ['a long one, often', `\\newcommand{\\a}{${'x'.repeat(3000)}}${'\\a '.repeat(300)}`],
    ['a name behind a line end', 'a \\\\\\def\\a{x}\\a'],
  ])('defines no macros: %s', (_, tex) => {
    expect(page(tex, true)).toMatch(/^<code class="tex-wrong".*defines no macros/s)
  })

  test('two backslashes end a line; the word behind them is no definition', () => {
    expect(page('\\begin{matrix}a\\\\def\\end{matrix}', true)).toContain('class="katex')
    expect(page('\\leftarrow', false)).toContain('class="katex')
  })

  test.each([
    ['boxes', `${'\\boxed{'.repeat(500)}x${'}'.repeat(500)}`],
    ['powers', `${'x^{'.repeat(950)}1${'}'.repeat(950)}`],
    ['endless', '\\sqrt{'.repeat(2000)],
    ['without braces', '\\sqrt'.repeat(5000)],
    ['environments', `${'\\begin{matrix}'.repeat(60)}x${'\\end{matrix}'.repeat(60)}`],
  ])('nested without end (%s) is its source, and throws nothing', (_, tex) => {
    for (const draw of [page, report]) expect(draw(tex, false)).toMatch(/^<code class="tex-wrong" title="/)
  })

  test('that is wrong stands as it was written, escaped, with what is wrong', () => {
    expect(page('\\frac{1<', false)).toMatch(
      /^<code class="tex-wrong" title="[^"]+">\\frac\{1&lt;<\/code> <span class="tex-why">\([^<]+\)<\/span>$/,
    )
    expect(formulaDrawer(katex, { output: 'html', says: false })('\\frac{1', false)).toMatch(/<\/code>$/)
  })
})

describe('notes in a report', () => {
  test('formulas are MathML, which needs neither faces nor styles', () => {
    const html = noteHtml(
      'The gain $\\frac{1}{2}$ of\n\n$$\\fcolorbox{red}{blue}{x} \\boxed{42}$$\n\nfor $5 or $6, so `x`.',
    )
    expect(html.match(/<math /g)).toHaveLength(2)
    expect(html).toContain('<mfrac>')
    expect(html).toContain('display="block"')
    expect(html).not.toMatch(/\sstyle="|class="katex-html"/)
    expect(html).toContain('for $5 or $6, so <code>x</code>')
  })

  test('letters say their alphabet themselves: browsers draw mathvariant no more', () => {
    const html = noteHtml(
      '$\\mathbb{E}\\mathbb{R}\\mathbf{W}\\mathcal{L}\\mathcal{D}\\mathfrak{g}\\mathbf{1}\\mathrm{d}$',
    )
    const signs = [...html.matchAll(/<m[in][^>]*>([^<]+)</g)].map(([, sign]) => sign)
    expect(signs).toEqual(['𝔼', 'ℝ', '𝐖', 'ℒ', '𝒟', '𝔤', '𝟏', 'd'])
    expect(html).not.toMatch(/mathvariant="(?!normal)/)
  })

  test('a title has its formulas; a wide one is scrolled by keyboard', () => {
    expect(titleHtml('The *gain* $x^2$ <b>')).toMatch(/^The <em>gain<\/em> <span class="katex"><math .* &lt;b&gt;$/)
    expect(noteHtml(`$$${'a+'.repeat(60)}b$$`)).toContain('<math tabindex="0" ')
    expect(noteHtml('$$a$$')).not.toContain('tabindex')
  })

  test('no formula links, fetches or styles', () => {
    const html = noteHtml(
      '$\\href{javascript:alert(1)}{x} \\includegraphics{http://example.org/a.png} \\htmlStyle{a}{b}$',
    )
    expect(html).not.toMatch(/<(?:a|img)\b|\s(?:href|src|style)=/)
  })

  test('a note of words is what it was', () => {
    const text = '# Words\n\n- **a** *b* [c](https://example.org)\n\n| a | b |\n|---|---|\n| 1 | 2 |'
    const bare = new MarkdownIt({ html: false })
    mathPlugin(bare, () => 'never')
    expect(noteHtml(text)).toBe(bare.render(text))
  })
})
