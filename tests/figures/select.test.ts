import { describe, expect, test } from 'vitest'
import { evidenceDepths } from '../../core/figures/evidence-reward.ts'
import { facetsOf } from '../../core/figures/facets.ts'
import type { Spans } from '../../core/figures/figure.ts'
import { buildFigure, DEFAULT_FIGURE_PARAMS, FIGURES } from '../../core/figures/index.ts'
import { type Brush, brushed, canBrush } from '../../core/figures/select.ts'
import { sampleInput, sampleRun } from './sample-run.ts'

const columns = sampleRun(300)
const input = sampleInput(columns)
const evidence = input.evidence!
const params = DEFAULT_FIGURE_PARAMS
const everything: Omit<Brush, 'panel'> = { x: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], y: null }

/** The plain way: every scored rollout of the panel, asked one by one. */
function naive(
  panel: number,
  fits: (group: number, rollout: number) => boolean,
): { groups: number[]; rollouts: number } {
  const { of } = facetsOf(columns, 'task')
  const groups = new Set<number>()
  let rollouts = 0
  for (let g = 0; g < of.length; g++)
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++)
      if (of[g] === panel && columns.scored[i] && fits(g, i)) {
        groups.add(g)
        rollouts++
      }
  return { groups: [...groups], rollouts }
}

const plain = (found: ReturnType<typeof brushed>) => ({ groups: [...found.groups], rollouts: found.rollouts })

describe('a brush over a figure', () => {
  test('over length and reward takes in the rollouts between its ends', () => {
    for (const panel of [0, 2, 5]) {
      const brush: Brush = { panel, x: [5000, 60_000], y: [0.2, 0.9] }
      const expected = naive(
        panel,
        (g, i) =>
          columns.promptBytes[g] >= 5000 &&
          columns.promptBytes[g] <= 60_000 &&
          columns.rewards[i] >= 0.2 &&
          columns.rewards[i] <= 0.9,
      )
      expect(plain(brushed('length-reward', input, params, brush))).toEqual(expected)
    }
    const tokens: Brush = { panel: 1, x: [100, 500], y: null }
    expect(plain(brushed('length-reward', input, { ...params, length: 'response' }, tokens))).toEqual(
      naive(1, (_, i) => columns.tokens[i] >= 100 && columns.tokens[i] <= 500),
    )
  })

  test('over rewards takes in what was stopped only where it reaches left of 0', () => {
    const stopped = (i: number) => /^(gate|parse|exception|empty)/.test(columns.reasonNames[columns.reasons[i]])
    expect(plain(brushed('rewards', input, params, { panel: 0, x: [0, 0.25], y: null }))).toEqual(
      naive(0, (_, i) => !stopped(i) && columns.rewards[i] <= 0.25),
    )
    expect(plain(brushed('rewards', input, params, { panel: 0, x: [-0.1, -0.01], y: null }))).toEqual(
      naive(0, (_, i) => stopped(i)),
    )
  })

  test('over pass rate and spread takes in whole groups', () => {
    const rate = (g: number) => {
      const own = Array.from(columns.rewards.slice(columns.offsets[g], columns.offsets[g + 1]), (value, k) => ({
        value,
        scored: columns.scored[columns.offsets[g] + k],
      })).filter(({ scored }) => scored)
      return own.filter(({ value }) => value > 0.5).length / own.length
    }
    expect(plain(brushed('pass-rate', input, params, { panel: 1, x: [0.25, 0.75], y: null }))).toEqual(
      naive(1, (g) => rate(g) >= 0.25 && rate(g) <= 0.75),
    )
    const all = brushed('group-spread', input, params, { panel: 1, ...everything })
    const equal = brushed('group-spread', input, params, { panel: 1, x: [-1, -0.0001], y: null })
    const spread = brushed('group-spread', input, params, { panel: 1, x: [1e-9, 10], y: null })
    expect(equal.rollouts + spread.rollouts).toBe(all.rollouts)
    expect(spread.rollouts).toBeGreaterThan(0)
  })

  test('over evidence takes in prompts by where it stands, and never one without', () => {
    const depths = evidenceDepths(evidence)
    expect(plain(brushed('evidence-reward', input, params, { panel: 3, x: [0.4, 0.6], y: null }))).toEqual(
      naive(3, (g) => depths[g] !== null && depths[g] >= Math.fround(0.4) && depths[g] <= 0.6),
    )
    const all = brushed('evidence-reward', input, params, { panel: 3, ...everything })
    expect([...all.groups].every((g) => depths[g] !== null)).toBe(true)
  })

  test('the whole of a figure is what it counts', () => {
    const figure = buildFigure('evidence-reward', input)
    figure.panels.forEach((panel, p) => {
      const [heat] = panel.marks
      if (heat.kind !== 'heat') throw new Error('no heat')
      const all = brushed('evidence-reward', input, params, { panel: p, ...everything })
      expect(heat.counts.reduce((a, b) => a + b, 0)).toBe(all.rollouts)
    })
    expect(FIGURES.filter(({ kind }) => canBrush(kind)).map(({ kind }) => kind)).toEqual([
      'rewards',
      'advantages',
      'stages',
      'group-spread',
      'length-reward',
      'evidence-reward',
      'pass-rate',
      'reasons',
    ])
  })

  test('over advantages takes in rollouts by their advantage, what lies beyond the axis at its ends, strips by reward', () => {
    const { advantages, present } = input.after!
    expect(plain(brushed('advantages', input, params, { panel: 1, x: [0.1, 0.7], y: null }))).toEqual(
      naive(1, (_, i) => present[i] === 1 && advantages[i] >= 0.1 && advantages[i] <= 0.7),
    )
    const { x } = buildFigure('advantages', input).panels[1]
    expect(plain(brushed('advantages', input, params, { panel: 1, x: x.range, y: null }))).toEqual(
      naive(1, (_, i) => present[i] === 1),
    )
    const low: Brush = { panel: 0, strip: true, x: [0, 0.25], y: null }
    expect(plain(brushed('advantages', input, params, low))).toEqual(
      plain(brushed('rewards', input, params, { panel: 0, x: [0, 0.25], y: null })),
    )
  })

  test('over stages takes in the tasks whose lines pass through', () => {
    const { present } = input.after!
    const figure = buildFigure('stages', input)
    const lines = figure.panels[0].marks.flatMap((mark) => (mark.kind === 'line' ? [mark] : []))
    const first = lines.map((line) => line.y[0]).sort((a, b) => a - b)
    const y: [number, number] = [first[2], first[5]]
    const tasks = lines.flatMap((line, f) => (line.y[0] >= y[0] && line.y[0] <= y[1] ? [f] : []))
    expect(tasks).toHaveLength(4)
    const expected = tasks.map((f) => naive(f, (_, i) => present[i] === 1))
    const found = brushed('stages', input, params, { panel: 0, x: [-0.2, 0.3], y })
    expect([...found.groups]).toEqual(expected.flatMap(({ groups }) => groups).sort((a, b) => a - b))
    expect(found.rollouts).toBe(expected.reduce((sum, { rollouts }) => sum + rollouts, 0))
    expect(brushed('stages', input, params, { panel: 0, x: [0.2, 0.8], y }).rollouts).toBe(0)
  })

  test('over reasons takes in what its parts count, without a reward too', () => {
    const [panel] = buildFigure('reasons', input).panels
    const { of } = facetsOf(columns, 'task')
    const responses = (f: number, within: (reason: string) => boolean) => {
      let n = 0
      for (let g = 0; g < of.length; g++)
        for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++)
          if (of[g] === f && within(columns.reasonNames[columns.reasons[i]])) n++
      return n
    }
    const count = (x: [number, number], y: [number, number]) =>
      brushed('reasons', input, params, { panel: 0, x, y }).rollouts
    const { from, to } = panel.marks.find((mark) => mark.kind === 'spans' && mark.label === 'wrong') as Spans
    expect(count([(from[3] + to[3]) / 2, (from[3] + to[3]) / 2 + 1e-6], [3, 3])).toBe(
      responses(3, (reason) => reason === 'wrong'),
    )
    expect(count([0, 1], [2, 2])).toBe(responses(2, () => true))
    expect(count([0, 1], panel.y.range as [number, number])).toBe(columns.rewards.length)
    expect(count([0, 1], [2.4, 2.6])).toBe(0)
  })
})

describe('where evidence stands', () => {
  test('is the mean of the middles, nothing where there is none or nobody looked', () => {
    const depths = evidenceDepths({
      known: Uint8Array.of(1, 1, 0, 1),
      offsets: Int32Array.of(0, 2, 2, 3, 4),
      starts: Float32Array.of(0, 0.5, 0.3, 0.75),
      ends: Float32Array.of(0.5, 1, 0.4, 1),
    })
    expect(depths).toEqual([0.5, null, null, 0.875])
  })

  test('the mean reward of each tenth is that of its rollouts', () => {
    const depths = evidenceDepths(evidence)
    const { of, list } = facetsOf(columns, 'task')
    const { table } = buildFigure('evidence-reward', input)
    for (const [label, from, to, n, mean] of table.rows) {
      const own: number[] = []
      for (let g = 0; g < of.length; g++) {
        const depth = depths[g]
        const last = to === 1
        if (list[of[g]].label !== label || depth === null || depth < Number(from)) continue
        if (last ? depth > 1 : depth >= Number(to)) continue
        for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++)
          if (columns.scored[i]) own.push(columns.rewards[i])
      }
      expect(own.length).toBe(n)
      expect(own.reduce((a, b) => a + b, 0) / own.length).toBeCloseTo(Number(mean), 9)
    }
  })
})
