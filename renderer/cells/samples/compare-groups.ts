import type { Engine, SampleFilter, SampleOrder } from '../../../core/contract.ts'
import { comeBackHere } from '../../palette/focus.ts'
import { type Compared, useDesk } from '../../stores/desk.ts'
import { isMarked, type Marks } from '../../stores/marks.ts'
import { type RunView, useSelection } from '../../stores/selection.ts'

/** Groups that one looks at beside each other; of more marked ones the first of the table. */
export const MOST_GROUPS = 24

interface Question {
  /** The sample that the keyboard is on: its group where nothing is marked. */
  readonly row: string
  readonly marks: Marks
  readonly filter: SampleFilter & { readonly order: SampleOrder; readonly descending: boolean }
  readonly view: RunView
}

/** Lays the groups of the marked samples beside each other, in the order of the table; the row's own where none is. */
export async function compareGroups(engine: Engine, { row, marks, filter, view }: Question): Promise<void> {
  if (!marks.all && marks.ids.size === 0) return show({ ids: [row], of: 1, view })
  const chosen = marks.all ? filter : { ...filter, ids: [...marks.ids] }
  // Those that are not marked among all may stand first: so many more are asked for.
  const limit = MOST_GROUPS + (marks.all ? marks.ids.size : 0)
  const { rows, total } = await engine.samples({ ...chosen, limit })
  const ids = rows.map(({ id }) => id).filter((id) => isMarked(marks, id))
  // Marked in another look at the table, and in none of the rows shown now: they are compared all the same.
  const others = ids.length === 0 ? [...marks.ids] : ids
  const of = marks.all ? total - marks.ids.size : Math.max(total, others.length)
  show({ ids: others.slice(0, MOST_GROUPS), of, view })
}

/** Without the inspector over them: a row that is opened brings it back. */
function show(compared: Compared): void {
  comeBackHere()
  useSelection.getState().set({ sheet: false })
  useDesk.setState({ compared })
}
