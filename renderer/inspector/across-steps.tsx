import type { Engine, GroupRow } from '../../core/contract.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import type { Column } from '../components/grid/columns.ts'
import { Grid } from '../components/grid/grid.tsx'
import { GroupGlyph } from '../components/group-glyph.tsx'
import { RewardNumber } from '../components/number.tsx'
import { useRows } from '../data/use-rows.ts'
import { counted, signed } from '../format.ts'
import type { RunView, Subject } from '../stores/selection.ts'

/** One run's responses to a sample, beside those of the runs before it. */
interface Step {
  readonly view: RunView
  readonly group: GroupRow
  /** Its mean less that of the run before, where both have one under the same reward. */
  readonly change: number | null
}

/** Runs that are looked through, the newest: a training has a few dozen steps. */
const MOST_RUNS = 200

const SORT = { order: 'started', descending: false }

const COLUMNS: readonly Column<Step>[] = [
  { id: 'run', label: 'Run', least: 90, cell: ({ view }) => <span title={view.run}>{view.run}</span> },
  {
    id: 'rewards',
    label: 'Rewards',
    width: 84,
    from: 330,
    cell: ({ group }) => <GroupGlyph rewards={group.rewards} reasons={group.reasons} />,
  },
  {
    id: 'mean',
    label: 'Mean',
    width: 58,
    numeric: true,
    cell: ({ view, group }) => (view.reward === null ? null : <RewardNumber value={group.mean} />),
  },
  {
    id: 'sd',
    label: 'SD',
    width: 52,
    numeric: true,
    from: 300,
    cell: ({ view, group }) => (view.reward === null ? null : <RewardNumber value={group.sd} />),
  },
  {
    id: 'change',
    label: 'Change',
    width: 62,
    numeric: true,
    cell: ({ change }) => change !== null && <span className={tone(change)}>{signed(change, 4)}</span>,
  },
]

function tone(change: number): string {
  return change < 0 ? 'neg' : change > 0 ? 'pos' : 'quiet'
}

/**
 * The sample's group in every run that has responses to it, in the order in which the runs were started. Rewards are those
 * of `view`'s key where a run has them, else the run's newest: such a mean is not compared with its neighbours.
 */
async function stepsOf(engine: Engine, sampleId: string, view: RunView): Promise<readonly Step[]> {
  const runs = [...(await engine.runs())].sort((a, b) => (a.started < b.started ? -1 : 1)).slice(-MOST_RUNS)
  const found = await Promise.all(
    runs.map(async ({ run }) => {
      const sets = await engine.rewardsOf({ run })
      const reward = (sets.find((set) => set.reward === view.reward) ?? sets[0])?.reward ?? null
      const page = await engine.samples({ ids: [sampleId], run, ...(reward && { reward }), limit: 1 })
      const group = page.rows[0]?.group
      return group && group.responses > 0 ? [{ view: { run, reward }, group }] : []
    }),
  )
  const steps = found.flat()
  return steps.map((step, i) => {
    const before = i > 0 ? steps[i - 1] : null
    const same = before !== null && step.view.reward !== null && before.view.reward === step.view.reward
    const means = same && step.group.mean !== null && before.group.mean !== null
    return { ...step, change: means ? (step.group.mean ?? 0) - (before.group.mean ?? 0) : null }
  })
}

interface AcrossProps {
  readonly sampleId: string
  readonly view: RunView
  readonly go: (subject: Subject) => void
  readonly onResponses: () => void
}

/** How the responses to one prompt changed from run to run: a training's steps, one below the other. */
export function AcrossSteps({ sampleId, view, go, onResponses }: AcrossProps) {
  const query = useRows<Step>(['across', sampleId, view], async (engine) => {
    const rows = await stepsOf(engine, sampleId, view)
    return { total: rows.length, offset: 0, rows }
  })
  if (query.error) return <ErrorBlock error={query.error} remedies={[{ label: 'Try again', run: query.again }]} />
  return (
    <div className="panel-grid">
      <Grid
        label="Across steps"
        query={query}
        columns={COLUMNS}
        sort={SORT}
        onSort={() => {}}
        isSelected={(step) => step.view.run === view.run}
        onSelect={() => {}}
        onOpen={(step) => {
          go({ kind: 'sample', id: sampleId, run: step.view })
          onResponses()
        }}
        height={1000}
        fill
        question={JSON.stringify([sampleId, view])}
        foot={({ total }) => (
          <>
            <span>{counted(total, 'run')}, as they were started</span>
            <span className="push">
              <kbd>Enter</kbd> opens its responses
            </span>
          </>
        )}
      />
    </div>
  )
}
