import { describe, expect, test } from 'vitest'
import { physicalTop, TALLEST, tallOf } from '../../renderer/components/grid/extent.ts'
import { RowSlots } from '../../renderer/components/grid/slots.ts'
import { stripStops } from '../../renderer/components/strip-stops.ts'

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

describe('elements of rows', () => {
  test('a row that stays keeps its element, one that comes takes over that of one that left', () => {
    const slots = new RowSlots()
    const before = new Map(slots.place(range(0, 10)).map(({ index, slot }) => [index, slot]))
    const after = new Map(slots.place(range(3, 13)).map(({ index, slot }) => [index, slot]))
    for (const index of range(3, 10)) expect(after.get(index)).toBe(before.get(index))
    expect(new Set(after.values())).toEqual(new Set(before.values()))
    expect([...after.keys()].sort((a, b) => a - b)).toEqual(range(3, 13))
  })

  test('elements do not move in the document until the table rests, then stand in the order of the rows', () => {
    const slots = new RowSlots()
    const order = slots.place(range(0, 6)).map(({ slot }) => slot)
    expect(slots.place(range(2, 8)).map(({ slot }) => slot)).toEqual(order)
    expect(slots.settle()).toBe(true)
    expect(slots.place(range(2, 8)).map(({ index }) => index)).toEqual(range(2, 8))
    expect(slots.settle()).toBe(false)
  })

  test('the row with the tab stop keeps its element however far the others go', () => {
    const slots = new RowSlots()
    const [focused] = slots.place(range(0, 5)).filter(({ index }) => index === 2)
    for (const first of [10, 500, 7, 99_000]) {
      const placed = slots.place([...range(first, first + 5), 2])
      expect(placed.find(({ index }) => index === 2)?.slot).toBe(focused.slot)
      expect(new Set(placed.map(({ slot }) => slot)).size).toBe(6)
    }
  })

  test('fewer rows need fewer elements, and more again bring them back', () => {
    const slots = new RowSlots()
    slots.place(range(0, 8))
    expect(slots.place(range(0, 3)).map(({ index }) => index)).toEqual([0, 1, 2])
    expect(slots.place([])).toEqual([])
    expect(new Set(slots.place(range(4, 9)).map(({ slot }) => slot)).size).toBe(5)
  })
})

describe('a table taller than an element can be', () => {
  const short = { total: 23_000, height: 288, rowHeight: 24 }
  const tall = { total: 1_000_000, height: 288, rowHeight: 24 }
  const whole = tall.total * tall.rowHeight

  test('one that an element can hold is scrolled as it is', () => {
    expect(tallOf(short)).toBe(552_000)
    for (const top of [0, 1000, 551_712]) expect(physicalTop(top, null, short)).toBe(top)
    expect(physicalTop(700, 700, short)).toBe(700)
  })

  test('both ends are ends, and all between has room on both sides', () => {
    expect(tallOf(tall)).toBe(TALLEST)
    const end = TALLEST - tall.height
    expect(physicalTop(0, null, tall)).toBe(0)
    expect(physicalTop(240, null, tall)).toBe(240)
    expect(physicalTop(whole - tall.height, null, tall)).toBe(end)
    expect(physicalTop(whole - tall.height - 240, null, tall)).toBe(end - 240)
    const middle = physicalTop(whole / 2, null, tall)
    expect(Math.min(middle, end - middle)).toBeGreaterThan(TALLEST / 4)
  })

  test('a wheel gets from the first row to the last and back without being stopped', () => {
    const end = TALLEST - tall.height
    const wheel = (from: number, to: number) => {
      let top = from
      let at = physicalTop(top, null, tall)
      const step = 20_011 * Math.sign(to - from)
      for (let n = 0; n < 5000 && top !== to; n++) {
        const base = top - at
        // What a browser does: it moves by the step, and stops at the ends of the element.
        at = Math.max(0, Math.min(end, at + step))
        top = at + base
        expect(top).toBeGreaterThanOrEqual(0)
        expect(top).toBeLessThanOrEqual(whole - tall.height)
        at = physicalTop(top, at, tall)
      }
      return top
    }
    expect(wheel(0, whole - tall.height)).toBe(whole - tall.height)
    expect(wheel(whole - tall.height, 0)).toBe(0)
    expect(wheel(whole / 2, 0)).toBe(0)
  })
})

describe('the stops of an evidence strip', () => {
  test('gold where evidence stands, and never too thin to see', () => {
    expect(stripStops([])).toBe('')
    expect(stripStops([0.25, 0.5])).toBe('transparent 25.0%, var(--gold-line) 25.0% 50.0%, transparent 50.0%')
    expect(stripStops([0.1, 0.1001])).toContain('var(--gold-line) 10.0% 11.6%')
    // At the very end it stands within the strip.
    expect(stripStops([0.9999, 1])).toContain('var(--gold-line) 98.4% 100.0%')
  })

  test('spans that touch once they can be seen are one, so that stops never run backwards', () => {
    const stops = stripStops([0.1, 0.101, 0.105, 0.12, 0.5, 0.51])
    const places = [...stops.matchAll(/([\d.]+)%/g)].map(([, number]) => Number(number))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(stops.match(/gold/g)).toHaveLength(2)
  })
})
