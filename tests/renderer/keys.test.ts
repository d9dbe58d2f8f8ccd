import { describe, expect, test } from 'vitest'
import { KINDS } from '../../core/notebook/cells.ts'
import { gridMove } from '../../renderer/components/grid/keys.ts'
import { kindKeys } from '../../renderer/notebook/kind-keys.ts'
import { COMMANDS, commandOf, LOCAL_KEYS, pressName } from '../../renderer/palette/table.ts'

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const at = { row: 5, column: 1, rows: 100, columns: 4, page: 12 }
const move = (key: string, more = {}, letters = true) => gridMove({ ...bare, key, ...more }, at, letters)

describe('keys of a table', () => {
  test('letters and arrows go the same way', () => {
    expect(move('j')).toEqual(move('ArrowDown'))
    expect(move('k')).toEqual(move('ArrowUp'))
    expect(move('g')).toEqual({ kind: 'row', to: 0 })
    expect(move('G')).toEqual({ kind: 'row', to: 99 })
    expect(move('End')).toEqual({ kind: 'column', to: 3 })
    expect(move('d', { ctrlKey: true })).toEqual({ kind: 'row', to: 11 })
    expect(move('PageUp')).toEqual({ kind: 'row', to: 0 })
  })

  test('only the arrow leads into the head', () => {
    const first = { ...at, row: 0 }
    expect(gridMove({ ...bare, key: 'ArrowUp' }, first, true)).toEqual({ kind: 'row', to: -1 })
    expect(gridMove({ ...bare, key: 'k' }, first, true)).toEqual({ kind: 'row', to: 0 })
    expect(gridMove({ ...bare, key: 'Enter' }, { ...at, row: -1 }, true)).toBeNull()
  })

  test('a row is opened, looked at, marked, linked to; the head has nothing to mark', () => {
    expect(move('Enter')).toEqual({ kind: 'open' })
    const asked = (key: string, more = {}) => move(key, more)
    expect(asked(' ')).toEqual({ kind: 'ask', what: 'peek' })
    expect(asked('x')).toEqual({ kind: 'ask', what: 'mark' })
    expect(asked('a', { ctrlKey: true })).toEqual({ kind: 'ask', what: 'all' })
    expect(asked('y')).toEqual({ kind: 'ask', what: 'link' })
    expect(asked('Y')).toEqual({ kind: 'ask', what: 'command' })
    expect(asked('w')).toEqual({ kind: 'ask', what: 'columns' })
    expect(gridMove({ ...bare, key: 'x' }, { ...at, row: -1 }, true)).toBeNull()
    expect(move('x', {}, false)).toBeNull()
  })

  test('letters can be switched off; foreign keys are not taken', () => {
    expect(move('j', {}, false)).toBeNull()
    expect(move('ArrowDown', {}, false)).not.toBeNull()
    expect(move('j', { metaKey: true })).toBeNull()
    expect(move('q')).toBeNull()
  })
})

describe('the table of commands', () => {
  test('no key means two things', () => {
    const keys = COMMANDS.flatMap((command) => command.keys as readonly string[])
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('every key of the table is what its press is called', () => {
    for (const name of COMMANDS.flatMap((command) => command.keys as readonly string[])) {
      if (/^(.) \1$/.test(name)) continue
      const parts = name.split(' ')
      const key = parts.at(-1) ?? ''
      const event = {
        key: key.length === 1 && parts.length > 1 ? key.toLowerCase() : key,
        ctrlKey: parts.includes('Ctrl'),
        altKey: parts.includes('Alt'),
        shiftKey: parts.includes('Shift'),
        metaKey: false,
      }
      expect(pressName(event)).toBe(name)
    }
  })

  test('Cmd is Ctrl, a shifted letter alone is itself, two letters in a row are one command', () => {
    expect(pressName({ ...bare, key: 'k', metaKey: true })).toBe('Ctrl K')
    expect(pressName({ ...bare, key: '?', shiftKey: true })).toBe('?')
    expect(commandOf('i', null)).toBeNull()
    expect(commandOf('i', 'i')).toBe('stop')
    expect(commandOf('j', 'i')).toBe('cell-next')
    expect(commandOf('d', null)).toBeNull()
    expect(commandOf('d', 'd')).toBe('delete')
  })

  test('letters of the cells are not heard in lists, nor anything but Ctrl, F6 and Escape where one types', () => {
    for (const key of ['a', 'b', 'x', 'c', 'v', 'm', 'y', 't', 'o', 'z', 'Enter', 'ArrowDown']) {
      expect([key, commandOf(key, null, 'inside'), commandOf(key, null, 'text')]).toEqual([key, null, null])
      expect(commandOf(key, null, 'command')).not.toBeNull()
    }
    expect(commandOf('d', 'd', 'inside')).toBeNull()
    expect(commandOf('f', null, 'inside')).toBe('full')
    expect(commandOf(']', null, 'inside')).toBe('sibling-next')
    expect(commandOf('Ctrl S', null, 'text')).toBe('save')
    expect(commandOf('Escape', null, 'text')).toBe('leave')
    expect(commandOf('Ctrl Z', null, 'text')).toBeNull()
    expect(commandOf('Ctrl Z', null, 'inside')).toBe('undo')
    expect(commandOf('Shift Enter', null, 'text')).toBeNull()
    expect(commandOf('Shift Enter', null, 'note')).toBe('run-next')
    expect(pressName({ ...bare, key: '_', ctrlKey: true, shiftKey: true })).toBe('Ctrl Shift -')
  })

  test("a kind of cell is one letter: Jupyter's two, and no two kinds share one", () => {
    const keys = kindKeys()
    expect(keys.get('m')).toBe('note')
    expect(new Set(keys.values()).size).toBe(Object.keys(KINDS).length)
    expect([...keys.values()].toSorted()).toEqual(Object.keys(KINDS).toSorted())
  })
})

/** Every key that the design of the page names, by place; zoom is the browser's own. */
const DESIGNED: Readonly<Record<string, readonly string[]>> = {
  anywhere: [
    ...[
      'Ctrl K',
      'Ctrl F',
      '/',
      'Ctrl Shift F',
      'Ctrl S',
      'Ctrl Z',
      'Ctrl Shift Z',
      'Ctrl O',
      'Ctrl I',
      'Alt N',
      'Ctrl B',
    ],
    ...['Ctrl Alt B', 'Alt ArrowLeft', 'Alt ArrowRight', '?', 'F6', 'Shift F6', 'Escape'],
  ],
  cells: [
    ...[
      'j',
      'k',
      'ArrowDown',
      'ArrowUp',
      'Enter',
      'Shift Enter',
      'Ctrl Enter',
      'Alt Enter',
      'a',
      'b',
      'd d',
      'z',
      'x',
      'c',
    ],
    ...['v', 'Alt ArrowUp', 'Alt ArrowDown', 'm', 'y', 't', 'o', 'f', 'r', 'i i', '0 0', 'l', 's'],
  ],
}
const LOCAL: Readonly<Record<string, readonly string[]>> = {
  'Lists and tables': ['j', 'k', 'g', 'G', 'Ctrl D', 'Ctrl U', 'Enter', 'Space', 'x', 'c', '{', '}', 'w', 'y', 'Y'],
  Inspector: ['f', 'p'],
  Reader: ['n', 'N', 'e', 'E', 't', 'g', ':', 'h'],
  Group: ['n', 'N', 'x', 'c', 'p'],
  Lab: ['1', '4', '←', '→', 'Shift', 'Home', 'End', 'Backspace', 'p', 'b', 'T'],
  Code: ['Ctrl Enter', 'Esc', 'Ctrl M'],
}

describe('the keys of the design', () => {
  test('each is a command, heard where cells are', () => {
    const dead = Object.values(DESIGNED)
      .flat()
      .filter((name) => {
        const [first, second] = name.split(' ')
        const pair = second !== undefined && first === second
        return commandOf(pair ? second : name, pair ? first : null) === null
      })
    expect(dead).toEqual([])
    for (const key of ['[', ']', 'f', '/']) expect([key, commandOf(key, null, 'inside')]).not.toEqual([key, null])
  })

  test('those that a component answers itself stand in the sheet, under their place', () => {
    for (const [where, keys] of Object.entries(LOCAL)) {
      const told = LOCAL_KEYS.filter((each) => each.where === where)
      const words = told.flatMap((each) => [each.keys, ...each.keys.split(/,? | to /), each.label]).join(' ')
      expect(keys.filter((key) => !words.includes(key)).map((key) => `${where}: ${key}`)).toEqual([])
    }
  })

  test('a table answers what the sheet says of it', () => {
    const kinds = ['j', 'k', 'g', 'G', 'Enter', ' ', 'x', 'c', '{', '}', 'w', 'y', 'Y'].map((key) => [
      key,
      move(key)?.kind,
    ])
    expect(kinds.filter(([, kind]) => kind === undefined)).toEqual([])
    expect(move('c')).toEqual({ kind: 'ask', what: 'compare' })
    expect([move('{'), move('}')]).toEqual([
      { kind: 'task', delta: -1 },
      { kind: 'task', delta: 1 },
    ])
  })
})
