import type { Database } from 'better-sqlite3'
import { DEFAULT_REWARD_OPTIONS } from '../../model/reward.ts'
import { auditorOf } from '../../rewards/audit.ts'
import { rewardData } from '../reward-data.ts'
import { textsOf } from '../rollout/store/responses.ts'
import { findRun } from '../rollout/store/runs.ts'
import type { AuditAnswer, AuditHit, AuditTask } from './messages.ts'
import { missingTruth, type TruthsOf } from './samples.ts'

/** Audits the task's samples: every response of the run, or without a run what each sample's reward can meet. */
export function auditSamples(db: Database, truthsOf: TruthsOf, task: AuditTask): AuditAnswer {
  const run = task.run === null ? null : findRun(db, task.run)
  const truths = truthsOf(task.sampleIds)
  const hits: AuditHit[] = []
  let responses = 0
  for (const sampleId of task.sampleIds) {
    const truth = truths[sampleId]
    if (!truth) throw missingTruth(sampleId)
    // Mathematics natively: an audit compares two settings of one engine.
    const auditor = auditorOf(truth, { ...DEFAULT_REWARD_OPTIONS, engine: 'native' }, rewardData())
    if (!auditor) continue
    if (!run) {
      for (const surprise of auditor.exposed) {
        hits.push({ surprise, sampleId, index: null, reference: null, corrected: null, comparable: false })
      }
      continue
    }
    for (const { index, text } of textsOf(db, run, sampleId)) {
      responses++
      for (const { surprise, reference, corrected } of auditor.audit(text)) {
        const comparable = corrected !== null
        const values = { reference: reference.value, corrected: corrected?.value ?? null }
        hits.push({ surprise, sampleId, index, ...values, comparable })
      }
    }
  }
  return { hits, responses }
}
