import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonicalJson, compareCodePoints } from '../../core/model/ids.ts'

// Expected texts are what CPython 3 printed for json.dumps(json.loads(source), sort_keys=True, separators=(',',':'), ensure_ascii=False).
const PYTHON: readonly [source: string, printed: string][] = [
  ['{"b":1,"a":[1,2,{"z":null,"y":true}]}', '{"a":[1,2,{"y":true,"z":null}],"b":1}'],
  ['{"é":1,"e":2,"z":3,"中":4}', '{"e":2,"z":3,"é":1,"中":4}'],
  ['{"\\ud83d\\ude00":1,"\\uffee":2}', '{"\uffee":2,"\u{1f600}":1}'],
  [
    '"line\\nbreak \\u0001 \\u007f \\u2028 \\"quoted\\" \\\\ /"',
    '"line\\nbreak \\u0001 \u007f \u2028 \\"quoted\\" \\\\ /"',
  ],
  ['[0.1,1.5e-5,0.0001,1e22,1.5e300,123456789.25,-2.5]', '[0.1,1.5e-05,0.0001,1e+22,1.5e+300,123456789.25,-2.5]'],
  ['[9007199254740991,-12,0]', '[9007199254740991,-12,0]'],
  ['{}', '{}'],
  ['[]', '[]'],
]

describe('canonicalJson', () => {
  test.each(PYTHON)('%s as Python prints it', (source, printed) => {
    expect(canonicalJson(JSON.parse(source))).toBe(printed)
  })

  test('an int64 of parquet is its digits, undefined fields are left out, lone surrogates are escaped', () => {
    expect(canonicalJson({ b: 9007199254740993n, a: undefined, c: ['\ud800'] })).toBe(
      '{"b":9007199254740993,"c":["\\ud800"]}',
    )
  })

  test('key order and formatting of the source do not matter', () => {
    const id = (text: string) =>
      createHash('sha256')
        .update(canonicalJson(JSON.parse(text)))
        .digest('hex')
        .slice(0, 16)
    expect(id('{ "x" : [1, 2.0], "y": {"b": "中", "a": 3} }')).toBe(id('{"y":{"a":3,"b":"\\u4e2d"},"x":[1,2]}'))
    expect(id('{"x":[2,1]}')).not.toBe(id('{"x":[1,2]}'))
  })
})

test('compareCodePoints orders like an array of code points', () => {
  const words = [
    '',
    'a',
    'ab',
    'b',
    '\u00e9',
    '\ud7ff',
    '\ue000',
    '\uffff',
    '\u{10000}',
    '\u{10ffff}',
    'a\u{10000}',
    'a\uffff',
  ]
  const plain = (a: string, b: string) => {
    const left = Array.from(a, (c) => c.codePointAt(0)!)
    const right = Array.from(b, (c) => c.codePointAt(0)!)
    for (let i = 0; i < Math.min(left.length, right.length); i++) if (left[i] !== right[i]) return left[i] - right[i]
    return left.length - right.length
  }
  for (const a of words) for (const b of words) expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(plain(a, b)))
})
