import { useEffect, useMemo, useRef, useState } from 'react'
import { bestOf, type ComparedResponse, worstOf } from '../../../core/notebook/compare-group.ts'
import { useSize } from '../../components/charts/use-size.ts'
import { CompareTexts } from '../../components/diff/compare-texts.tsx'
import { ErrorBlock } from '../../components/error-block.tsx'
import type { Column, Sort } from '../../components/grid/columns.ts'
import { Grid } from '../../components/grid/grid.tsx'
import { RewardNumber } from '../../components/number.tsx'
import { ReasonWord } from '../../components/reason.tsx'
import { listRows } from '../../data/list-rows.ts'
import { useQuery } from '../../data/query.ts'
import { count, reward } from '../../format.ts'
import { useSelection } from '../../stores/selection.ts'

/** The responses to the prompt in one scored run. */
export interface PairSide {
  readonly run: string
  readonly reward: string
  /** "score 3": the run as the notebook names it. */
  readonly name: string
  readonly responses: readonly ComparedResponse[]
}

interface Row extends ComparedResponse {
  readonly side: PairSide
}

interface PairProps {
  readonly sampleId: string
  readonly sides: readonly PairSide[]
  readonly fill: boolean
  /** Words of the button that goes back to where it starts. */
  readonly start: string
}

/** Rows of the list beside the texts, and above them where there is no room beside. */
const ROWS = 16
const ROWS_ABOVE = 6
/** As in compare.css. */
const BESIDE = 760

/** Where it starts: the best of the first run, and the worst of the only one or the best of the last. */
function startPair(rows: readonly Row[], sides: readonly PairSide[]): readonly [Row | null, Row | null] {
  const first = rows.filter((row) => row.side === sides[0])
  const best = bestOf(first) as Row | null
  if (sides.length === 1) return [best ?? first[0] ?? null, (worstOf(first, best) as Row | null) ?? first[1] ?? null]
  const last = rows.filter((row) => row.side === sides[sides.length - 1])
  return [best ?? first[0] ?? null, (bestOf(last) as Row | null) ?? last[0] ?? null]
}

/** Responses in a list, and two of them side by side. What is chosen in the list stands right, Enter puts it left. */
export function Pair({ sampleId, sides, fill, start }: PairProps) {
  const rows = useMemo(() => sides.flatMap((side) => side.responses.map((one): Row => ({ ...one, side }))), [sides])
  const [sort, setSort] = useState<Sort>({ order: 'reward', descending: true })
  const [pair, setPair] = useState(() => startPair(rows, sides))
  const inspect = useSelection((selection) => selection.inspect)
  useEffect(() => setPair(startPair(rows, sides)), [rows, sides])
  const [left, right] = pair
  const box = useRef<HTMLDivElement>(null)
  const beside = (useSize(box)?.width ?? 0) >= BESIDE
  const query = useMemo(() => listRows([...rows].sort((a, b) => compared(a, b, sort))), [rows, sort])
  const columns = useMemo(() => columnsOf(sides, left, right), [sides, left, right])
  const texts = useTexts(sampleId, left, right)
  const open = (row: Row | null) =>
    row &&
    inspect({ kind: 'response', id: sampleId, index: row.index, run: { run: row.side.run, reward: row.side.reward } })
  return (
    <div className={fill ? 'pair fill' : 'pair'} ref={box}>
      <div className="pair-list">
        <Grid
          label="Responses that are compared"
          query={query}
          columns={columns}
          sort={sort}
          onSort={setSort}
          isSelected={(row) => row === right}
          onSelect={(row) => row !== left && setPair([left, row])}
          onOpen={(row) => setPair([row, row === right ? left : right])}
          height={beside ? ROWS : ROWS_ABOVE}
          fill={fill && beside}
          question={JSON.stringify([sampleId, sort])}
          foot={() => (
            <span>
              <kbd>j</kbd> <kbd>k</kbd> right · <kbd>Enter</kbd> left
            </span>
          )}
        />
      </div>
      <div className="pair-texts">
        {texts.error && <ErrorBlock error={texts.error} />}
        {left && right ? (
          <CompareTexts
            fill={fill}
            lead={
              <button type="button" className="btn" onClick={() => setPair(startPair(rows, sides))}>
                {start}
              </button>
            }
            left={{ ...headOf(left, sides, () => open(left)), text: texts.left }}
            right={{ ...headOf(right, sides, () => open(right)), text: texts.right }}
          />
        ) : (
          <p className="line">One response: there is nothing to lay beside it.</p>
        )}
      </div>
    </div>
  )
}

function useTexts(sampleId: string, left: Row | null, right: Row | null) {
  const key = (row: Row | null) => row && [row.side.run, sampleId, row.index]
  const ask = (row: Row | null) => {
    const name = key(row)
    return name && ['response-text', ...name]
  }
  const a = useQuery(ask(left), (engine) =>
    engine.response({ run: left?.side.run ?? '', sampleId, index: left?.index ?? 0 }),
  )
  const b = useQuery(ask(right), (engine) =>
    engine.response({ run: right?.side.run ?? '', sampleId, index: right?.index ?? 0 }),
  )
  return {
    left: a.stale ? undefined : (a.data?.text ?? undefined),
    right: b.stale ? undefined : (b.data?.text ?? undefined),
    error: a.error ?? b.error,
  }
}

function headOf(row: Row, sides: readonly PairSide[], open: () => void) {
  const label = `${sides.length > 1 ? `${row.side.name}, response` : 'Response'} ${row.index}`
  const facts = row.tokens === null ? `${count(row.chars)} characters` : `${count(row.tokens)} tokens`
  const head = (
    <>
      <button type="button" className="p" onClick={open} aria-label={`${label}: open in the inspector`}>
        <b>{label}</b>
      </button>
      <span className="soft">reward {row.reward === null ? <i className="null">null</i> : reward(row.reward)}</span>
      <ReasonWord reason={row.reason} />
      <span className="quiet">{facts}</span>
    </>
  )
  return { label, head }
}

/** Null sorts last, whichever way. */
function compared(a: Row, b: Row, { order, descending }: Sort): number {
  const turn = descending ? -1 : 1
  const place = a.side === b.side ? a.index - b.index : a.side.name < b.side.name ? -1 : 1
  if (order === 'run') return turn * place
  if (order === 'reason') return turn * a.reason.localeCompare(b.reason) || place
  const number = (row: Row) =>
    order === 'reward' ? row.reward : order === 'tokens' ? (row.tokens ?? row.chars) : row.index
  const [x, y] = [number(a), number(b)]
  if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0) || place
  return turn * (x - y) || place
}

function columnsOf(sides: readonly PairSide[], left: Row | null, right: Row | null): readonly Column<Row>[] {
  const side = (row: Row) => (row === left ? 'left' : row === right ? 'right' : '')
  return [
    {
      id: 'index',
      label: 'No.',
      width: 52,
      numeric: true,
      sort: 'index',
      cell: (row) => (
        <span className={`pair-at ${side(row)}`}>
          {side(row) && <span className="hidden">{side(row)} </span>}
          {row.index}
        </span>
      ),
    },
    ...(sides.length > 1
      ? [
          {
            id: 'run',
            label: 'Of',
            width: 68,
            sort: 'run',
            cell: (row: Row) => <span className="soft cut">{row.side.name}</span>,
          },
        ]
      : []),
    {
      id: 'reward',
      label: 'Reward',
      width: 64,
      numeric: true,
      sort: 'reward',
      cell: (row) => <RewardNumber value={row.reward} />,
    },
    { id: 'reason', label: 'Reason', sort: 'reason', from: 240, cell: (row) => <ReasonWord reason={row.reason} /> },
    {
      id: 'tokens',
      label: 'Tokens',
      width: 60,
      numeric: true,
      sort: 'tokens',
      from: 300,
      cell: (row) => (row.tokens === null ? <span className="quiet">{count(row.chars)} ch.</span> : count(row.tokens)),
    },
  ]
}
