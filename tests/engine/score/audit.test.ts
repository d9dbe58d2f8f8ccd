import { describe, expect, test } from 'vitest'
import type { AuditEvent, AuditFinding, AuditParams } from '../../../core/contract.ts'
import { rewardData } from '../../../core/engine/reward-data.ts'
import { evenly } from '../../../core/engine/score/audit.ts'
import { DEFAULT_REWARD_OPTIONS } from '../../../core/model/reward.ts'
import { auditorOf, surpriseOf } from '../../../core/rewards/audit.ts'
import { recorded } from '../../samples/made.ts'
import { scoreLab } from './lab.ts'
import { storedSamples, storeRun } from './stored.ts'

const lab = scoreLab()
const N = 3

async function audit(params: AuditParams): Promise<{ findings: AuditFinding[]; events: AuditEvent[] }> {
  const events: AuditEvent[] = []
  for await (const event of lab.engine().audit(params)) events.push(event)
  return { events, findings: events.filter((event) => event.kind === 'finding') }
}

/** What the pure functions say, one response after the other. */
async function oneByOne(run: string) {
  const engine = lab.engine()
  const ids = storedSamples(engine.workspace.db).map(({ id }) => id)
  const truths = await engine.truths({ ids })
  const hits = new Map<number, { samples: Set<string>; changes: (number | null)[]; changed: number }>()
  for (const id of ids) {
    const auditor = auditorOf(truths[id], { ...DEFAULT_REWARD_OPTIONS, engine: 'native' }, rewardData())
    for (let index = 0; index < N; index++) {
      const { text } = await engine.response({ run, sampleId: id, index })
      for (const { surprise, reference, corrected } of auditor?.audit(text ?? '') ?? []) {
        const tally = hits.get(surprise) ?? { samples: new Set(), changes: [], changed: 0 }
        hits.set(surprise, tally)
        tally.samples.add(id)
        const comparable = corrected && corrected.value !== null && reference.value !== null
        tally.changes.push(comparable ? (corrected.value as number) - (reference.value as number) : null)
        if (corrected && corrected.value !== reference.value) tally.changed++
      }
    }
  }
  return hits
}

describe('the audit of a run', () => {
  test('finds what the pure functions find, one by one', async () => {
    const engine = lab.engine()
    const groups = recorded()
    storeRun(engine.workspace.db, 'recorded', N, ({ id }, index) => groups.get(id)?.[index].response ?? '')
    const { findings, events } = await audit({ run: 'recorded' })
    const wanted = await oneByOne('recorded')
    expect(findings.map(({ surprise }) => surprise)).toEqual([...wanted.keys()].sort((a, b) => a - b))
    expect(findings.length).toBeGreaterThan(3)
    for (const finding of findings) {
      const { samples, changes, changed } = wanted.get(finding.surprise) as NonNullable<ReturnType<typeof wanted.get>>
      const numbers = changes.filter((change) => change !== null)
      expect([finding.samples, finding.responses, finding.changed]).toEqual([samples.size, changes.length, changed])
      expect(finding.finding).toBe(surpriseOf(finding.surprise).title)
      if (numbers.length === 0) expect(finding.meanChange).toBeNull()
      else expect(finding.meanChange).toBeCloseTo(numbers.reduce((a, b) => a + b, 0) / numbers.length, 12)
      if (numbers.length === 0) continue
      const largest = Math.max(0, ...numbers.map(Math.abs))
      const [first] = finding.worst
      expect(Math.abs((first.corrected ?? 0) - (first.reference ?? 0))).toBeCloseTo(largest, 12)
      expect(samples.has(first.sampleId)).toBe(true)
    }
    const last = events.at(-1)
    expect(last).toMatchObject({ kind: 'end', samples: storedSamples(engine.workspace.db).length })
    expect((last as { responses: number }).responses).toBe(storedSamples(engine.workspace.db).length * N)
  })

  test('looks at whole groups, evenly, up to a bound; a report has it as a table', async () => {
    const engine = lab.engine()
    const total = storedSamples(engine.workspace.db).length
    const { events } = await audit({ run: 'recorded', most: 10 * N + 1 })
    expect(events.at(-1)).toMatchObject({ kind: 'end', samples: 10, responses: 10 * N, of: total })
    expect(evenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4)).toEqual([1, 3, 6, 8])
    expect(evenly([1, 2], 4)).toEqual([1, 2])
    for await (const event of engine.score({ run: 'recorded', engine: 'native' })) if (event.kind === 'end') break
    const html = await engine.report({ run: 'recorded' })
    const { findings } = await audit({ run: 'recorded' })
    for (const { finding, worst } of findings) {
      expect(html).toContain(`<td>${finding.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</td>`)
      expect(html).toContain(`${worst[0].sampleId} ${worst[0].index}: `)
    }
    expect(html).toContain(`all ${total * N} responses to ${total} samples`)
  })

  test('of data alone tells which samples can meet a surprise', async () => {
    const { findings } = await audit({ filter: {} })
    const truths = await lab.engine().truths({ ids: storedSamples(lab.engine().workspace.db).map(({ id }) => id) })
    for (const { surprise, samples, responses, meanChange } of findings) {
      const exposed = Object.values(truths).filter((truth) =>
        auditorOf(truth, DEFAULT_REWARD_OPTIONS, rewardData())?.exposed.includes(surprise),
      )
      expect([samples, responses, meanChange]).toEqual([exposed.length, 0, null])
    }
    expect(findings.map(({ surprise }) => surprise)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('can be left at any time, and asked again', async () => {
    for await (const event of lab.engine().audit({ run: 'recorded' })) if (event.kind === 'progress') break
    const { events } = await audit({ run: 'recorded' })
    expect(events.at(-1)?.kind).toBe('end')
  })

  test('of a run that is not there says so', async () => {
    await expect(audit({ run: 'nope' })).rejects.toMatchObject({ parts: { code: 'not-found' } })
  })
})
