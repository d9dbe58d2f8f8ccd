import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LongviewError } from '../../core/model/errors.ts'
import { decodeFrame, encodeFrame } from '../../core/rpc.ts'
import { utf8 } from './pair.ts'

const through = (message: unknown) => decodeFrame(encodeFrame(message, utf8), utf8)

const typedArray = fc.oneof(
  fc.float64Array({ maxLength: 20 }),
  fc.float32Array({ maxLength: 20 }),
  fc.int32Array({ maxLength: 20 }),
  fc.int8Array({ maxLength: 20 }),
  fc.uint8Array({ maxLength: 20 }),
  fc.bigInt64Array({ maxLength: 5 }),
)
const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.boolean(), fc.constant(null), typedArray)
const message = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 5 }), tie('object')),
  object: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$', 'message', '__proto__', 'length')), tie('value'), {
    maxKeys: 5,
    noNullPrototype: true,
  }),
})).value

describe('frames', () => {
  it('carry plain data, typed arrays, NaN, infinities and -0 unchanged', () => {
    fc.assert(
      fc.property(message, (value) => {
        expect(through({ value })).toStrictEqual(structuredClone({ value }))
      }),
      { numRuns: 500, seed: 11 },
    )
  })

  it('keep null, 0, -0, NaN and undefined list elements apart', () => {
    const list = [null, 0, -0, Number.NaN, undefined, Number.POSITIVE_INFINITY]
    const back = through(list) as unknown[]
    expect(back.map((x) => (Object.is(x, -0) ? '-0' : String(x)))).toEqual([
      'null',
      '0',
      '-0',
      'NaN',
      'undefined',
      'Infinity',
    ])
  })

  it('view the frame in place where alignment allows, and copy where it does not', () => {
    const frame = encodeFrame({ rewards: Float64Array.of(0.5, 1) }, utf8)
    const view = decodeFrame(frame, utf8) as { rewards: Float64Array }
    expect(view.rewards.buffer).toBe(frame.buffer)
    const shifted = new Uint8Array(frame.length + 3)
    shifted.set(frame, 3)
    const copied = decodeFrame(shifted.subarray(3), utf8) as { rewards: Float64Array }
    expect(copied.rewards).toEqual(Float64Array.of(0.5, 1))
    expect(copied.rewards.buffer).not.toBe(shifted.buffer)
    // What a socket hands out: a part of a larger Buffer, at any place of it.
    const part = Buffer.from(shifted.buffer).subarray(3)
    expect(decodeFrame(part, utf8)).toEqual({ rewards: Float64Array.of(0.5, 1) })
  })

  it('carry long texts as bytes, lone surrogates too, and say so where those bytes are damaged', () => {
    const long = 'Klausel "elf" \n 签署 🙂 \u0000\ufeff'.repeat(2000)
    for (const text of [long, `\ufeff${long}`, `${long}\ud800`]) {
      expect(through({ a: [text, 'short', { text }] })).toEqual({ a: [text, 'short', { text }] })
      expect(through(text)).toBe(text)
    }
    const plain = 'clause "eleven"\n'.repeat(2000)
    const frame = encodeFrame({ plain }, utf8)
    expect(frame.length).toBeLessThan(plain.length + 200)
    frame[frame.length - 1] = 0xff
    expect(() => decodeFrame(frame, utf8)).toThrow('a text is not UTF-8')
  })

  it('send a part of a larger buffer, not the whole', () => {
    const part = new Float64Array(1000).fill(7).subarray(10, 12)
    expect(encodeFrame({ part }, utf8).length).toBeLessThan(200)
    expect(through({ part })).toEqual({ part: Float64Array.of(7, 7) })
  })

  it('refuse what cannot cross', () => {
    for (const value of [() => 1, Symbol('x'), 1n, new DataView(new ArrayBuffer(8))])
      expect(() => encodeFrame({ value }, utf8)).toThrow(TypeError)
  })

  it('never fail otherwise than with a clear error on damaged bytes', () => {
    const good = encodeFrame({ a: [1, Number.NaN, Float64Array.of(1, 2)], b: { c: Int8Array.of(3) } }, utf8)
    const tryDecode = (bytes: Uint8Array) => {
      try {
        decodeFrame(bytes, utf8)
      } catch (error) {
        expect(error).toBeInstanceOf(LongviewError)
        expect((error as LongviewError).code).toBe('connection')
      }
    }
    for (let length = 0; length < good.length; length++)
      expect(() => decodeFrame(good.subarray(0, length), utf8)).toThrow(LongviewError)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), tryDecode), { numRuns: 2000, seed: 3 })
    const change = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(change, (edits) => {
        const bytes = good.slice()
        for (const [at, byte] of edits) bytes[at] = byte
        tryDecode(bytes)
      }),
      { numRuns: 5000, seed: 5 },
    )
  })

  it('reach no prototype through a path', () => {
    const hostile = (header: object) => {
      const text = utf8.encode(JSON.stringify(header))
      const frame = new Uint8Array(4 + text.length)
      new DataView(frame.buffer).setUint32(0, text.length, true)
      frame.set(text, 4)
      return frame
    }
    for (const path of [
      ['__proto__', 'x'],
      ['constructor', 'prototype', 'x'],
      ['a', '__proto__'],
      ['missing'],
      'a',
      [{}],
    ])
      expect(() => decodeFrame(hostile({ message: { a: {} }, numbers: [[path, 'NaN']] }), utf8)).toThrow(LongviewError)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
    expect(() => decodeFrame(hostile({ message: { a: null }, buffers: [[['a'], 'Function', 1]] }), utf8)).toThrow(
      /type/,
    )
    expect(() =>
      decodeFrame(hostile({ message: { a: null }, buffers: [[['a'], 'Int8Array', 2 ** 40]] }), utf8),
    ).toThrow(/middle/)
  })
})
