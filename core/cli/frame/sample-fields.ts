import type { SampleRow } from '../../model/sample.ts'

export const SAMPLE_FIELDS = [
  'sample_id',
  'file',
  'line',
  'task',
  'reward_type',
  'sub_task',
  'language',
  'bytes',
  'chars',
  'question',
] as const

/** A sample's row as JSON and CSV name its parts. */
export function sampleFields(row: SampleRow): Readonly<Record<(typeof SAMPLE_FIELDS)[number], string | number | null>> {
  return {
    sample_id: row.id,
    file: row.file,
    line: row.line,
    task: row.task,
    reward_type: row.rewardType,
    sub_task: row.subTask,
    language: row.language,
    bytes: row.bytes,
    chars: row.chars,
    question: row.question,
  }
}
