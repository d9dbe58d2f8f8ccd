import { expect, test } from 'vitest'
import { roomsOf } from '../../renderer/components/grid/columns.ts'
import { textFitter } from '../../renderer/components/grid/fit.ts'

/** Han 12 px, "…" 10, all others 6. */
const shortened = textFitter((text) =>
  [...text].reduce((sum, each) => sum + (each >= '\u2e80' ? 12 : each === '…' ? 10 : 6), 0),
)

test('leaves a text as it is where it has room', () => {
  expect(shortened('lease', 40)).toBe('lease')
  expect(shortened('', 40)).toBe('')
})

test('cuts what is longer so that it ends within its room', () => {
  expect(shortened('abcdefghij', 53)).toBe('abcdef…')
  expect(shortened('租约在三月前签署', 53)).toBe('租约在…')
})

test('leaves no space before the dots', () => {
  expect(shortened('abcde fghij', 53)).toBe('abcde…')
})

test('leaves to the browser what joins or combines', () => {
  for (const text of ['مرحبا', 'e\u0301', '👩‍🚀', 'क्ष', 'a\u202eb']) expect(shortened(text, 100)).toBeNull()
})

test('looks at no more of a long text than could have room', () => {
  expect(shortened(`${'x'.repeat(500)}مرحبا`, 100)).toMatch(/^x+…$/)
})

test('reckons the room of each column, shared by those without a width', () => {
  const column = (id: string, width?: number) => ({ id, label: id, cell: () => null, ...(width && { width }) })
  expect(roomsOf([column('a', 100), column('b'), column('c')], 508)).toEqual([92, 192, 192])
  expect(roomsOf([column('a', 100), column('b')], 508, { a: 60 })).toEqual([52, 432])
  expect(roomsOf([column('a', 100), column('b')], 120)).toEqual([92, 72])
})
