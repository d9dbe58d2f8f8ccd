import { useDeferredValue } from 'react'
import type { FacetCount, Facets, RewardBins, SampleFilter } from '../../../core/contract.ts'
import { TASKS, type TaskId } from '../../../core/model/tasks.ts'
import { meanWords } from '../../../core/notebook/words.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import { ReasonWord } from '../../components/reason.tsx'
import { TaskName } from '../../components/task.tsx'
import { useQuery } from '../../data/query.ts'
import { byteText, count } from '../../format.ts'
import { type Look, useLooks } from '../../stores/looks.ts'
import { FacetList } from './facet-list.tsx'
import { RangePlot } from './range-plot.tsx'
import { binsOfRewards, rangeOfBins, rewardBarCounts } from './reward-range.ts'

interface FiltersProps {
  readonly cell: string
  readonly look: Look
  /** The cell's own filter and the look, with the run whose rewards are shown. */
  readonly filter: SampleFilter
}

/** Every facet with its counts under all other filters, lengths and mean rewards as plots that filter when brushed. */
export function Filters({ cell, look, filter }: FiltersProps) {
  const setLook = useLooks((looks) => looks.look)
  // Rows first: the counts are asked for once the table's own question is on its way.
  const question = JSON.stringify(filter)
  const later = useDeferredValue(question)
  const facets = useQuery(['facets', later], (engine) => engine.facets(JSON.parse(later) as SampleFilter))
  const sets = useQuery(['sets'], (engine) => engine.sets())
  if (facets.error) return <ErrorBlock error={facets.error} />
  const { data } = facets
  if (!data) return <div className="filters" aria-busy="true" />
  const set = (change: Partial<Look>) => setLook(cell, change)
  return (
    <section className="filters" aria-label="Filters">
      <div className="filter-plots">
        <LengthPlot facets={data} look={look} set={set} />
        {data.rewards && <RewardPlot bins={data.rewards} look={look} set={set} />}
      </div>
      <div className="filter-lists">
        <FacetList
          label="Task"
          values={tasksInOrder(data)}
          chosen={look.tasks}
          words={(task) => <TaskName task={task as TaskId} />}
          onChoose={(tasks) => set({ tasks: tasks as TaskId[] | null })}
        />
        <FacetList
          label="Sub-task"
          values={data.subTasks}
          chosen={look.subTasks}
          onChoose={(v) => set({ subTasks: v as string[] | null })}
        />
        <FacetList
          label="Language"
          values={data.languages}
          chosen={look.languages}
          onChoose={(v) => set({ languages: v as Look['languages'] })}
        />
        <FacetList
          label="Source"
          values={data.sources}
          chosen={look.sources}
          onChoose={(v) => set({ sources: v as string[] | null })}
        />
        <FacetList
          label="Reward type"
          values={data.rewardTypes}
          chosen={look.rewardTypes}
          onChoose={(v) => set({ rewardTypes: v as string[] | null })}
        />
        <FacetList
          label="With a response"
          values={data.reasons}
          chosen={look.reasons}
          words={(reason) => <ReasonWord reason={reason} />}
          onChoose={(v) => set({ reasons: v as string[] | null })}
        />
        <FacetList
          label="In set"
          values={(sets.data ?? []).map(({ name, samples }) => ({ value: name, count: samples }))}
          chosen={look.sets}
          onChoose={(v) => set({ sets: v as string[] | null })}
        />
      </div>
    </section>
  )
}

/** The nine in their fixed order, those without a sample at 0. */
function tasksInOrder({ tasks }: Facets): readonly FacetCount[] {
  return TASKS.map(({ id }) => tasks.find((each) => each.value === id) ?? { value: id, count: 0 })
}

type SetLook = (change: Partial<Look>) => void

function LengthPlot({ facets, look, set }: { facets: Facets; look: Look; set: SetLook }) {
  const { lengthEdges: edges, lengths } = facets
  const last = lengths.length - 1
  const first = look.minBytes === null ? 0 : Math.max(0, edges.findIndex((edge) => edge > (look.minBytes ?? 0)) - 1)
  const above = look.maxBytes === null ? -1 : edges.findIndex((edge) => edge >= (look.maxBytes ?? 0))
  const end = above < 0 ? last : Math.max(first, above - 1)
  const open = look.minBytes === null && look.maxBytes === null
  return (
    <RangePlot
      label="Prompt length"
      counts={lengths}
      chosen={open ? null : [first, end]}
      words={(from, to) => `${byteText(Math.round(edges[from]))} to ${byteText(Math.round(edges[to + 1]))}`}
      onChoose={(range) =>
        set({
          // The outermost bins hold what is shorter or longer still.
          minBytes: range && range[0] > 0 ? Math.ceil(edges[range[0]]) : null,
          maxBytes: range && range[1] < last ? Math.ceil(edges[range[1] + 1]) - 1 : null,
        })
      }
    />
  )
}

function RewardPlot({ bins, look, set }: { bins: RewardBins; look: Look; set: SetLook }) {
  const chosen = binsOfRewards(look.minReward, look.maxReward)
  const only = (change: Partial<Look>) => set({ minReward: null, maxReward: null, rewarded: null, ...change })
  const exact = (words: string, n: number, on: boolean, change: Partial<Look>) => (
    <button type="button" aria-pressed={on} onClick={() => only(on ? {} : change)}>
      {words} <b>{count(n)}</b>
    </button>
  )
  return (
    <div>
      <RangePlot
        label="Mean reward"
        counts={rewardBarCounts(bins)}
        chosen={chosen}
        words={(from, to) => {
          const { min, max } = rangeOfBins(from, to)
          return meanWords({ minReward: min, maxReward: max }).replace('mean reward ', '')
        }}
        onChoose={(range) => {
          if (!range) return only({})
          const { min, max } = rangeOfBins(range[0], range[1])
          only({ minReward: min, maxReward: max })
        }}
      />
      <div className="exactly">
        {exact('0', bins.zero, look.minReward === 0 && look.maxReward === 0, { minReward: 0, maxReward: 0 })}
        {exact('1', bins.one, look.minReward === 1 && look.maxReward === 1, { minReward: 1, maxReward: 1 })}
        {exact('none', bins.missing, look.rewarded === false, { rewarded: false })}
        {bins.beyond > 0 && <span className="quiet">{count(bins.beyond)} outside 0 to 1</span>}
      </div>
    </div>
  )
}
