import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { JsonText } from '../../../core/engine/dataset/json-bytes.ts'
import { FastText, PlainText } from '../../../core/engine/dataset/json-text.ts'
import { type RowContent, readLine } from '../../../core/engine/dataset/row.ts'
import { seededRandom } from '../../../core/math/random.ts'
import { canonicalJson } from '../../../core/model/ids.ts'
import { damaged, randomRow } from './random-json.ts'

const room = new FastText(64 * 1024, 1024 * 1024)

function fast(text: string): JsonText {
  const bytes = Buffer.from(text)
  if (room.bytes.length < bytes.length) room.grow(bytes.length)
  // What lies behind the text must not matter.
  room.bytes.fill(0x22)
  bytes.copy(room.bytes)
  room.newlines = true
  return room
}

const plain = (text: string): JsonText => new PlainText(Buffer.from(text))

/** The row, or null for what is no sample. */
function read(text: JsonText, length: number): RowContent | null {
  try {
    return readLine(text, 0, length)?.row ?? null
  } catch {
    return null
  }
}

/** What the row must be, by JSON.parse. */
function expected(text: string): { row: Record<string, unknown>; hash: string } | null {
  let row: Record<string, unknown>
  try {
    row = JSON.parse(text)
  } catch {
    return null
  }
  return { row, hash: createHash('sha256').update(canonicalJson(row)).digest('hex').slice(0, 16) }
}

const isString = (value: unknown) => typeof value === 'string'
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** data-formats.md in plain code. */
function isSample(row: unknown): boolean {
  if (!isObject(row) || !isString(row.data_source) || !Array.isArray(row.prompt) || row.prompt.length === 0)
    return false
  if (!row.prompt.every((one) => isObject(one) && isString(one.role) && isString(one.content))) return false
  const model = row.reward_model
  if (!isObject(model) || model.ground_truth === undefined || model.ground_truth === null) return false
  if ((row.ability ?? null) !== null && !isString(row.ability)) return false
  const extra = row.extra_info ?? null
  if (extra === null) return true
  if (!isObject(extra)) return false
  return [extra.question, extra.reward_mode].every((one) => (one ?? null) === null || isString(one))
}

describe('scanner against JSON.parse', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('rows in any spelling, seed %i', (seed) => {
    const random = seededRandom(seed)
    for (let k = 0; k < 50; k++) {
      const text = randomRow({ random, newlines: seed % 2 === 0 })
      const length = Buffer.byteLength(text)
      const wanted = expected(text)
      expect(wanted).not.toBeNull()
      const got = read(fast(text), length)
      expect(got, text).not.toBeNull()
      expect(got?.hash, text).toBe(wanted?.hash)
      expect(read(plain(text), length)).toEqual(got)
      const bytes = Buffer.from(text)
      const at = text.length - text.trimStart().length + (got?.promptAt ?? 0)
      const prompt = JSON.parse(bytes.toString('utf8', at, at + (got?.bytes ?? 0)))
      expect(prompt).toEqual(wanted?.row.prompt)
      expect(JSON.parse(got?.rewardModel ?? '')).toEqual(wanted?.row.reward_model)
      expect(JSON.parse(got?.extraInfo ?? '')).toEqual(wanted?.row.extra_info)
    }
  })

  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'damaged rows are taken exactly when they are samples, seed %i',
    (seed) => {
      const random = seededRandom(1000 + seed)
      for (let k = 0; k < 100; k++) {
        // A pair cut in two is what UTF-8 cannot hold.
        const text = damaged(randomRow({ random, newlines: true }), random).toWellFormed()
        const length = Buffer.byteLength(text)
        const wanted = expected(text)
        const got = read(fast(text), length)
        expect(got !== null, text).toBe(wanted !== null && isSample(wanted.row))
        if (got) expect(got.hash, text).toBe(wanted?.hash)
        expect(read(plain(text), length)).toEqual(got)
      }
    },
  )
})

describe('ends of strings', () => {
  test('both ways agree on every length and place of what matters', () => {
    const random = seededRandom(7)
    for (let k = 0; k < 3000; k++) {
      const length = random.below(100)
      const codes = Array.from({ length }, () =>
        random.pick([
          97, 97, 97, 97, 97, 97, 97, 32, 33, 35, 0x5c, 0x5c, 0x5c, 0x22, 0x75, 0x75, 0x2f, 110, 0x1f, 0xe9, 0x7f, 48,
          65, 71,
        ]),
      )
      const bytes = Buffer.from(codes)
      const end = random.below(length + 1)
      room.bytes.fill(0x22)
      bytes.copy(room.bytes)
      const answers = [room, new PlainText(bytes)].map((text) => {
        try {
          return { at: text.stringEnd(0, end), dirty: text.dirty }
        } catch (error) {
          return { fault: (error as { at: number }).at, ended: (error as { ended: boolean }).ended }
        }
      })
      expect(answers[0]).toEqual(answers[1])
    }
  })
})
