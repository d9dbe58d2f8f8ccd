import type { Random } from '../../../core/math/random.ts'

/** JSON text of many spellings: white space, escapes with and without need, equal keys, odd numbers, nested values. */
export interface Spelling {
  readonly random: Random
  /** In JSON Lines a line end is no white space. */
  readonly newlines: boolean
}

const PIECES = [
  'plain words ',
  '中文',
  'é',
  '😀',
  '\u2028',
  '\u007f',
  "'",
  '/',
  '{"a": [1, 2',
  '}]',
  '\t',
  '\n',
  '"',
  '\\',
  '\b\f\r',
  '\u0001\u001f',
  '\ue000',
  'x'.repeat(40),
]

export function randomString({ random }: Spelling): string {
  let text = ''
  for (let k = random.below(6); k > 0; k--) text += random.pick(PIECES)
  return text
}

/** A string's JSON in one of its spellings: as JSON.stringify has it, or with needless escapes here and there. */
export function spellString(text: string, { random }: Spelling): string {
  const needless = random.below(4) === 0
  let out = '"'
  for (const unit of text.split('')) {
    const code = unit.charCodeAt(0)
    const surrogate = code >= 0xd800 && code <= 0xdfff
    if (needless && !surrogate && random.below(5) === 0) {
      const hex = code.toString(16).padStart(4, '0')
      out += `\\u${random.below(2) === 0 ? hex : hex.toUpperCase()}`
    } else if (needless && unit === '/') out += '\\/'
    else if (surrogate) out += unit
    else out += JSON.stringify(unit).slice(1, -1)
  }
  return `${out}"`
}

export function space({ random, newlines }: Spelling): string {
  if (random.below(3) > 0) return ''
  return random.pick(newlines ? [' ', '  ', '\t', '\r', '\n', ' \n '] : [' ', '  ', '\t', '\r'])
}

const NUMBERS = ['0', '-0', '1', '-17', '3.5', '1e5', '1E-7', '1.50', '12345678901234567890', '1e400', '0.1', '2.0']

export function randomValue(spelling: Spelling, depth = 0): string {
  const { random } = spelling
  const kind = random.below(depth > 2 ? 5 : 7)
  if (kind < 2) return spellString(randomString(spelling), spelling)
  if (kind === 2) return random.pick(NUMBERS)
  if (kind === 3) return random.pick(['true', 'false', 'null'])
  if (kind === 4) return spellString('', spelling)
  const count = random.below(4)
  if (kind === 5) {
    return list(
      spelling,
      '[',
      ']',
      Array.from({ length: count }, () => randomValue(spelling, depth + 1)),
    )
  }
  const entry = () => [random.pick(['a', 'b', 'é', '', 'z"']), randomValue(spelling, depth + 1)] as const
  return object(spelling, Array.from({ length: count }, entry))
}

function list(spelling: Spelling, open: string, close: string, values: readonly string[]): string {
  const inside = values.map((value) => space(spelling) + value + space(spelling)).join(',')
  return open + (values.length > 0 ? inside : space(spelling)) + close
}

export function object(spelling: Spelling, entries: readonly (readonly [string, string])[]): string {
  const pair = ([key, value]: readonly [string, string]) =>
    `${spellString(key, spelling)}${space(spelling)}:${space(spelling)}${value}`
  return list(spelling, '{', '}', entries.map(pair))
}

/** A row of a dataset, right in every respect, in a random spelling and order, with unknown and equal keys. */
export function randomRow(spelling: Spelling): string {
  const { random } = spelling
  const message = () => {
    const entries: [string, string][] = [
      ['role', spellString(random.pick(['user', 'system']), spelling)],
      ['content', spellString(randomString(spelling) + randomString(spelling), spelling)],
    ]
    if (random.below(6) === 0) entries.push(['name', randomValue(spelling)])
    if (random.below(8) === 0) entries.unshift(['content', randomValue(spelling)])
    if (random.below(2) === 0) entries.push(entries.shift() as [string, string])
    // Equal keys: the last one must be the string.
    const content = spellString(randomString(spelling), spelling)
    return object(spelling, [...entries, ['content', content]])
  }
  const truth = random.pick([
    randomString(spelling),
    { doc_ids: ['a'], golden_label: 'x', summary: 'English' },
    [1, { golden_label: 'y' }],
  ])
  const question = randomString(spelling)
  const entries: [string, string][] = [
    ['data_source', spellString(random.pick(['EM', 'selection', 'longbench_pro', 'unheard of']), spelling)],
    ['prompt', list(spelling, '[', ']', Array.from({ length: 1 + random.below(3) }, message))],
    [
      'reward_model',
      object(spelling, [
        ['ground_truth', JSON.stringify(truth)],
        ['style', '"rule"'],
      ]),
    ],
    [
      'extra_info',
      object(spelling, [
        ['question', spellString(question, spelling)],
        ['index', random.pick(NUMBERS)],
      ]),
    ],
  ]
  for (let k = random.below(3); k > 0; k--)
    entries.push([random.pick(['zz', 'a', 'pq', '__proto__', 'é']), randomValue(spelling)])
  if (random.below(8) === 0) entries.unshift(['prompt', randomValue(spelling)])
  if (random.below(2) === 0) entries.push(['ability', random.pick(['null', '"QA"'])])
  return object(spelling, entries)
}

/** The text with one byte changed, dropped or doubled, or cut off: mostly no JSON any more. */
export function damaged(text: string, random: Random): string {
  const at = random.below(text.length)
  const kind = random.below(4)
  if (kind === 0) return text.slice(0, at)
  if (kind === 1) return text.slice(0, at) + text.slice(at + 1)
  if (kind === 2) return text.slice(0, at) + text[at] + text.slice(at)
  return (
    text.slice(0, at) + random.pick(['"', '\\', '{', '}', '[', ']', ',', ':', '\u0001', 'x', '1']) + text.slice(at + 1)
  )
}
