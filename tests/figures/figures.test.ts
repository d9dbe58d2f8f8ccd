import { describe, expect, test } from 'vitest'
import { plot } from '../../core/engine/code/guest-api.ts'
import { tableCsv } from '../../core/figures/csv.ts'
import type { Bars, Figure, Plot } from '../../core/figures/figure.ts'
import { buildFigure, FIGURES, figureNamed } from '../../core/figures/index.ts'
import type { RunRewards } from '../../core/figures/input.ts'
import { figureToPlotly } from '../../core/figures/plotly.ts'
import { sampleInput, sampleRun } from './sample-run.ts'

const run = sampleRun(400)
const input = sampleInput(run)
const figures = FIGURES.map(({ kind }) => buildFigure(kind, input))

function barsOf(plot: Plot | undefined, label: string): Bars {
  const found = plot?.marks.find((mark): mark is Bars => mark.kind === 'bars' && mark.label === label)
  if (!found) throw new Error(`no bars ${label}`)
  return found
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

/** Every number anywhere in a value. */
function numbers(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(numbers)
}

/** A run with chosen rewards in one group of one task. */
function tiny(rewards: (number | null)[], reasons: string[], sizes = [rewards.length]): RunRewards {
  const offsets = [0]
  for (const size of sizes) offsets.push(offsets[offsets.length - 1] + size)
  const names = [...new Set(reasons)]
  return {
    run: 'tiny',
    offsets: Int32Array.from(offsets),
    types: new Int32Array(sizes.length),
    rewardTypes: ['EM'],
    tasks: new Int8Array(sizes.length),
    promptBytes: new Float64Array(sizes.length).fill(1000),
    rewards: Float64Array.from(rewards, (r) => r ?? 0),
    scored: Uint8Array.from(rewards, (r) => (r === null ? 0 : 1)),
    reasons: Uint8Array.from(reasons, (reason) => names.indexOf(reason)),
    reasonNames: names,
    tokens: new Int32Array(rewards.length).fill(-1),
    chars: new Int32Array(rewards.length).fill(100),
  }
}

describe('every figure', () => {
  test.each(figures.map((figure) => [figure.kind, figure] as const))('%s is finite, worded and tabled', (_, figure) => {
    expect(numbers(figure).every(Number.isFinite)).toBe(true)
    for (const words of [figure.title, figure.caption, figure.finding, figure.alt]) {
      expect(words).not.toMatch(/NaN|undefined|Infinity/)
      expect(words.length).toBeGreaterThan(5)
    }
    for (const words of [figure.caption, figure.finding, figure.alt]) expect(words).toMatch(/\.$/)
    expect(figure.table.rows.length).toBeGreaterThan(0)
    for (const row of figure.table.rows) expect(row).toHaveLength(figure.table.columns.length)
    for (const panel of figure.panels) expect(panel.alt).toMatch(/\.$/)
  })

  test.each(FIGURES.map((each) => each.kind))('%s of an empty run is drawn, not thrown', (kind) => {
    const empty = sampleRun(0)
    const figure = buildFigure(kind, sampleInput(empty))
    expect(figure.finding.length).toBeGreaterThan(5)
    expect(numbers(figure).every(Number.isFinite)).toBe(true)
  })

  test.each(FIGURES.map((each) => each.kind))('%s of a run without any reward has no NaN', (kind) => {
    const figure = buildFigure(kind, sampleInput(tiny([null, null], ['undecided', 'undecided'])))
    expect(numbers(figure).every(Number.isFinite)).toBe(true)
    expect(JSON.stringify(figure)).not.toContain('NaN')
  })

  test('one that needs advantages says so without them', () => {
    expect(() => buildFigure('advantages', { columns: run })).toThrow(/none were given/)
    expect(() => figureNamed('pie')).toThrow(/Known: rewards, advantages/)
  })
})

describe('rewards', () => {
  test('the bar at 0 counts wrong answers only, gates stand in the gutter, null in the caption', () => {
    const columns = tiny(
      [0, 0, 0, 1, 0.5, null],
      ['wrong', 'gate:no-think-end', 'exception:recursion', 'right', 'partial', 'undecided'],
    )
    const figure = buildFigure('rewards', { columns })
    const bars = barsOf(figure.panels[0], 'reward')
    expect(bars.heights[0]).toBeCloseTo(1 / 5, 12)
    expect(bars.heights[59]).toBeCloseTo(1 / 5, 12)
    expect(barsOf(figure.panels[0], 'gate, parse or exception').heights).toEqual([2 / 5])
    expect(figure.caption).toContain('1 without a reward')
  })

  test('bars and gutter hold every scored rollout once', () => {
    const figure = buildFigure('rewards', input)
    for (const panel of figure.panels) {
      const all = sum(barsOf(panel, 'reward').heights) + sum(barsOf(panel, 'gate, parse or exception').heights)
      expect(all).toBeCloseTo(1, 12)
    }
  })

  test('a reward outside 0..1 widens the axis', () => {
    const figure = buildFigure('rewards', { columns: tiny([-2, 0.5, 3], ['wrong', 'partial', 'right']) })
    expect(figure.panels[0].x.range).toEqual([-2, 3])
    expect(sum(barsOf(figure.panels[0], 'reward').heights)).toBeCloseTo(1, 12)
  })
})

describe('advantages', () => {
  const figure = buildFigure('advantages', input)

  test('the nine tasks stand in their order; shares of absolute advantage add up', () => {
    expect(figure.panels.map((panel) => panel.ink)).toHaveLength(9)
    expect(figure.panels[1].title).toBe('Comprehension')
    const shares = figure.panels.map((panel) => Number.parseFloat(panel.value ?? ''))
    expect(sum(shares)).toBeCloseTo(100, 0)
  })

  test('inside and beyond together are all rollouts with an advantage, before and after', () => {
    for (const panel of figure.panels) {
      const inside = sum(barsOf(panel, 'after').heights)
      const beyond = sum(barsOf(panel, 'after, beyond ±3').heights)
      const zero = panel.marks.some((mark) => mark.label === 'after, exactly 0')
        ? sum(barsOf(panel, 'after, exactly 0').heights)
        : 0
      expect(inside + beyond + zero).toBeCloseTo(1, 12)
      expect(sum(barsOf(panel, 'before').heights)).toBeCloseTo(1, 12)
    }
  })

  test('exactly 0 is neither side: a grey bar of its own, and in no signed bin', () => {
    const columns = tiny([1, 1, 1, 0, 1], ['right', 'right', 'right', 'wrong', 'right'], [2, 1, 2])
    const filtered = sampleInput(columns, 'dr-grpo', null)
    const hasZero = (figure: Figure) => figure.panels[0].marks.some((mark) => mark.label === 'after, exactly 0')
    expect(hasZero(buildFigure('advantages', filtered))).toBe(false)
    const advantages = Float64Array.of(0, 0, 1, -0.5, 0.5)
    const whole = { ...filtered.after!, advantages, present: new Uint8Array(5).fill(1) }
    const figure = buildFigure('advantages', { columns, after: whole })
    expect(barsOf(figure.panels[0], 'after, exactly 0')).toMatchObject({ heights: [2 / 5], ink: 'line-3' })
    expect(sum(barsOf(figure.panels[0], 'after').heights)).toBeCloseTo(3 / 5, 12)
  })

  test('an estimator that only centres gets an axis of its own', () => {
    const centred = buildFigure('advantages', sampleInput(run, 'dr-grpo', null))
    expect(centred.panels[0].x.ticks?.map((t) => t.at)).toEqual([-1, 0, 1])
  })

  test('by reward type, Accuracy and selection stand apart in one hue', () => {
    const byType = buildFigure('advantages', input, { by: 'reward-type' })
    const pair = byType.panels.filter((panel) => panel.ink === 'task-comprehension')
    expect(pair.map((panel) => panel.title)).toEqual(['Accuracy', 'selection'])
  })
})

describe('stages', () => {
  test('the lines are the standard deviations; tmn brings every reward type to about one', () => {
    const figure = buildFigure('stages', sampleInput(run, 'tmn-grpo', null), { by: 'reward-type' })
    const last = figure.table.rows.map((row) => row[row.length - 1] as number)
    for (const sd of last) expect(Math.abs(sd - 1)).toBeLessThan(0.06)
    expect(figure.panels[0].x.categories).toEqual(['Raw reward', 'Centred', '÷ task scale'])
  })
})

describe('group spread and pass rate', () => {
  const columns = tiny(
    [1, 1, 0, 1, 0.2, 0.4, 0.9],
    ['right', 'right', 'wrong', 'right', 'partial', 'partial', 'partial'],
    [2, 2, 3],
  )

  test('groups of equal rewards are hatched apart, groups of one left out', () => {
    const figure = buildFigure('group-spread', { columns })
    expect(barsOf(figure.panels[0], 'equal rewards').heights[0]).toBeCloseTo(1 / 3, 12)
    expect(sum(barsOf(figure.panels[0], 'groups').heights)).toBeCloseTo(2 / 3, 12)
    const alone = buildFigure('group-spread', { columns: tiny([1], ['right']) })
    expect(alone.panels[0].note).toBe('no groups of two')
  })

  test('the threshold is strict and stated', () => {
    const figure = buildFigure('pass-rate', { columns: tiny([0.5, 0.6], ['partial', 'partial']) }, { threshold: 0.5 })
    expect(figure.panels[0].value).toBe('0.500')
    expect(figure.title).toContain('above 0.50')
    expect(sum(barsOf(figure.panels[0], 'prompts').heights)).toBeCloseTo(1, 12)
  })
})

describe('length and reasons', () => {
  test('every scored rollout with a length is in one cell', () => {
    const figure = buildFigure('length-reward', input, { length: 'response' })
    const cells = figure.panels.flatMap((panel) => panel.marks.flatMap((m) => (m.kind === 'heat' ? m.counts : [])))
    expect(sum(cells)).toBe(run.scored.filter((s) => s === 1).length)
    expect(figure.caption).toContain('in tokens')
  })

  test('without token counts the response is measured in characters', () => {
    const columns = tiny([0, 1], ['wrong', 'right'])
    expect(buildFigure('length-reward', { columns }, { length: 'response' }).caption).toContain('characters')
  })

  test('stacked shares end at one, the table counts every response', () => {
    const figure = buildFigure('reasons', input)
    const spans = figure.panels[0].marks.flatMap((mark) => (mark.kind === 'spans' ? [mark] : []))
    for (const end of spans[spans.length - 1].to) expect(end).toBeCloseTo(1, 12)
    expect(sum(figure.table.rows.map((row) => row[2] as number))).toBe(run.rewards.length)
  })
})

describe('csv', () => {
  const table = (value: string | number | null): Figure['table'] => ({
    columns: [{ name: 'task', label: 'Task', numeric: false }],
    rows: [[value]],
  })

  test('formulas are words, numbers keep their precision and sign', () => {
    expect(tableCsv(table('=1+1'))).toBe("task\r\n'=1+1\r\n")
    expect(tableCsv(table('@x'))).toBe("task\r\n'@x\r\n")
    expect(tableCsv(table(-0.1))).toBe('task\r\n-0.1\r\n')
    expect(tableCsv(table(1 / 3))).toBe('task\r\n0.3333333333333333\r\n')
    expect(tableCsv(table(null))).toBe('task\r\n\r\n')
    expect(tableCsv(table('a "b", c\n'))).toBe('task\r\n"a ""b"", c\n"\r\n')
    expect(() => tableCsv(table(Number.NaN))).toThrow(RangeError)
  })
})

describe('plotly', () => {
  const colour = (ink: string) => `#${ink}`

  test.each(figures.map((figure) => [figure.kind, figure] as const))('%s maps to plain JSON', (_, figure) => {
    const { data, layout } = figureToPlotly(figure, { colour, font: 'sans' })
    const json = JSON.stringify({ data, layout })
    expect(JSON.parse(json)).toEqual({ data, layout })
    expect(json).not.toContain('NaN')
    const marks = sum(figure.panels.map((panel) => panel.marks.length + (panel.strip?.marks.length ?? 0)))
    expect(data).toHaveLength(marks)
    for (const trace of data) {
      const axis = `${trace.xaxis}`.replace('x', 'xaxis')
      expect(layout).toHaveProperty([axis])
    }
  })

  test('hovering says values as people read them: place, unit, four digits', () => {
    const texts = figures.flatMap((figure) =>
      figureToPlotly(figure, { colour, font: 'sans' }).data.flatMap((trace) => [trace.text].flat(2) as string[]),
    )
    expect(texts.length).toBeGreaterThan(100)
    for (const text of texts) expect(text).not.toMatch(/\.0*[1-9]\d{4}|undefined|NaN|^: |: $/)
    const heat = figureToPlotly(buildFigure('length-reward', input), { colour, font: 'sans' }).data.find(
      (trace) => trace.type === 'heatmap',
    )
    expect([heat?.text].flat(2)[0]).toMatch(/^\d+ rollouts?: prompt length [\d,]+ to [\d,]+.*, reward 0 to 0\.\d+$/)
  })

  test('a bar is met by its column, however low it is; a cell or a point by itself', () => {
    const mode = (kind: 'rewards' | 'length-reward' | 'reasons') =>
      figureToPlotly(buildFigure(kind, input), { colour, font: 'sans' }).layout.hovermode
    expect([mode('rewards'), mode('length-reward'), mode('reasons')]).toEqual(['x', 'closest', 'closest'])
    // A trace of one bar would be met half a plot away: a place without a bar beside it says how wide its column is.
    const { data } = figureToPlotly(buildFigure('rewards', input), { colour, font: 'sans' })
    const gutters = data.filter((each) => each.type === 'bar' && (each.y as unknown[]).includes(null))
    expect(gutters.length).toBeGreaterThan(0)
    for (const { x, width } of gutters as { x: number[]; width: number[] }[]) expect(x[0] - x[1]).toBeCloseTo(width[0])
    expect(data.filter((each) => each.type === 'bar' && (each.x as unknown[]).length < 2)).toEqual([])
  })

  test('a histogram of counts says counts, not shares', () => {
    const figure = plot({
      title: 'H',
      histogram: { values: Array.from({ length: 30 }, (_, i) => i % 3), bins: 2 },
    }) as Figure
    const [trace] = figureToPlotly(figure, { colour, font: 'sans' }).data
    expect(trace.text).toEqual(['0 to 1: 10', '1 to 2: 20'])
    expect(figure.caption).toBe('H: count by x, 30 values.')
  })

  test('a note that would run into the title is left out where the drawing is narrow', () => {
    const figure = buildFigure('group-spread', input)
    const words = (width: number) =>
      JSON.stringify(figureToPlotly(figure, { colour, font: 'sans', width }).layout.annotations)
    expect(words(1600)).toContain('equal')
    expect(words(500)).not.toContain('equal')
    expect(words(500)).toContain(figure.panels[0].value)
  })

  test('domains stay inside the paper and do not overlap down a column', () => {
    const { layout } = figureToPlotly(buildFigure('advantages', input), { colour, font: 'sans' })
    const spans = Object.entries(layout).flatMap(([key, axis]) =>
      key.startsWith('yaxis') ? [(axis as { domain: [number, number] }).domain] : [],
    )
    for (const [low, high] of spans) expect(low >= 0 && high <= 1 && low < high).toBe(true)
  })
})
