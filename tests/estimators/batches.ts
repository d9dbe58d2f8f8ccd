import { type GroupedRows, groupRows } from '../../core/estimators/index.ts'
import { type Random, seededRandom } from '../../core/math/random.ts'
import type { NaiveRollout } from './naive.ts'

const TYPES = ['EM', 'Accuracy', 'selection', 'NDCG', 'Summary', '']
const TIES = [0, 1, 0.5, 0.1, 0.3333, 1 / 3]

/** Rows of random groups in random order: groups of one, constant groups, null rewards and wholly null groups occur. */
export function randomRows(seed: number): NaiveRollout[] {
  const random = seededRandom(seed)
  const rows: NaiveRollout[] = []
  const types = TYPES.slice(0, 1 + random.below(TYPES.length))
  const groups = 1 + random.below(12)
  for (let g = 0; g < groups; g++) {
    const type = random.pick(types)
    const shape = random.below(6)
    const size = shape === 0 ? 1 : 1 + random.below(random.next() < 0.1 ? 90 : 18)
    for (let k = 0; k < size; k++) rows.push({ group: `g${g}`, type, reward: reward(random, shape, g) })
  }
  for (let i = rows.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[rows[i], rows[j]] = [rows[j], rows[i]]
  }
  return rows
}

function reward(random: Random, shape: number, group: number): number | null {
  if (shape === 1) return random.next() < 0.7 ? null : random.next()
  if (shape === 2) return TIES[group % TIES.length]
  if (shape === 3) return random.below(2)
  if (shape === 4) return random.pick(TIES)
  if (shape === 5 && random.next() < 0.1) return null
  return random.normal()
}

export function grouped(rows: readonly NaiveRollout[]): GroupedRows {
  return groupRows(
    rows.map((row) => row.group),
    rows.map((row) => row.type),
    rows.map((row) => row.reward),
  )
}
