import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { buildFigure, FIGURES } from '../../core/figures/index.ts'
import { buildReport, type Report } from '../../core/figures/report.ts'
import { sampleInput, sampleRun } from './sample-run.ts'

const input = sampleInput(sampleRun(500))
const HOSTILE = '</style><script>alert(1)</script><img src=x onerror=alert(2)>"\''

function report(changes: Partial<Report> = {}): Report {
  return {
    title: 'Where does TMN move the gradient?',
    about: 'Longview report. Run first.',
    sections: FIGURES.map(({ kind, label }, at) => ({
      kind: 'figure',
      number: String(at + 1),
      sentence: ['figure of run ', { strong: 'first' }, `: ${label}`],
      hash: '7c4109aeff',
      figure: buildFigure(kind, input),
    })),
    warnings: ['3 rows set aside'],
    provenance: [{ label: 'Data', words: 'samples.jsonl, 90 samples', mark: 'sha256 5d0e 77c1' }],
    replay: 'longview report --run first -o report.html',
    fontCss: '',
    ...changes,
  }
}

describe('the report', () => {
  const html = buildReport(report())

  test('is one file that fetches nothing and runs nothing', () => {
    expect(html.startsWith('<!doctype html>')).toBe(true)
    expect(html).not.toMatch(/<script|<link|<iframe|<object|\ssrc=|@import|url\((?!#)/)
    const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map((m) => m[1])
    expect(hrefs.length).toBeGreaterThan(0)
    for (const href of hrefs) expect(href.startsWith('data:text/csv')).toBe(true)
    // A style attribute would be refused by the policy below.
    expect(html).not.toMatch(/\sstyle="/)
  })

  test('its policy names the hash of its one style sheet', () => {
    const css = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? ''
    const hash = createHash('sha256').update(css, 'utf8').digest('base64')
    expect(html).toContain(`style-src &#39;sha256-${hash}&#39;`)
    expect(html).toContain('default-src &#39;none&#39;')
    expect(html).not.toContain('unsafe-inline')
  })

  test('holds each figure with its sentence, finding, table and hash', () => {
    for (const { kind } of FIGURES) {
      const figure = buildFigure(kind, input)
      expect(html).toContain(figure.finding.replaceAll("'", '&#39;'))
      expect(html).toContain(`download="${FIGURES.findIndex((each) => each.kind === kind) + 1}-${kind}.csv"`)
    }
    expect(html).toContain('<b>first</b>')
    expect(html).toContain('7c41 09ae')
    expect(html).toContain('longview report --run first')
    expect(html.length).toBeLessThan(1_000_000)
  })

  test('hostile words stay words', () => {
    const figure = { ...buildFigure('statistics', input), caption: HOSTILE, finding: HOSTILE, title: HOSTILE }
    const table = { ...figure.table, rows: figure.table.rows.map((row) => [HOSTILE, ...row.slice(1)]) }
    const bad = buildReport(
      report({
        title: HOSTILE,
        about: HOSTILE,
        warnings: [HOSTILE],
        replay: HOSTILE,
        provenance: [{ label: HOSTILE, words: HOSTILE, mark: HOSTILE }],
        sections: [
          { kind: 'text', text: HOSTILE },
          { kind: 'figure', sentence: [HOSTILE, { strong: HOSTILE }], hash: HOSTILE, figure: { ...figure, table } },
        ],
      }),
    )
    expect(bad).not.toMatch(/<script|<img/)
    expect(bad.match(/<\/style>/g)).toHaveLength(1)
  })

  test('null is a word in its tables', () => {
    const figure = buildFigure('statistics', input)
    const table = { ...figure.table, rows: [[...figure.table.rows[0].slice(0, -1), null]] }
    const section = { kind: 'figure', sentence: ['x'], figure: { ...figure, table } } as const
    expect(buildReport(report({ sections: [section] }))).toContain('<td class="num null">null</td>')
  })
})
