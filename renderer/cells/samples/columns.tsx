import type { ReactNode } from 'react'
import type { FieldName, SampleListRow } from '../../../core/contract.ts'
import { fieldWords } from '../../../core/notebook/words.ts'
import { EvidenceStrip } from '../../components/evidence-strip.tsx'
import type { Column } from '../../components/grid/columns.ts'
import { GroupGlyph } from '../../components/group-glyph.tsx'
import { RewardNumber } from '../../components/number.tsx'
import { ReasonCounts } from '../../components/reason-counts.tsx'
import { TaskName } from '../../components/task.tsx'
import { byteText, count } from '../../format.ts'
import { QuestionCell, questionLabel, questionText } from './snippet.tsx'

/** What a cell of a column says in a file: numbers in full, null where there is nothing. */
export type Plain = string | number | null

export interface SampleColumn extends Column<SampleListRow> {
  readonly plain: (row: SampleListRow) => Plain
  /** Shown where nobody chose. */
  readonly usual: boolean
  /** Where the chooser lists it. */
  readonly group: 'Sample' | 'Run' | 'The row’s own'
}

/** Prompts are cut from the left to this many tokens by the trainer. */
const TRAINER_LIMIT = 163_840

interface ColumnContext {
  /** Size of a group where a run is there, else null. */
  readonly responses: number | null
  readonly search: string
  readonly fields: readonly FieldName[]
  /** The rows have a question in a column of its own. */
  readonly questions: boolean
}

/** A column of plain text, cut where it has no room. */
const quiet = (text: (row: SampleListRow) => string) => ({
  text,
  cell: (_: SampleListRow, shown: string) => <span className="soft data">{shown}</span>,
})

/** Every column that the sample table can show, in its order. */
export function sampleColumns({ responses, search, fields, questions }: ColumnContext): readonly SampleColumn[] {
  const inRun = responses !== null
  const own = (column: Omit<SampleColumn, 'group' | 'usual'> & { usual?: boolean }): SampleColumn => ({
    usual: false,
    group: 'Sample',
    ...column,
  })
  const ofRun = (column: Omit<SampleColumn, 'group' | 'usual'> & { usual?: boolean }): SampleColumn => ({
    usual: false,
    ...column,
    group: 'Run',
  })
  return [
    own({
      id: 'number',
      label: 'Sample',
      width: 58,
      fits: true,
      numeric: true,
      quiet: true,
      sort: 'number',
      usual: true,
      plain: (row) => row.number,
      cell: (row) => count(row.number),
    }),
    own({
      id: 'task',
      label: 'Task',
      width: 148,
      fits: true,
      sort: 'task',
      usual: true,
      plain: (row) => row.task,
      cell: (row) => <TaskName task={row.task} />,
    }),
    ...(inRun
      ? [
          ofRun({
            id: 'tokens',
            label: 'Tokens',
            width: 66,
            fits: true,
            numeric: true,
            sort: 'tokens',
            rank: 4,
            usual: true,
            plain: (row) => row.tokens ?? null,
            cell: (row) => (row.tokens === undefined ? null : count(row.tokens)),
          }),
        ]
      : []),
    own({
      id: 'chars',
      label: 'Characters',
      width: 76,
      fits: true,
      numeric: true,
      sort: 'chars',
      rank: inRun ? 7 : 4,
      usual: true,
      plain: (row) => row.chars,
      // Until the text index has counted them, the bytes are what is known.
      cell: (row) => (row.chars === null ? <span className="quiet">{byteText(row.bytes)}</span> : count(row.chars)),
    }),
    own({
      id: 'bytes',
      label: 'Bytes',
      width: 76,
      numeric: true,
      sort: 'bytes',
      plain: (row) => row.bytes,
      cell: (row) => count(row.bytes),
    }),
    own({
      id: 'language',
      label: 'Language',
      width: 60,
      fits: true,
      sort: 'language',
      rank: 8,
      usual: true,
      plain: (row) => row.language,
      cell: (row) => <span className="soft">{row.language === 'Chinese' ? 'zh' : 'en'}</span>,
    }),
    own({
      id: 'subTask',
      label: 'Sub-task',
      width: 210,
      sort: 'subTask',
      rank: 9,
      usual: true,
      plain: (row) => row.subTask,
      ...quiet((row) => row.subTask ?? row.rewardType),
    }),
    own({
      id: 'rewardType',
      label: 'Reward type',
      width: 150,
      sort: 'rewardType',
      plain: (row) => row.rewardType,
      ...quiet((row) => row.rewardType),
    }),
    own({
      id: 'source',
      label: 'Source',
      width: 130,
      sort: 'source',
      plain: (row) => row.dataSource,
      ...quiet((row) => row.dataSource),
    }),
    own({
      id: 'ability',
      label: 'Ability',
      width: 150,
      sort: 'ability',
      plain: (row) => row.ability,
      ...quiet((row) => row.ability ?? ''),
    }),
    own({
      id: 'file',
      label: 'File',
      width: 180,
      sort: 'file',
      plain: (row) => `${row.file}:${row.line}`,
      ...quiet((row) => `${row.file.slice(row.file.lastIndexOf('/') + 1)}:${count(row.line)}`),
    }),
    own({
      id: 'evidence',
      label: 'Evidence, by depth',
      width: 112,
      fits: true,
      sort: 'evidence',
      rank: 5,
      usual: true,
      plain: ({ evidence }) => evidence?.places[0] ?? null,
      cell: ({ evidence, tokens }) =>
        evidence && (
          <EvidenceStrip evidence={evidence} cut={tokens === undefined ? 0 : Math.max(0, 1 - TRAINER_LIMIT / tokens)} />
        ),
    }),
    ...(inRun ? groupColumns(responses, ofRun) : []),
    own({
      id: 'question',
      label: questionLabel(search, questions),
      least: 180,
      sort: 'question',
      usual: true,
      plain: (row) => row.question,
      // A search marks its words, and shows the text around the first hit where the question has none.
      ...(search ? { cell: (row) => <QuestionCell row={row} search={search} /> } : questionText),
    }),
    ...fields.map(
      ({ field }): SampleColumn => ({
        id: `field:${field}`,
        label: fieldWords(field),
        width: 110,
        sort: `field:${field}`,
        usual: false,
        group: 'The row’s own',
        plain: (row) => plainField(row.fields?.[field]),
        text: (row) => fieldText(row.fields?.[field]),
        cell: (row, shown) => fieldCell(row.fields?.[field], shown),
      }),
    ),
  ]
}

function groupColumns(
  responses: number,
  ofRun: (column: Omit<SampleColumn, 'group' | 'usual'> & { usual?: boolean }) => SampleColumn,
): SampleColumn[] {
  return [
    ofRun({
      id: 'rewards',
      label: `${responses} rewards`,
      width: Math.min(24, Math.max(responses, 15)) * 4 + 16,
      fits: true,
      usual: true,
      rank: 2,
      sort: 'meanReward',
      plain: (row) => (row.group ? row.group.rewards.map((value) => value ?? 'null').join(' ') : null),
      cell: (row) => row.group && <GroupGlyph rewards={row.group.rewards} reasons={row.group.reasons} />,
    }),
    ofRun({
      id: 'mean',
      label: 'Mean',
      width: 60,
      fits: true,
      numeric: true,
      sort: 'meanReward',
      usual: true,
      plain: (row) => row.group?.mean ?? null,
      cell: (row) => (row.group ? <RewardNumber value={row.group.mean} /> : null),
    }),
    ofRun({
      id: 'sd',
      label: 'Spread',
      width: 60,
      fits: true,
      numeric: true,
      sort: 'sd',
      plain: (row) => row.group?.sd ?? null,
      cell: (row) => (row.group ? <RewardNumber value={row.group.sd} /> : null),
    }),
    ofRun({
      id: 'reasons',
      label: 'Reasons',
      width: 132,
      rank: 6,
      usual: true,
      plain: (row) => (row.group ? row.group.reasons.join(' ') : null),
      cell: (row) => row.group && <ReasonCounts reasons={row.group.reasons} />,
    }),
  ]
}

function plainField(value: unknown): Plain {
  if (value === undefined || value === null) return null
  return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value)
}

function fieldText(value: unknown): string {
  if (value === undefined) return ''
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 300)
}

/** A column that the row does not have is empty; one that holds null says so. */
function fieldCell(value: unknown, shown: string): ReactNode {
  if (value === undefined) return null
  return value === null ? <i className="null">null</i> : <span className="soft data">{shown}</span>
}

/** The columns to show: the usual ones, changed by what somebody chose. A chosen one is the last to be dropped. */
export function chosenColumns(
  columns: readonly SampleColumn[],
  chosen: Readonly<Record<string, boolean>>,
): readonly SampleColumn[] {
  return columns
    .filter((column) => chosen[column.id] ?? column.usual)
    .map((column) => (chosen[column.id] ? { ...column, rank: 1 } : column))
}
