import { describe, expect, test } from 'vitest'
import { buildFigure } from '../../core/figures/index.ts'
import { brushOf, brushWords, wholePanel } from '../../renderer/cells/figure/brush-words.ts'
import { sampleInput, sampleRun } from '../figures/sample-run.ts'

const input = sampleInput(sampleRun(300))

describe('what a brush is called', () => {
  test('numbers by their axis, tasks and stages by their names', () => {
    const reasons = buildFigure('reasons', input)
    const brush = { panel: 0, x: [0.25, 0.5] as const, y: [0.8, 2.65] as const }
    expect(brushWords(reasons, brush)).toBe('share of responses 0.25 to 0.5, Comprehension and Exhaustive retrieval')
    expect(brushWords(reasons, { ...brush, y: [-0.5, 8] })).toContain('Precise retrieval to Summarization')
    expect(brushWords(reasons, { ...brush, y: [0.4, 0.6] })).toContain('no task')
    const stages = buildFigure('stages', input)
    expect(brushWords(stages, { panel: 0, x: [-0.2, 0.4], y: [0.1, 0.2] })).toBe(
      'Raw reward, standard deviation 0.1 to 0.2',
    )
  })

  test('the whole of a figure with two axes has both, one that counts has x', () => {
    expect(wholePanel(buildFigure('reasons', input), 0).y).toEqual([0, 8])
    expect(wholePanel(buildFigure('advantages', input), 1).y).toBeNull()
  })

  test('Plotly numbers axes plot by plot, a low plot before the one it stands over', () => {
    const advantages = buildFigure('advantages', input)
    const range = (n: number) => ({ range: { [`x${n}`]: [0.5, -0.5], [`y${n}`]: [0, 1] } })
    expect(brushOf(advantages, range(4))).toEqual({ panel: 1, x: [-0.5, 0.5], y: null })
    expect(brushOf(advantages, range(3))).toEqual({ panel: 1, strip: true, x: [-0.5, 0.5], y: null })
    expect(brushOf(advantages, { range: { x: [0, 1], y: [0, 1] } })).toMatchObject({ panel: 0, strip: true })
    expect(brushOf(advantages, range(19))).toBeNull()
    expect(brushOf(buildFigure('rewards', input), range(4))).toEqual({ panel: 3, x: [-0.5, 0.5], y: null })
    expect(brushOf(buildFigure('length-reward', input), range(2))).toMatchObject({ panel: 1, y: [0, 1] })
  })
})
