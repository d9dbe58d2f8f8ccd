import { logEdges } from '../math/stats.ts'
import { type AgainstAxis, rewardAgainst } from './against.ts'
import type { Figure } from './figure.ts'
import { tick } from './format.ts'
import type { FigureInput, FigureParams, RunRewards } from './input.ts'

const X_BINS = 16

/** Small multiples: counts over length (log) and reward, with the mean reward of each length bin as a line. */
export function lengthRewardFigure(input: FigureInput, params: FigureParams): Figure {
  return rewardAgainst(input, params, lengthAxis(input.columns, params.length))
}

/** Length of the prompt in bytes, or of the response in tokens (characters where no server counted). */
export function lengthAxis(columns: RunRewards, which: FigureParams['length']): AgainstAxis {
  const { label, unit, values } = lengthsOf(columns, which)
  const placeOf = (group: number, rollout: number) => {
    const at = values(group, rollout)
    return at > 0 ? at : null
  }
  const [low, high] = lengthRange(columns, placeOf)
  return {
    ...{ kind: 'length-reward', quantity: 'length', label, unit, scale: 'log', placeOf, form: 'count' },
    edges: Array.from(logEdges(low, high, X_BINS)),
    ticks: logTicks(low, high),
    axisWords: `${label} in ${unit} (log)`,
  }
}

function lengthsOf(
  columns: RunRewards,
  which: FigureParams['length'],
): { label: string; unit: string; values: (group: number, rollout: number) => number } {
  if (which === 'prompt') return { label: 'prompt length', unit: 'bytes', values: (g) => columns.promptBytes[g] }
  const counted = columns.tokens.some((n) => n >= 0)
  if (counted) return { label: 'response length', unit: 'tokens', values: (_, i) => columns.tokens[i] }
  return { label: 'response length', unit: 'characters', values: (_, i) => columns.chars[i] }
}

function lengthRange(columns: RunRewards, placeOf: AgainstAxis['placeOf']): [number, number] {
  let low = Infinity
  let high = 0
  for (let g = 0; g < columns.types.length; g++) {
    for (let i = columns.offsets[g]; i < columns.offsets[g + 1]; i++) {
      const at = columns.scored[i] ? placeOf(g, i) : null
      if (at === null) continue
      low = Math.min(low, at)
      high = Math.max(high, at)
    }
  }
  if (!(low < Infinity)) return [1, 10]
  return low < high ? [low, high] : [low / 2, high * 2]
}

/** Ticks at powers of ten, and at 3 of each where they are few. */
function logTicks(low: number, high: number): { at: number; label: string }[] {
  const digits = high / low > 300 ? [1] : high / low > 20 ? [1, 3] : [1, 2, 5]
  const out: { at: number; label: string }[] = []
  for (let power = 0; power < 12; power++) {
    for (const digit of digits) {
      const at = digit * 10 ** power
      if (at >= low && at <= high) out.push({ at, label: tick(at) })
    }
  }
  return out
}
