import { useMemo } from 'react'
import { ALARMS, type AlarmId } from '../../../../core/rewards/alarms.ts'
import { Difference } from '../../../components/difference.tsx'
import type { Column, Sort } from '../../../components/grid/columns.ts'
import { Grid } from '../../../components/grid/grid.tsx'
import { Icon } from '../../../components/icon.tsx'
import { RewardNumber } from '../../../components/number.tsx'
import { ReasonWord } from '../../../components/reason.tsx'
import { listRows } from '../../../data/list-rows.ts'
import { count } from '../../../format.ts'
import type { Pair, WithAdvantage } from './pairs.ts'

/** A response as a strip of the group. */
export interface Strip extends WithAdvantage {
  readonly alarms: readonly AlarmId[]
}

interface StripsProps {
  readonly label: string
  readonly strips: readonly Strip[]
  readonly pair: Pair | null
  readonly at: number | null
  readonly pinned: readonly number[]
  readonly marked: readonly number[]
  readonly sort: Sort
  readonly scored: boolean
  /** Whose advantages they are; null: no cell gives any, and there is no column. */
  readonly advantages: string | null
  readonly onSort: (sort: Sort) => void
  readonly onSelect: (index: number) => void
  readonly onOpen: (index: number) => void
  readonly height: number
}

/** The responses of a group, one a row: which side it is on, reward, reason, length, finish, what is wrong with it. */
export function Strips({
  label,
  strips,
  pair,
  pinned,
  marked,
  at,
  sort,
  scored,
  advantages,
  height,
  ...props
}: StripsProps) {
  const largest = useMemo(() => Math.max(1e-9, ...strips.map((strip) => Math.abs(strip.advantage ?? 0))), [strips])
  const withAdvantages = advantages !== null
  const columns = useMemo(
    () => columnsOf(pair, pinned, marked, scored, withAdvantages ? largest : null),
    [pair, pinned, marked, scored, withAdvantages, largest],
  )
  const query = useMemo(() => listRows(strips), [strips])
  return (
    <Grid
      label={label}
      query={query}
      columns={columns}
      sort={sort}
      onSort={props.onSort}
      isSelected={(row) => row.index === at}
      onSelect={(row) => props.onSelect(row.index)}
      onOpen={(row) => props.onOpen(row.index)}
      height={height}
      question={label}
      foot={() => (
        <>
          <span className="keys">
            <kbd>x</kbd> mark <kbd>c</kbd> compare marked <kbd>p</kbd> pin <kbd>Enter</kbd> read
          </span>
          {advantages !== null && <span className="push quiet cut">by {advantages}</span>}
        </>
      )}
    />
  )
}

function columnsOf(
  pair: Pair | null,
  pinned: readonly number[],
  marked: readonly number[],
  scored: boolean,
  /** The largest absolute advantage of the group; null: no column. */
  largest: number | null,
): readonly Column<Strip>[] {
  const side: Column<Strip> = {
    id: 'side',
    label: 'Side',
    width: 34,
    cell: (row) => (
      <span className="strip-side">
        {pair?.[0] === row.index && <i className="left" role="img" aria-label="left side" />}
        {pair?.[1] === row.index && <i className="right" role="img" aria-label="right side" />}
        {marked.includes(row.index) && <Icon name="check" />}
        {pinned.includes(row.index) && <b title="pinned">p</b>}
        <span className="hidden">
          {[marked.includes(row.index) && 'marked', pinned.includes(row.index) && 'pinned'].filter(Boolean).join(', ')}
        </span>
      </span>
    ),
  }
  const rewards: readonly Column<Strip>[] = [
    {
      id: 'reward',
      label: 'Reward',
      width: 108,
      sort: 'reward',
      cell: (row) => row.reward && <RewardBar value={row.reward.value} />,
    },
    {
      id: 'reason',
      label: 'Reason',
      width: 104,
      sort: 'reason',
      cell: (row) => row.reward && <ReasonWord reason={row.reward.reason} />,
    },
  ]
  return [
    side,
    { id: 'index', label: 'No.', width: 32, numeric: true, quiet: true, sort: 'index', cell: (row) => row.index },
    ...(scored ? rewards : []),
    ...(largest === null ? [] : [advantageColumn(largest)]),
    {
      id: 'tokens',
      label: 'Tokens',
      width: 58,
      numeric: true,
      sort: 'tokens',
      cell: (row) =>
        row.usage ? count(row.usage.completionTokens) : <span className="quiet">{count(row.chars)} ch.</span>,
    },
    {
      id: 'finish',
      label: 'Finish',
      width: 48,
      from: 400,
      cell: (row) => <span className="soft">{row.finishReason}</span>,
    },
    { id: 'alarms', label: 'Writing', from: 460, cell: (row) => <AlarmWords alarms={row.alarms} /> },
  ]
}

function advantageColumn(largest: number): Column<Strip> {
  return {
    id: 'advantage',
    label: 'Advantage',
    width: 112,
    sort: 'advantage',
    cell: ({ advantage = null }) =>
      advantage === null ? <i className="null">none</i> : <Difference value={advantage} largest={largest} digits={2} />,
  }
}

const WORDS = new Map(ALARMS.map(({ id, words }) => [id, words]))

export function AlarmWords({ alarms }: { alarms: readonly AlarmId[] }) {
  if (alarms.length === 0) return null
  return (
    <span className="alarms">
      <Icon name="warn" />
      <span className="cut">{alarms.map((id) => WORDS.get(id)).join(', ')}</span>
    </span>
  )
}

/** A bar and the number behind it; a null has no bar. */
function RewardBar({ value }: { value: number | null }) {
  return (
    <span className="reward-cell">
      <span className="track" aria-hidden="true">
        {value !== null && <i style={{ width: `${Math.max(0, Math.min(1, value)) * 100}%` }} />}
      </span>
      <span className="num">
        <RewardNumber value={value} />
      </span>
    </span>
  )
}
