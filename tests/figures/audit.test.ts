import { expect, test } from 'vitest'
import { type AuditRow, auditFigure } from '../../core/figures/audit.ts'
import { buildReport } from '../../core/figures/report.ts'

const row = (changes: Partial<AuditRow>): AuditRow => ({
  surprise: 5,
  finding: 'f1 counts blank lines',
  samples: 3,
  responses: 12,
  changed: 6,
  meanChange: 0.25,
  worst: [{ sampleId: 'a1b2', index: 7, reference: 0, corrected: 0.5 }],
  ...changes,
})
const scope = { samples: 40, responses: 640, of: 40 }

test('the audit as a table names the surprise that changes most, and an example of each', () => {
  const rows = [row({}), row({ surprise: 4, finding: 'lists', changed: 0, meanChange: null, worst: [] })]
  const figure = auditFigure('first', rows, scope)
  expect(figure.finding).toBe(
    'f1 counts blank lines: correcting that alone changes 6 rewards of the 12 responses that it hits, by +0.250 in the mean.',
  )
  expect(figure.table.rows).toEqual([
    [5, 'f1 counts blank lines', 3, 12, 6, 0.25, 'a1b2 7: 0 → 0.500'],
    [4, 'lists', 3, 12, 0, null, ''],
  ])
  expect(figure.caption).toContain('all 640 responses to 40 samples')
  const html = buildReport({
    title: 'Run',
    about: '',
    sections: [{ kind: 'figure', sentence: ['audit'], figure }],
    warnings: [],
    provenance: [],
    replay: '',
    fontCss: '',
  })
  expect(html).toContain('a1b2 7: 0 → 0.500')
  expect(html).toContain('<td class="num null">null</td>')
})

test('says that only a part was looked at, and what nothing found means', () => {
  const figure = auditFigure('big', [], { samples: 256, responses: 4096, of: 22_965 })
  expect(figure.caption).toContain('4,096 responses to 256 of 22,965 samples, taken evenly over the run')
  expect(figure.finding).toBe('No surprise of the reference hits what was looked at.')
  expect(auditFigure('same', [row({ changed: 0 })], scope).finding).toBe('No correction changes a reward.')
})
