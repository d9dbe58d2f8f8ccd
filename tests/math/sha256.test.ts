import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { seededRandom } from '../../core/math/random.ts'
import { base64, sha256Base64, utf8 } from '../../core/math/sha256.ts'

test('agrees with Node on every length around a block, and on any Unicode', () => {
  const random = seededRandom(3)
  const texts = Array.from({ length: 200 }, (_, n) => 'x'.repeat(n))
  for (let i = 0; i < 100; i++) {
    texts.push(String.fromCodePoint(...Array.from({ length: random.below(90) }, () => random.below(0xd800))))
  }
  texts.push('𝔘nicode 检索 é', '\ud800 alone', 'a'.repeat(100_000))
  for (const text of texts) {
    expect(sha256Base64(text)).toBe(createHash('sha256').update(text, 'utf8').digest('base64'))
    expect(base64(utf8(text))).toBe(Buffer.from(text, 'utf8').toString('base64'))
  }
})
