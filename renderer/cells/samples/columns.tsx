import type { GroupRow } from '../../../core/contract.ts'
import type { SampleRow } from '../../../core/model/sample.ts'
import type { Column } from '../../components/grid/columns.ts'
import { GroupGlyph } from '../../components/group-glyph.tsx'
import { Highlight } from '../../components/highlight.tsx'
import { RewardNumber } from '../../components/number.tsx'
import { TaskName } from '../../components/task.tsx'
import { byteText, count } from '../../format.ts'

export type SampleListRow = SampleRow & { readonly group?: GroupRow }

/** The columns of the sample table; `responses` is the size of a group where a run is scored, else null. */
export function sampleColumns(responses: number | null, search: string): readonly Column<SampleListRow>[] {
  const group: readonly Column<SampleListRow>[] =
    responses === null
      ? []
      : [
          {
            id: 'rewards',
            label: `${responses} rewards`,
            width: Math.min(24, Math.max(responses, 15)) * 4 + 16,
            cell: (row) => row.group && <GroupGlyph rewards={row.group.rewards} reasons={row.group.reasons} />,
          },
          {
            id: 'mean',
            label: 'Mean',
            width: 60,
            numeric: true,
            sort: 'meanReward',
            cell: (row) => (row.group ? <RewardNumber value={row.group.mean} /> : null),
          },
        ]
  return [
    {
      id: 'number',
      label: 'Sample',
      width: 58,
      numeric: true,
      quiet: true,
      sort: 'number',
      cell: (row) => count(row.number),
    },
    { id: 'task', label: 'Task', width: 148, sort: 'task', cell: (row) => <TaskName task={row.task} /> },
    {
      id: 'chars',
      label: 'Characters',
      width: 76,
      numeric: true,
      sort: 'chars',
      from: 520,
      // Until the text index has counted them, the bytes are what is known.
      cell: (row) => (row.chars === null ? <span className="quiet">{byteText(row.bytes)}</span> : count(row.chars)),
    },
    {
      id: 'language',
      label: 'Language',
      width: 60,
      from: 960,
      sort: 'language',
      cell: (row) => <span className="soft">{row.language === 'Chinese' ? 'zh' : 'en'}</span>,
    },
    {
      id: 'subTask',
      label: 'Sub-task',
      width: 210,
      from: 960,
      sort: 'subTask',
      cell: (row) => <span className="soft data">{row.subTask ?? row.rewardType}</span>,
    },
    ...group,
    {
      id: 'question',
      label: 'Question',
      sort: 'question',
      cell: (row) => (
        <span className="soft data" lang={row.language === 'Chinese' ? 'zh' : 'en'}>
          <Highlight text={row.question} search={search} />
        </span>
      ),
    },
  ]
}
