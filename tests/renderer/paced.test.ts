import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { paced, RenderedPlace } from '../../renderer/reader/viewed.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const at = (line: number) => ({ start: line, end: line + 1, line, lines: null })

test('the first change is told at once, those after it together, the last one always', () => {
  const place = new RenderedPlace()
  const told: (number | undefined)[] = []
  paced(place.onView, 100)(() => told.push(place.inView()?.line))
  for (let line = 1; line <= 5; line++) place.tell(at(line))
  expect(told).toEqual([1])
  vi.advanceTimersByTime(100)
  expect(told).toEqual([1, 5])
  vi.advanceTimersByTime(500)
  expect(told).toEqual([1, 5])
  place.tell(at(6))
  expect(told).toEqual([1, 5, 6])
})

test('without a pace each is told; nothing is told after the end', () => {
  const place = new RenderedPlace()
  const each = vi.fn()
  const stopped = vi.fn()
  paced(place.onView, 0)(each)
  const stop = paced(place.onView, 100)(stopped)
  place.tell(at(1))
  place.tell(at(2))
  stop()
  vi.advanceTimersByTime(500)
  expect([each.mock.calls.length, stopped.mock.calls.length]).toEqual([2, 1])
})
