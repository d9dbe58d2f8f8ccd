import { memo, useEffect, useMemo, useState } from 'react'
import { EQUAL, equalRewards } from '../../../../core/model/squares.ts'
import { ALARMS, type AlarmId } from '../../../../core/rewards/alarms.ts'
import { ErrorBlock } from '../../../components/error-block.tsx'
import type { Sort } from '../../../components/grid/columns.ts'
import { Loading } from '../../../components/loading.tsx'
import { TaskName } from '../../../components/task.tsx'
import { useQuery } from '../../../data/query.ts'
import { count, counted, reward } from '../../../format.ts'
import { enterInspector } from '../../../palette/focus.ts'
import { type RunView, useSelection } from '../../../stores/selection.ts'
import { useSettings } from '../../../stores/settings.ts'
import { ComparePair } from './compare-pair.tsx'
import { compareRows, mark, type PairMode, type PairState, pairOf, pin } from './pairs.ts'
import { type Strip, Strips } from './strips.tsx'
import { useAdvantages } from './use-advantages.ts'

interface GroupViewProps {
  readonly sampleId: string
  readonly view: RunView
  /** Responses that the group shall have; 0: not known. */
  readonly wanted: number
  /** Changes when the group may have more responses or rewards. */
  readonly stamp: unknown
}

const NO_PAIR: PairState = { mode: 'best', at: null, pinned: [], marked: [] }
const MODES: readonly { readonly mode: PairMode; readonly words: string }[] = [
  { mode: 'best', words: 'Best and worst' },
  { mode: 'neighbours', words: 'Neighbours' },
  { mode: 'pick', words: 'Pick two' },
]
const BY_REWARD: Sort = { order: 'reward', descending: true }
const NO_ALARMS: readonly AlarmId[] = []

/** The responses to one prompt as strips, and two of them beside each other: the best against the worst at first. */
export const GroupView = memo(function GroupView({ sampleId, view, wanted, stamp }: GroupViewProps) {
  const scored = view.reward !== null
  const set = useSelection((selection) => selection.set)
  const letters = useSettings((settings) => settings.letters)
  const [state, setState] = useState(NO_PAIR)
  const [only, setOnly] = useState<AlarmId | null>(null)
  const [sort, setSort] = useState<Sort>(BY_REWARD)
  const sample = useQuery(['sample', sampleId], (engine) => engine.sample({ id: sampleId }))
  const rows = useQuery(['group', view, sampleId, stamp], (engine) =>
    engine.responses({ run: view.run, sampleId, ...(view.reward && { reward: view.reward }) }),
  )
  const alarms = useQuery(rows.data?.length ? ['alarms', view.run, sampleId, rows.data.length] : null, (engine) =>
    engine.responseAlarms({ run: view.run, sampleId }),
  )
  const advantages = useAdvantages(view, sampleId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another group starts with its own best and worst
  useEffect(() => {
    setState(NO_PAIR)
    setOnly(null)
  }, [sampleId, view.run])

  const all = useMemo(() => {
    const own = new Map(alarms.data?.map((each) => [each.index, each.alarms]))
    return (rows.data ?? []).map(
      (row): Strip => ({
        ...row,
        alarms: own.get(row.index) ?? NO_ALARMS,
        ...(advantages && { advantage: advantages.of.get(row.index) ?? null }),
      }),
    )
  }, [rows.data, alarms.data, advantages])
  const strips = useMemo(() => {
    const known = sort.order === 'advantage' ? advantages !== null : scored || sort.order !== 'reward'
    const order = known ? sort : scored ? BY_REWARD : { order: 'index', descending: false }
    return all.filter((strip) => only === null || strip.alarms.includes(only)).sort((a, b) => compareRows(a, b, order))
  }, [all, only, sort, scored, advantages])

  if (rows.error) return <ErrorBlock error={rows.error} remedies={[{ label: 'Try again', run: rows.again }]} />
  if (!rows.data) return <Loading what="Fetching the group" />
  if (all.length === 0) return <p className="line">No response to this prompt has landed yet.</p>
  const pair = pairOf(strips, state)
  const change = (next: Partial<PairState>) => setState({ ...state, ...next })
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (!letters || event.ctrlKey || event.metaKey || event.altKey || state.at === null) return
    if (event.key === 'x') change({ marked: mark(state.marked, state.at) })
    else if (event.key === 'p') change({ pinned: pin(state.pinned, state.at) })
    else if (event.key === 'c') change({ mode: state.marked.length >= 2 ? 'pick' : 'best', pinned: [] })
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const number = sample.data ? count(sample.data.number) : ''
  return (
    <section className="group-view" aria-label={`The group of sample ${number}`}>
      <p className="group-head">
        <span>
          The group of <TaskName task={sample.data?.task ?? null}>sample {number}</TaskName>
        </span>
        <span className="quiet">{groupWords(all, wanted)}</span>
      </p>
      <AlarmFilter strips={all} only={only} onChange={setOnly} />
      <div className={advantages ? 'group-columns with-advantage' : 'group-columns'}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the table inside it, which holds the focus */}
        <div className="group-strips" onKeyDown={onKeyDown}>
          <Strips
            label={`Responses to sample ${number}`}
            strips={strips}
            pair={pair}
            at={state.at}
            pinned={state.pinned}
            marked={state.marked}
            sort={sort}
            scored={scored}
            advantages={advantages?.words ?? null}
            onSort={setSort}
            onSelect={(at) => change({ at })}
            onOpen={(index) => {
              set({ subject: { kind: 'response', id: sampleId, index, run: view }, sheet: true })
              useSettings.getState().set({ inspector: true })
              enterInspector()
            }}
            height={16}
          />
        </div>
        <div className="group-texts">
          {pair ? (
            <ComparePair
              sampleId={sampleId}
              view={view}
              pair={pair}
              strips={all}
              lead={<ModeChoice state={state} onChange={(mode) => change({ mode, pinned: [] })} />}
            />
          ) : (
            <>
              <p className="diff-bar">
                <ModeChoice state={state} onChange={(mode) => change({ mode, pinned: [] })} />
              </p>
              <p className="line">{nothingWords(state.mode, scored, strips.length)}</p>
            </>
          )}
        </div>
      </div>
    </section>
  )
})

function ModeChoice({ state, onChange }: { state: PairState; onChange: (mode: PairMode) => void }) {
  return (
    <span className="seg" role="group" aria-label="Compare">
      {MODES.map(({ mode, words }) => (
        <button
          type="button"
          key={mode}
          aria-pressed={state.mode === mode && state.pinned.length === 0}
          onClick={() => onChange(mode)}
        >
          {words}
        </button>
      ))}
    </span>
  )
}

/** Alarms that some response has, with their counts; one of them at a time filters the strips. */
function AlarmFilter(props: {
  strips: readonly Strip[]
  only: AlarmId | null
  onChange: (only: AlarmId | null) => void
}) {
  const { strips, only, onChange } = props
  const present = ALARMS.map((kind) => ({
    ...kind,
    n: strips.filter((strip) => strip.alarms.includes(kind.id)).length,
  })).filter(({ n }) => n > 0)
  if (present.length === 0) return null
  return (
    <p className="line alarm-filter">
      <span className="quiet">Writing:</span>
      {present.map(({ id, words, about, n }) => (
        <button
          type="button"
          key={id}
          className="btn bare"
          aria-pressed={only === id}
          title={about}
          onClick={() => onChange(only === id ? null : id)}
        >
          {words} {count(n)}
        </button>
      ))}
    </p>
  )
}

/** "16 responses: mean 0.330, sd 0.262, 2 stopped before the comparison, 1 without a reward". */
function groupWords(strips: readonly Strip[], wanted: number): string {
  const values = strips.flatMap((strip) => (strip.reward && strip.reward.value !== null ? [strip.reward.value] : []))
  const parts: string[] = []
  if (values.length > 0) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    parts.push(`mean ${reward(mean)}`)
    if (values.length > 1) {
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
      parts.push(`sd ${reward(sd)}`)
    }
    const none = strips.filter((strip) => strip.reward?.value === null).length
    if (none > 0) parts.push(`${count(none)} without a reward`)
    const equal = equalRewards(values, wanted, strips.length)
    if (equal !== EQUAL.no) parts.push(equal === EQUAL.whole ? 'all equal: no advantage in it' : 'equal so far')
  }
  const many =
    wanted > strips.length
      ? `${count(strips.length)} of ${counted(wanted, 'response')}`
      : counted(strips.length, 'response')
  return parts.length > 0 ? `${many}: ${parts.join(', ')}` : `${many}, not scored`
}

function nothingWords(mode: PairMode, scored: boolean, shown: number): string {
  if (shown < 2) return 'One response is no pair. Clear the filter, or wait for more.'
  if (mode === 'pick') return 'Mark two responses by x, then compare them by c.'
  return scored ? 'No two responses have a reward yet.' : 'The run is not scored: compare neighbours, or pick two.'
}
