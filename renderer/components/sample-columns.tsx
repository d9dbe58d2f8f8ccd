import type { TaskId } from '../../core/model/tasks.ts'
import { count } from '../format.ts'
import type { Column } from './grid/columns.ts'
import { TaskName } from './task.tsx'

/** Which sample a row is of. */
export function numberColumn<Row extends { readonly number: number }>(): Column<Row> {
  return {
    id: 'number',
    label: 'Sample',
    width: 58,
    fits: true,
    numeric: true,
    quiet: true,
    sort: 'number',
    cell: (row) => count(row.number),
  }
}

/** @param place where the table shows it: its width, or from which width of the table on */
export function taskColumn<Row extends { readonly task: TaskId | null }>(
  place: Pick<Column<Row>, 'width' | 'from' | 'fits'>,
): Column<Row> {
  return { id: 'task', label: 'Task', sort: 'task', ...place, cell: (row) => <TaskName task={row.task} /> }
}
