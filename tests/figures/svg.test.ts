import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Figure } from '../../core/figures/figure.ts'
import * as format from '../../core/figures/format.ts'
import { buildFigure, FIGURES } from '../../core/figures/index.ts'
import { linePath, rootBars, rootOutline } from '../../core/figures/svg/paths.ts'
import { scaleOf } from '../../core/figures/svg/scale.ts'
import { spreadApart } from '../../core/figures/svg/series.ts'
import { cut, escapeXml, textWidth, wrap } from '../../core/figures/svg/text.ts'
import { renderSvg } from '../../core/figures/svg.ts'
import { colour, TOKENS } from '../../core/figures/tokens.ts'
import { sampleInput, sampleRun } from './sample-run.ts'

const input = sampleInput(sampleRun(300))

/** Fails on a tag that is not closed, an attribute without quotes, or an entity that XML does not know. */
function checkXml(xml: string): string[] {
  const open: string[] = []
  const bad: string[] = []
  const rest = xml.replace(/<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/gi, (_, end, name, __, alone) => {
    if (end) {
      if (open.pop() !== name) bad.push(`</${name}>`)
    } else if (!alone) open.push(name)
    return ''
  })
  if (/[<>]/.test(rest)) bad.push(rest.slice(0, 80))
  if (/&(?!amp;|lt;|gt;|quot;|#39;)/.test(xml)) bad.push('entity')
  return [...bad, ...open]
}

describe('renderSvg', () => {
  test.each(FIGURES.map((each) => each.kind))('%s is well-formed in every theme and width', (kind) => {
    const figure = buildFigure(kind, input)
    for (const theme of ['light', 'dark', 'css'] as const) {
      for (const width of [320, 620, 880, 1600]) {
        const svg = renderSvg(figure, { theme, width })
        expect(checkXml(svg)).toEqual([])
        expect(svg).not.toMatch(/NaN|undefined|Infinity/)
        expect(svg).toContain(`width="${width}"`)
        expect(svg).toContain('role="img"')
        expect(svg.includes('var(--')).toBe(theme === 'css')
        expect(/#[0-9a-f]{6}/.test(svg)).toBe(theme !== 'css')
        // Nothing is fetched, nothing runs.
        expect(svg).not.toMatch(/href=|<script|<image|<style|@import/)
      }
    }
  })

  test('hostile words stay words', () => {
    const figure = buildFigure('rewards', input)
    const hostile = '</text><script>alert(1)</script>"\'&\u0000\ud800'
    const panels = figure.panels.map((panel) => ({ ...panel, title: hostile, note: hostile, value: hostile }))
    const svg = renderSvg({ ...figure, title: hostile, caption: hostile, finding: hostile, alt: hostile, panels })
    expect(checkXml(svg)).toEqual([])
    expect(svg).not.toContain('<script')
    expect(svg).not.toContain('\u0000')
  })

  test('an unknown colour is an error, not a black bar', () => {
    const figure = buildFigure('stages', input)
    const marks = figure.panels[0].marks.map((mark) => ({ ...mark, ink: 'mauve' }))
    const broken = { ...figure, panels: [{ ...figure.panels[0], marks }] } as Figure
    expect(() => renderSvg(broken)).toThrow(/mauve/)
  })

  test('two figures on one page do not share pattern ids', () => {
    const ids = (svg: string) => [...svg.matchAll(/id="([^"]+)"/g)].map((m) => m[1])
    const [a, b] = ['rewards', 'group-spread'].map((kind) => ids(renderSvg(buildFigure(kind, input))))
    expect(a.length).toBeGreaterThan(0)
    expect(a.filter((id) => b.includes(id))).toEqual([])
  })
})

describe('paths', () => {
  const frame = { left: 10, binWidth: 4, gap: 1, floor: 100, height: 90, top: 0.25 }

  test('bars rise to the root of their share; empty bins draw nothing', () => {
    expect(rootBars([0, 0.25, 0], 0, 3, 0, frame)).toBe('M14 100V10h3V100z')
    expect(rootBars(Float64Array.of(0.0625), 0, 1, 0, frame)).toBe('M10 100V55h3V100z')
    expect(rootBars([9, 0.25], 1, 2, 1, frame)).toBe('M10 100V10h3V100z')
  })

  test('the outline steps through every bin and closes at the floor', () => {
    expect(rootOutline([0.25, 0], 0, 2, 0, frame)).toBe('M10 100V10H14V100H18V100')
    expect(linePath([0, 1.26], [2, 3])).toBe('M0 2L1.3 3')
  })

  test('labels are pushed apart and stay inside where there is room', () => {
    expect(spreadApart([50, 51, 52], 10, 0, 100)).toEqual([50, 60, 70])
    expect(spreadApart([95, 96, 97], 10, 0, 100)).toEqual([80, 90, 100])
  })
})

describe('scales', () => {
  const axis = (scale: 'linear' | 'log' | 'root', range: [number, number]) => ({ label: '', scale, range })
  test('ends map to ends; a range of nothing maps to its start', () => {
    for (const scale of ['linear', 'log', 'root'] as const) {
      const at = scaleOf(axis(scale, [1, 4]), 100, 0)
      expect([at(1), at(4)]).toEqual([100, 0])
    }
    expect(scaleOf(axis('root', [0, 4]), 0, 10)(1)).toBe(5)
    expect(scaleOf(axis('log', [1, 100]), 0, 10)(10)).toBeCloseTo(5, 12)
    expect(scaleOf(axis('linear', [2, 2]), 7, 9)(2)).toBe(7)
  })
})

describe('words', () => {
  test('text is cut and wrapped to its room, Han characters are one em', () => {
    expect(textWidth('检索', 10)).toBe(20)
    expect(cut('Structured extraction', 12, 60)).toMatch(/^Struc\S*…$/)
    const lines = wrap('one two three four five six', 11, 60)
    expect(lines.join(' ')).toBe('one two three four five six')
    for (const line of lines) expect(textWidth(line, 11)).toBeLessThanOrEqual(60)
    expect(escapeXml('a<b>&"\'')).toBe('a&lt;b&gt;&amp;&quot;&#39;')
  })

  test('numbers have one form each', () => {
    expect(format.count(22965)).toBe('22,965')
    expect([0, 1, 0.9999, 0.33, -0.25].map(format.reward)).toEqual(['0', '1', '1.000', '0.330', '\u22120.250'])
    expect([0, 0.148, -1.2].map((v) => format.signed(v))).toEqual(['+0.00', '+0.15', '\u22121.20'])
    expect([0.0148, -0.25].map((v) => format.cell(v, 'difference'))).toEqual(['+0.0148', '\u22120.2500'])
    expect([0.151, 0, 1, 0.9999].map(format.share)).toEqual(['15.1\u2009%', '0\u2009%', '100\u2009%', '100.0\u2009%'])
    expect([0.038, 0.41, 8.25, 400, 3900].map(format.duration)).toEqual([
      '38 ms',
      '0.41 s',
      '8.3 s',
      '6 min 40 s',
      '1 h 05 min',
    ])
    expect([0.8, 1e-6, 1].map(format.setting)).toEqual(['0.80', '1e-6', '1.00'])
    expect([-3, 30000, 1.5e6, 0.05].map(format.tick)).toEqual(['\u22123', '30K', '1.5M', '0.05'])
    expect(format.cell(null, 'share')).toBe('null')
    for (const form of [
      format.count,
      format.reward,
      format.signed,
      format.share,
      format.duration,
      format.setting,
      format.tick,
    ]) {
      expect(() => form(Number.NaN)).toThrow(RangeError)
      expect(() => form(Infinity)).toThrow(RangeError)
    }
  })
})

describe('colours', () => {
  test('are those of the page, in both themes', () => {
    const css = readFileSync(new URL('../../renderer/styles/tokens.css', import.meta.url), 'utf8')
    const page = new Map(
      [...css.matchAll(/^\s*--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)/gm)].reverse().map((m) => [m[1], m]),
    )
    expect(Object.keys(TOKENS).length).toBeGreaterThan(40)
    for (const [name, { light, dark }] of Object.entries(TOKENS)) {
      expect([name, light, dark]).toEqual([name, page.get(name)?.[2], page.get(name)?.[3]])
    }
    expect(() => colour('toString', 'light')).toThrow(RangeError)
  })
})
