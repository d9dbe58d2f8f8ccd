import { expect, test } from 'vitest'
import { ALARMS, alarmsOf } from '../../core/rewards/alarms.ts'

const well = { truncated: false, language: 'English' } as const
const words =
  'the lease moves clause eleven to the tenant before march and nobody signed it so far in any document of this file'

test('a plain answer raises nothing', () => {
  expect(alarmsOf(`<think>\n${words}\n</think>\nclause 11.1`, well)).toEqual([])
})

test('a loop raises the trainer’s alarms', () => {
  const loop = `<think>${'wait, let me check clause eleven again. '.repeat(80)}</think>\nclause 11.1`
  expect(alarmsOf(loop, well)).toEqual(['loop', 'repeats', 'poor'])
})

test('thinking that never ends, and thinking opened twice', () => {
  expect(alarmsOf(words, well)).toEqual(['no-thinking-end'])
  expect(alarmsOf(`<think>${words}`, { ...well, truncated: true })).toEqual([
    'unclosed',
    'no-thinking-end',
    'truncated',
  ])
  expect(alarmsOf(`<think><think>${words}</think> yes`, well)).toEqual(['unclosed'])
})

test('nothing after the thinking is an empty answer', () => {
  expect(alarmsOf(`<think>${words}</think>\n  \n`, well)).toEqual(['empty'])
  expect(alarmsOf('', well)).toEqual(['no-thinking-end'])
})

test('the script of the answer, not of the thinking, is compared with the prompt’s language', () => {
  const chinese = '本租约将第十一条移交给承租人并且没有人签署该文件'
  expect(alarmsOf(`${words}</think>${chinese}`, well)).toEqual(['language'])
  expect(alarmsOf(`${chinese}</think>${words}`, well)).toEqual([])
  expect(alarmsOf(`${chinese}</think>${chinese}`, { ...well, language: 'Chinese' })).toEqual([])
  expect(
    alarmsOf(`${chinese}</think>${words} ${words.split(' ').reverse().join(' ')}`, { ...well, language: 'Chinese' }),
  ).toEqual(['language'])
  // A name, a number, a code: too little to say anything.
  expect(alarmsOf(`${chinese}</think>COR-C8743`, { ...well, language: 'Chinese' })).toEqual([])
  expect(alarmsOf(`${words}</think>${chinese}`, { ...well, language: null })).toEqual([])
})

test('alarms come in the order of their table', () => {
  const all = alarmsOf(`<think>${'重复 again 重复 again '.repeat(100)}`, { ...well, truncated: true })
  expect(all).toEqual(ALARMS.map(({ id }) => id).filter((id) => all.includes(id)))
  expect(all.length).toBeGreaterThan(4)
})
