/** What a second reward changes, for people: `score --run NAME --against OTHER`. */
import type { RunColumns } from '../../contract.ts'
import { estimatorNamed } from '../../estimators/index.ts'
import { count } from '../../figures/format.ts'
import { type Reason, reasonWords } from '../../model/reward.ts'
import { advantageParams } from '../../notebook/cells.ts'
import { compareRewards, type ResponseChange } from '../../notebook/compare.ts'
import { settingsOf } from '../../notebook/estimate.ts'
import type { Output } from './output.ts'
import type { Column } from './table.ts'

/** Changed responses that are listed. */
const LISTED = 20

const valueWords = (value: number | null, reason: string) =>
  `${value === null ? 'null' : value.toFixed(3)} ${reasonWords(reason as Reason)}`

const COLUMNS: readonly Column<ResponseChange>[] = [
  { label: 'sample', value: ({ sampleId }) => sampleId },
  { label: 'no.', value: ({ index }) => index },
  { label: 'reward type', value: ({ rewardType }) => rewardType || '(none)' },
  { label: 'reward', value: ({ before, reasonBefore }) => valueWords(before, reasonBefore) },
  { label: 'against', value: ({ after, reasonAfter }) => valueWords(after, reasonAfter), flexible: true },
]

/** Totals, group order and sign flips under the estimator, and the biggest changes. */
export async function tellAgainst(
  out: Output,
  reward: RunColumns,
  other: RunColumns,
  estimator: string,
): Promise<void> {
  const params = advantageParams.parse({ estimator })
  const found = compareRewards(reward, other, params, LISTED)
  const settings = settingsOf(estimatorNamed(estimator), params)
  const alone = found.unscored > 0 ? `; ${count(found.unscored)} have a number under one of the two alone` : ''
  await out.text('')
  await out.text(
    `${count(found.changed)} of ${count(found.responses)} responses change: ${count(found.up)} up, ${count(found.down)} down${alone}`,
  )
  await out.text(`${count(found.reordered)} of ${count(found.groups)} groups change their order`)
  await out.text(
    `${count(found.flips)} of ${count(found.advantages)} advantages change their sign under ${estimator}${settings ? ` (${settings})` : ''}`,
  )
  if (found.biggest.length === 0) return
  await out.text('')
  await out.table(found.biggest, COLUMNS)
}
