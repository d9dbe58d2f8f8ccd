import { describe, expect, test } from 'vitest'
import type { Page } from '../../core/model/page.ts'
import { RowWindow } from '../../renderer/data/rows.ts'

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

function table(total: number) {
  const asked: number[] = []
  const fetch = async (offset: number, limit: number): Promise<Page<number>> => {
    asked.push(offset)
    const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => offset + i)
    return { total, offset, rows }
  }
  return { asked, fetch }
}

describe('rows by range', () => {
  test('asks for the blocks in sight, each once', async () => {
    const { asked, fetch } = table(1000)
    const rows = new RowWindow(fetch, () => {})
    rows.need(0, 0)
    rows.need(0, 20)
    await settle()
    rows.need(190, 410)
    rows.need(190, 410)
    await settle()
    expect(asked).toEqual([0, 200, 400])
    expect(rows.total).toBe(1000)
    expect([rows.at(0), rows.at(399), rows.at(600)]).toEqual([0, 399, undefined])
  })

  test('asks for nothing behind the end', async () => {
    const { asked, fetch } = table(250)
    const rows = new RowWindow(fetch, () => {})
    rows.need(0, 0)
    await settle()
    rows.need(240, 900)
    await settle()
    expect(asked).toEqual([0, 200])
  })

  test('of a long table only the blocks looked at last are kept', async () => {
    const { fetch } = table(1_000_000)
    const rows = new RowWindow(fetch, () => {})
    for (let at = 0; at < 60 * 200; at += 200) {
      rows.need(at, at)
      await settle()
    }
    const kept = Array.from({ length: 60 }, (_, block) => rows.at(block * 200)).filter((row) => row !== undefined)
    expect(kept).toHaveLength(24)
    expect(kept.at(-1)).toBe(59 * 200)
  })

  test('a block that failed says so and is asked for again', async () => {
    let fails = true
    const seen: unknown[] = []
    const rows = new RowWindow<number>(
      async (offset) => {
        if (fails) throw new Error('gone')
        return { total: 1, offset, rows: [7] }
      },
      (error) => seen.push(error),
    )
    rows.need(0, 0)
    await settle()
    fails = false
    rows.need(0, 0)
    await settle()
    expect(seen).toEqual([new Error('gone'), null])
    expect(rows.at(0)).toBe(7)
  })
})
