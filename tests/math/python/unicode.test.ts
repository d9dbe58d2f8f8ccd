import { describe, expect, test } from 'vitest'
import { lower } from '../../../core/math/python/lower.ts'
import { isPrintable, isWordCharacter } from '../../../core/math/python/unicode14.ts'
import { collapse, isBlank, isSpace, splitSpace, strip } from '../../../core/math/python/whitespace.ts'
import { seededRandom } from '../../../core/math/random.ts'

/** FNV-1a over the parts, each followed by a comma: CPython 3.11 printed the same over its own answers. */
function digest(parts: Iterable<string>): [number, number] {
  let hash = 0x811c9dc5
  let count = 0
  for (const part of parts) {
    count++
    for (const character of `${part},`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0
  }
  return [count, hash]
}

function* codePoints(): Generator<number> {
  for (let code = 0; code < 0x110000; code++) if (code < 0xd800 || code > 0xdfff) yield code
}

function* hexOf(keep: (code: number) => boolean): Generator<string> {
  for (const code of codePoints()) if (keep(code)) yield code.toString(16)
}

describe('every code point as CPython 3.11 sees it', () => {
  test('str.isspace', () => {
    expect(digest(hexOf((code) => code < 0x10000 && isSpace(code)))).toEqual([29, 4132209294])
  })

  test('\\w of re', () => {
    expect(digest(hexOf(isWordCharacter))).toEqual([133548, 1553585392])
  })

  test('str.isprintable', () => {
    expect(digest(hexOf(isPrintable))).toEqual([144516, 4208498416])
  })

  test('str.lower', () => {
    function* changed() {
      for (const code of codePoints()) {
        const text = String.fromCodePoint(code)
        const low = lower(text)
        if (low === text) continue
        yield `${code.toString(16)}>${[...low].map((one) => (one.codePointAt(0) as number).toString(16)).join('+')}`
      }
    }
    expect(digest(changed())).toEqual([1433, 3698437665])
  })
})

test('the final sigma', () => {
  const pairs = [
    ['Σ', 'σ'],
    ['ΑΣ', 'ας'],
    ['ΑΣΒ', 'ασβ'],
    ['ΑΣ Β', 'ας β'],
    ['ΑΣ.', 'ας.'],
    ['ΑΣ.Β', 'ασ.β'],
    ['Α\u0301Σ', 'α\u0301ς'],
    ['1Σ', '1σ'],
    ['ΑΣ1', 'ας1'],
    ['ΣΣ', 'σς'],
    ['ΑΣ\u00ad', 'ας\u00ad'],
    ['ʰΣ', 'ʰσ'],
    ['ΑΣ’Β', 'ασ’β'],
    ['\u{1d400}Σ', '\u{1d400}ς'],
    ['ΑΣ\ua7cb', 'ας\ua7cb'],
    ['\ua7cbΣ', '\ua7cbσ'],
    ['İΣ', 'i̇ς'],
  ]
  for (const [text, low] of pairs) expect(lower(text)).toBe(low)
})

describe('splitting and stripping', () => {
  const spaces = [' ', '\t', '\n', '\u001c', '\u001f', '\u0085', '\u00a0', '\u3000', '\u2028']
  const others = ['a', '\ufeff', '\u200b', '\u180e', '😀', '中', '\u0000']

  test('agree with the plain way on random texts', () => {
    const random = seededRandom(11)
    for (let round = 0; round < 3000; round++) {
      let text = ''
      for (let at = 0; at < 12; at++) text += random.pick(random.next() < 0.5 ? spaces : others)
      const parts = text.split(/[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/)
      const plain = parts.filter((part) => part !== '')
      expect(splitSpace(text)).toEqual(plain)
      expect(collapse(text)).toBe(plain.join(' '))
      expect(isBlank(text)).toBe(plain.length === 0)
      expect(splitSpace(strip(text))).toEqual(plain)
      expect(strip(text)).toBe(plain.length === 0 ? '' : strip(strip(text)))
      const first = strip(text).charCodeAt(0)
      if (plain.length > 0) expect(isSpace(first)).toBe(false)
    }
  })

  test('leave U+FEFF and take U+0085 and U+001C..U+001F', () => {
    expect(strip('\u0085\u001c a\ufeff\u001f')).toBe('a\ufeff')
    expect(collapse('a\u3000\u00a0b')).toBe('a b')
    expect(splitSpace('')).toEqual([])
  })
})
