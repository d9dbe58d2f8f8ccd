import { describe, expect, it } from 'vitest'
import { indexed, jsonLines, longview } from './longview.ts'

interface SetLine {
  set: string
  samples: number
  missing: number
}
interface SampleLine {
  sample_id: string
  bytes: number
}

describe('longview sets', () => {
  it('keeps the samples of a filter under a name, which further commands take', async () => {
    const cwd = await indexed()
    const filters = ['--task', 'summarization', '--max-bytes', '9000000']
    const listed = jsonLines<SampleLine>(await longview(['samples', ...filters, '--json'], { cwd }))
    expect(listed.length).toBeGreaterThan(1)
    const saved = await longview(['sets', 'save', 'to read', ...filters, '--json'], { cwd })
    expect([saved.code, jsonLines(saved)]).toMatchObject([0, [{ set: 'to read', samples: listed.length, missing: 0 }]])

    const inSet = jsonLines<SampleLine>(await longview(['samples', '--set', 'to read', '--json'], { cwd }))
    expect(inSet.map(({ sample_id }) => sample_id)).toEqual(listed.map(({ sample_id }) => sample_id))
    const most = Math.max(...listed.map(({ bytes }) => bytes))
    const shorter = await longview(['samples', '--set', 'to read', '--max-bytes', String(most - 1), '--json'], { cwd })
    expect(jsonLines(shorter)).toHaveLength(listed.filter(({ bytes }) => bytes < most).length)
    const dry = await longview(
      ['rollout', '--set', 'to read', '--endpoint', 'demo:', '-n', '1', '--dry-run', '--json'],
      { cwd },
    )
    expect([dry.code, dry.err]).toMatchObject([0, expect.anything()])
    expect(jsonLines(dry)).toMatchObject([{ samples: listed.length }])

    const again = await longview(['sets', 'save', 'to read', '--task', 'comprehension'], { cwd })
    expect(again.err).toContain(`${listed.length} samples`)
    expect((await longview(['sets'], { cwd })).out).toContain('to read')
    const gone = await longview(['sets', 'delete', 'to read', '--json'], { cwd })
    expect(jsonLines<SetLine>(gone)).toMatchObject([{ set: 'to read' }])
    const missing = await longview(['samples', '--set', 'to read'], { cwd })
    expect([missing.code !== 0, missing.err.includes('to read')]).toEqual([true, true])
  })

  it('says what it takes, and that a filter by rewards needs its run', async () => {
    const cwd = await indexed()
    const typo = await longview(['sets', 'sav', 'x'], { cwd })
    expect([typo.code, typo.err]).toMatchObject([2, expect.stringContaining('Did you mean save?')])
    expect((await longview(['sets', 'save'], { cwd })).code).toBe(2)
    const bare = await longview(['samples', '--min-reward', '0.5'], { cwd })
    expect([bare.code, bare.err]).toMatchObject([2, expect.stringContaining('needs the run')])
  })
})
