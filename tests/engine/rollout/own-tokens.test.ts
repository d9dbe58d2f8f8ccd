import { expect, it } from 'vitest'
import { ownTokens, type Stated } from '../../../core/engine/rollout/client/own-tokens.ts'

const said = (finish: string | null, tokens: number | null, more: Partial<Stated> = {}): Stated => ({
  ...{ finish, tokens, final: false, matchedStop: finish === 'stop' ? '2' : null },
  ...more,
})

it('takes what was stated where it adds up to the sum', () => {
  expect(ownTokens([said('stop', 30), said('length', 40)], 70, 64)).toEqual([30, 40])
})

it('adds the end token, which has no text, as SGLang 0.5.23 was recorded: 35 and 40 stated, 76 in all', () => {
  expect(ownTokens([said('stop', 35), said('length', 40)], 76, 40)).toEqual([36, 40])
  expect(ownTokens([said('stop', 35), said('stop', 20), said('length', 40)], 97, 40)).toEqual([36, 21, 40])
})

it('knows what a response that was cut off has decoded, though its last bytes made no character', () => {
  expect(ownTokens([said('length', 63), said('length', 64)], 128, 64)).toEqual([64, 64])
  expect(ownTokens([said('length', null), said('length', null)], 128, 64)).toEqual([64, 64])
})

it('gives one alone the rest of the sum', () => {
  expect(ownTokens([said('stop', 30), said('length', 62)], 98, 64)).toEqual([34, 64])
  expect(ownTokens([said('stop', null), said('length', null)], 98, 64)).toEqual([34, 64])
})

it('claims nothing where several cannot be told apart, or the sum contradicts', () => {
  expect(ownTokens([said('stop', 30), said('stop', 30), said('length', 64)], 127, 64)).toEqual([null, null, 64])
  expect(ownTokens([said('stop', null), said('stop', null)], 50, 64)).toEqual([null, null])
  expect(ownTokens([said('length', 64), said('length', 64)], 100, 64)).toEqual([null, null])
  expect(ownTokens([said('stop', 30), said('length', 64)], 80, 64)).toEqual([null, 64])
})

it('without a sum only what came with an end, or was cut off at a known length, is known', () => {
  expect(ownTokens([said('stop', 30), said('length', 63)], null, 64)).toEqual([null, 64])
  expect(ownTokens([said('stop', 31, { final: true }), said('length', 50)], null, null)).toEqual([31, null])
})
