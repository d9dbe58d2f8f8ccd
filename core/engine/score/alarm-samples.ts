import type { Database } from 'better-sqlite3'
import type { Language } from '../../model/sample.ts'
import { alarmsOf } from '../../rewards/alarms.ts'
import { responsesOf, textsOf } from '../rollout/store/responses.ts'
import { findRun } from '../rollout/store/runs.ts'
import type { AlarmsAnswer, AlarmsTask } from './messages.ts'

const LANGUAGES: readonly Language[] = ['English', 'Chinese']

/** The alarms of one sample's responses in a run, by response index. */
export function alarmSamples(db: Database, { run: name, sampleId }: AlarmsTask): AlarmsAnswer {
  const run = findRun(db, name)
  if (!run) return { alarms: [] }
  const stored = db.prepare<[string], number>('SELECT language FROM samples WHERE id = ?').pluck().get(sampleId)
  const language = stored === undefined ? null : LANGUAGES[stored]
  const truncated = new Set(
    responsesOf(db, run, sampleId).flatMap(({ index, finishReason }) => (finishReason === 'length' ? [index] : [])),
  )
  return {
    alarms: textsOf(db, run, sampleId).map(({ index, text }) => ({
      index,
      alarms: alarmsOf(text, { truncated: truncated.has(index), language }),
    })),
  }
}
