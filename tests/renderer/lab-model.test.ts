/** The lab's numbers against the figures that CLI and report draw: a frame under a slider must not round or forget. */
import { describe, expect, test } from 'vitest'
import type { RunColumns } from '../../core/contract.ts'
import { DEFAULT_ESTIMATOR_PARAMS, ESTIMATORS, estimatorNamed, filterGroups } from '../../core/estimators/index.ts'
import type { Bars } from '../../core/figures/figure.ts'
import { buildFigure } from '../../core/figures/index.ts'
import { advantageParams } from '../../core/notebook/cells.ts'
import { batchOf, estimateColumns } from '../../core/notebook/estimate.ts'
import { flipsOf, rolloutsIn } from '../../renderer/cells/advantage/flips.ts'
import { LabModel } from '../../renderer/cells/advantage/lab-model.ts'
import {
  beforeSide,
  cellOfSettings,
  commandOf,
  differsFromCell,
  type LabSettings,
  pin,
  settingsOfCell,
} from '../../renderer/cells/advantage/settings.ts'
import { sampleRun } from '../figures/sample-run.ts'

const run = sampleRun(240)
const columns: RunColumns = {
  ...run,
  reward: 'key',
  sampleIds: Array.from(run.types, (_, g) => `s${g}`),
  sampleNumbers: Int32Array.from(run.types, (_, g) => g + 1),
  indices: Int32Array.from(run.rewards, (_, i) => i % 16),
  truncated: new Uint8Array(run.rewards.length),
}

function settings(change: Partial<LabSettings> = {}): LabSettings {
  return {
    after: { estimator: 'tmn-reweight', params: { ...DEFAULT_ESTIMATOR_PARAMS, alpha: 0.8 } },
    before: { estimator: 'qwenlong-task', pinned: null },
    filter: true,
    stage: null,
    ...change,
  }
}

const heights = (marks: readonly unknown[], label: string) => (marks as Bars[]).find((m) => m.label === label)?.heights

describe('a frame', () => {
  test.each(ESTIMATORS.map((e) => e.name))('%s draws what the settled figure draws', (estimator) => {
    const asked = settings({ after: { estimator, params: { ...DEFAULT_ESTIMATOR_PARAMS, alpha: 0.3, gamma: 1.7 } } })
    const frame = new LabModel(columns).frame(asked)
    const { figures } = estimateColumns(columns, { ...cellOfSettings(asked), alpha: 0.3, gamma: 1.7 })
    const figure = buildFigure('advantages', figures)
    // The figure's axis holds both sides; the lab's only what is shown.
    const sameAxis = figure.panels[0].x.ticks?.at(-1)?.at === frame.range.high
    figure.panels.forEach((panel, f) => {
      const counts = frame.now.counts.subarray(f * frame.now.stride, (f + 1) * frame.now.stride)
      const shares = Array.from(counts, (n) => n / frame.now.totals[f])
      if (sameAxis) {
        heights(panel.marks, 'after')?.forEach((height, b) => {
          expect(shares[b + 1]).toBeCloseTo(height, 12)
        })
        const was = frame.was!
        const zero = (heights(panel.marks, 'before, exactly 0') ?? [0])[0]
        expect(was.counts[(f + 1) * was.stride - 1] / was.totals[f]).toBeCloseTo(zero, 12)
        heights(panel.marks, 'before')?.forEach((height, b) => {
          expect(was.counts[f * was.stride + b] / was.totals[f]).toBeCloseTo(height, 12)
        })
      }
      const share = frame.spreads.at(-1)!.share[f]
      expect(panel.value).toBe(`${(share * 100).toFixed(1)}\u2009%`)
    })
    if (estimator === 'tmn-reweight') expect(sameAxis).toBe(true)
  })

  test('after any walk of the knobs it is what a fresh model gives', () => {
    const walked = new LabModel(columns)
    const stops: LabSettings[] = []
    for (const [i, { name }] of ESTIMATORS.entries()) {
      for (const gamma of [0, 1, 3]) {
        const params = { ...DEFAULT_ESTIMATOR_PARAMS, alpha: gamma / 3, gamma, epsilon: i % 2 ? 1e-6 : 0.01 }
        const before =
          gamma === 1 ? null : { estimator: 'grpo' as const, pinned: gamma === 0 ? null : DEFAULT_ESTIMATOR_PARAMS }
        stops.push(
          settings({ after: { estimator: name, params }, before, filter: gamma !== 3, stage: gamma === 0 ? 1 : null }),
        )
      }
    }
    for (const stop of [...stops, ...stops.toReversed()]) {
      const [a, b] = [walked.frame(stop), new LabModel(columns).frame(stop)]
      expect([...a.now.counts]).toEqual([...b.now.counts])
      expect(a.spreads.map((s) => [...s.sd])).toEqual(b.spreads.map((s) => [...s.sd]))
      expect(a.was && [...a.was.counts]).toEqual(b.was && [...b.was.counts])
    }
  })

  test('every stage holds all rollouts that take part', () => {
    const model = new LabModel(columns)
    for (const stage of [0, 1, 2, 3]) {
      const { now, ground } = model.frame(settings({ stage }))
      expect(now.counts.reduce((a, b) => a + b, 0)).toBe(ground.batch.rewards.length)
    }
  })
})

describe('lists beside the plots', () => {
  const naive = (asked: LabSettings) => {
    const { batch } = filterGroups(batchOf(columns))
    const { params } = asked.after
    const of = (name: string) => estimatorNamed(name).estimate(batch, params).advantages
    return { batch, after: of(asked.after.estimator), before: of(asked.before!.estimator) }
  }

  test('flips are counted as a plain loop counts them, the largest first', () => {
    const asked = settings()
    const flips = flipsOf(new LabModel(columns), asked, 16)!
    const { batch, after, before } = naive(asked)
    let flipped = 0
    let largest = 0
    for (let i = 0; i < after.length; i++) {
      if (!batch.scored[i] || !(after[i] * before[i] < 0)) continue
      flipped++
      largest = Math.max(largest, Math.abs(after[i] - before[i]))
    }
    expect(flips.flipped).toBe(flipped)
    expect(flipped).toBeGreaterThan(100)
    expect(Math.abs(flips.rows[0].after - flips.rows[0].before!)).toBeCloseTo(largest, 9)
    expect(new Set(flips.rows.map((row) => row.group)).size).toBe(16)
    for (const row of flips.rows) {
      expect(row.after).toBeCloseTo(after[row.rollout], 9)
      expect(row.reward).toBe(columns.rewards[row.rollout])
    }
  })

  test('two that centre alike cannot flip a sign: the list shows the largest changes', () => {
    const asked = settings({ before: { estimator: 'grpo', pinned: null } })
    const flips = flipsOf(new LabModel(columns), asked, 16)!
    expect(flips).toMatchObject({ sameCentre: true, flipped: 0 })
    expect(flips.rows).toHaveLength(16)
  })

  test('a bar leads to as many rollouts as it counts', () => {
    const model = new LabModel(columns)
    const asked = settings()
    const frame = model.frame(asked)
    const slot = 1 + frame.now.counts.subarray(1, 61).findIndex((n) => n > 2)
    const { count, rows } = rolloutsIn(model, asked, 0, slot, 8)
    expect(count).toBe(frame.now.counts[slot])
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(columns.tasks[row.group]).toBe(0)
  })
})

describe('settings', () => {
  test('kept in the cell they are the cell', () => {
    const cell = cellOfSettings(settings())
    expect(cell).toMatchObject({
      estimator: 'tmn-reweight',
      alpha: 0.8,
      compareWith: 'qwenlong-task',
      filterGroups: true,
    })
    expect(differsFromCell(settings(), cell)).toBe(false)
    expect(differsFromCell(settings({ filter: false }), cell)).toBe(true)
  })

  test('a pinned side keeps its own numbers, in the cell and back', () => {
    const start = settings()
    const turned = { ...pin(start), after: { ...start.after, params: { ...start.after.params, alpha: 0.25 } } }
    const cell = cellOfSettings(turned)
    expect(cell).toMatchObject({ alpha: 0.25, compareWith: 'tmn-reweight', pinned: { alpha: 0.8 } })
    expect(advantageParams.parse(cell)).toEqual(cell)
    expect(beforeSide(settingsOfCell(cell))).toEqual(start.after)
    expect(differsFromCell(settingsOfCell(cell), cell)).toBe(false)
    const drawn = estimateColumns(columns, cell).figures.before
    const alone = estimateColumns(columns, { ...cellOfSettings(start), compareWith: null }).figures.after
    expect(drawn?.settings).toBe(alone?.settings)
    expect([...(drawn?.advantages ?? [])]).toEqual([...(alone?.advantages ?? [])])
  })

  test('as a command line, names quoted', () => {
    expect(commandOf("it's", settings())).toBe(
      `longview advantage --run 'it'\\''s' --estimator tmn-reweight --alpha 0.8 --gamma 1 --epsilon 0.000001 --filter-groups`,
    )
  })
})
