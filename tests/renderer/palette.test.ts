import { describe, expect, test } from 'vitest'
import { searchWords } from '../../renderer/components/search-words.ts'
import { fitOf, ranked } from '../../renderer/palette/rank.ts'

describe('the palette', () => {
  test('every word must occur; starts of words and early places come first', () => {
    const names = ['Next cell', 'Text of a cell', 'Go into the cell', 'Find here']
    expect(ranked('ce', names, (name) => name)).toEqual(['Next cell', 'Text of a cell', 'Go into the cell'])
    expect(ranked('ce te', names, (name) => name)).toEqual(['Text of a cell'])
    expect(fitOf('xyz', 'Find here')).toBeNull()
  })

  test('nothing typed keeps the order', () => {
    expect(ranked('', ['b', 'a'], (name) => name)).toEqual(['b', 'a'])
  })
})

test('the words of a search: what stands in quotes is one', () => {
  expect(searchWords('lease "break option" 轴承')).toEqual(['lease', 'break option', '轴承'])
  expect(searchWords('"not closed')).toEqual(['not closed'])
  expect(searchWords('   ')).toEqual([])
})
