import { useDeferredValue } from 'react'
import type { Facets } from '../../../core/contract.ts'
import { TASKS, type TaskId } from '../../../core/model/tasks.ts'
import type { SamplesParams } from '../../../core/notebook/cells.ts'
import { both, filterOf } from '../../../core/notebook/filter.ts'
import type { DatasetOutput } from '../../../core/notebook/outputs.ts'
import { useQuery } from '../../data/query.ts'
import { byteText, counted } from '../../format.ts'
import { isLooking, lookFilter, looksAtRewards, NO_LOOK, useLooks } from '../../stores/looks.ts'
import { useSelection } from '../../stores/selection.ts'
import { cellsBelow, useRunBelow } from '../graph.ts'
import type { CellViewProps } from '../view.ts'
import { Facet } from './facet.tsx'
import { FieldTable } from './field-table.tsx'
import { FileTable } from './file-table.tsx'
import { SetAsideTable } from './set-aside-table.tsx'

/** Nine length distributions, each a filter of the samples cell below; in full also the files and what was set aside. */
export function DatasetView({ cell, document, size, output }: CellViewProps<DatasetOutput>) {
  const target = cellsBelow(document, cell.id, 'samples')[0] ?? null
  const look = useLooks((looks) => (target && looks.of[target]) || NO_LOOK)
  const { look: setLook } = useLooks()
  // Rows first: the counts are asked for once the table's own question is on its way.
  const later = useDeferredValue(look)
  const narrowed = target !== null && isLooking(look)
  const own = document.cells.find((each) => each.id === target)?.params as SamplesParams | undefined
  const select = useSelection((selection) => selection.set)
  const run = useRunBelow(document, cell.id)
  const filter = output && {
    ...both({ files: output.files.map((file) => file.file) }, both(own ? filterOf(own) : {}, lookFilter(later))),
    ...(run && looksAtRewards(later) && { run: run.run }),
  }
  // Counts follow what the table below is narrowed to; without that they are the dataset's own.
  const asked = useQuery(narrowed && isLooking(later) && filter ? ['facets', filter] : null, (engine) =>
    engine.facets(filter ?? {}),
  )
  if (!output) return null
  const { files } = output
  const setAside = files.reduce((sum, file) => sum + file.setAside, 0)
  const facets = (narrowed && asked.data) || output.facets
  const edges = facets.lengthEdges
  // Told at 0 too where the dataset has some: the line stays while one narrows.
  const someWithout = withoutTask(output.facets) > 0
  const toggle = (task: TaskId) => {
    if (!target) return
    const chosen = new Set(look.tasks ?? [])
    if (!chosen.delete(task)) chosen.add(task)
    setLook(target, {
      tasks: chosen.size === 0 ? null : TASKS.filter((each) => chosen.has(each.id)).map((each) => each.id),
    })
  }
  return (
    <>
      <fieldset className={look.tasks ? 'facets some' : 'facets'}>
        <legend className="hidden">Samples by task, each with its distribution of prompt length</legend>
        {TASKS.map((task) => {
          const found = facets.tasks.find((each) => each.value === task.id)
          return (
            <Facet
              key={task.id}
              task={task}
              count={found?.count ?? 0}
              medianBytes={found?.medianBytes ?? 0}
              lengths={found?.lengths ?? []}
              edges={edges}
              pressed={look.tasks?.includes(task.id) ?? false}
              range={{ min: look.minBytes, max: look.maxBytes }}
              onToggle={() => toggle(task.id)}
              onBrush={(minBytes, maxBytes) => target && setLook(target, { minBytes, maxBytes })}
            />
          )
        })}
      </fieldset>
      <p className="caption">
        Prompt length from {byteText(edges[0])} to {byteText(edges[edges.length - 1])}, log; heights by root of count.
        {target && ' Click a plot to see that task, drag across it for a range of lengths.'}
        {someWithout && ` ${counted(withoutTask(facets), 'sample')} of none of the nine tasks.`}
      </p>
      {size === 'inline' && setAside > 0 && (
        <p className="note-line warn">
          {counted(setAside, 'row')} set aside.
          <button type="button" className="p" onClick={() => select({ cell: cell.id, full: cell.id })}>
            Show {setAside === 1 ? 'it' : 'them'} and why
          </button>
        </p>
      )}
      {size === 'full' && (
        <div className="dataset-tables">
          <FileTable files={files} />
          {setAside > 0 && <SetAsideTable files={files.map((file) => file.file)} />}
          <FieldTable files={files.map((file) => file.file)} rows={output.facets.total} />
        </div>
      )}
    </>
  )
}

function withoutTask({ total, tasks }: Facets): number {
  return total - tasks.reduce((sum, task) => sum + task.count, 0)
}
