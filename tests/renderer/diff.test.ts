import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Block, blocksOf, foldsAround } from '../../renderer/components/diff/blocks.ts'
import { type Piece, piecesOf } from '../../renderer/components/diff/pieces.ts'
import { differencesOf, segmentsOf } from '../../renderer/components/diff/segments.ts'
import { tokensOf } from '../../renderer/components/diff/tokens.ts'

const said = (text: string, pieces: readonly Piece[], side: 'left' | 'right') =>
  pieces.filter((piece) => !piece.same).map((piece) => text.slice(...piece[side]).trim())

const words = fc
  .array(fc.constantFrom('the', 'clause', '4.1', '，', '条', '款', '\n', '😀', '</think>', ' ', '\r\n', 'é'), {
    maxLength: 60,
  })
  .map((all) => all.join(' '))

function textBlocks(blocks: readonly Block[]): readonly Extract<Block, { kind: 'text' }>[] {
  return blocks.flatMap((block) => (block.kind === 'fold' ? textBlocks(block.inside) : [block]))
}

describe('words', () => {
  test('numbers, wide characters and line ends are words of their own; spaces after a word are not compared', () => {
    expect(tokensOf('Clause 11.1,  条款\r\nthe end').words).toEqual([
      'Clause',
      '11.1',
      ',',
      '条',
      '款',
      '\n',
      'the',
      'end',
    ])
  })

  test('leave nothing out', () => {
    fc.assert(
      fc.property(words, (text) => {
        const { starts } = tokensOf(text)
        const joined = starts.slice(1).map((end, i) => text.slice(starts[i], end))
        expect(joined.join('')).toBe(text)
      }),
      { seed: 11 },
    )
  })
})

describe('pieces', () => {
  test('cover both texts without a gap, and what is called the same is', () => {
    fc.assert(
      fc.property(words, words, (left, right) => {
        const pieces = piecesOf(left, right)
        expect(pieces.map((piece) => left.slice(...piece.left)).join('')).toBe(left)
        expect(pieces.map((piece) => right.slice(...piece.right)).join('')).toBe(right)
        for (const piece of pieces.filter((each) => each.same)) {
          expect(tokensOf(left.slice(...piece.left)).words).toEqual(tokensOf(right.slice(...piece.right)).words)
        }
      }),
      { seed: 12 },
    )
  })

  test('an answer on one line against the same on three: line ends are a difference', () => {
    const left = 'a</think>\n[Answer]\n4.1\n11.1\n6.3'
    const right = 'a</think>\n[Answer]\n4.1 11.1 6.3'
    expect(differencesOf(piecesOf(left, right)).length).toBeGreaterThan(0)
  })

  test('words that happen to be alike inside two different sentences are no island', () => {
    const left = 'I check every clause. It withdraws 11.1. The end'
    const right = 'I check every clause. Later the insurance moves too, which is 11.1. The end'
    expect(said(left, piecesOf(left, right), 'left')).toEqual(['It withdraws'])
    expect(said(right, piecesOf(left, right), 'right')).toEqual(['Later the insurance moves too, which is'])
  })

  test('thinking is compared with thinking, answers with answers', () => {
    const left = 'four</think>five'
    const right = 'five</think>five'
    expect(said(left, piecesOf(left, right), 'left')).toEqual(['four'])
  })

  test('texts with nothing in common come to an end, as few differences', () => {
    const text = (seed: number) => Array.from({ length: 6000 }, (_, i) => `w${(i * seed) % 9973}x${seed}`).join(' ')
    const pieces = piecesOf(text(31), text(57))
    expect(differencesOf(pieces).length).toBe(1)
  })

  test('texts far apart are held together by the phrases that both have once', () => {
    const noise = (seed: number) => Array.from({ length: 2500 }, (_, i) => `n${seed}x${i}`).join(' ')
    const phrase = (i: number) => `The clause ${i} that both of them name.\n`
    const made = (seed: number) => Array.from({ length: 5 }, (_, i) => `${noise(seed + i)}\n${phrase(i)}`).join('')
    const left = made(100)
    const right = made(200)
    const same = piecesOf(left, right).filter((piece) => piece.same)
    expect(same.map((piece) => left.slice(...piece.left).trim())).toEqual(
      Array.from({ length: 5 }, (_, i) => phrase(i).trim()),
    )
  })
})

describe('folding', () => {
  const thinking = (n: number, change: (line: string, i: number) => string) =>
    Array.from({ length: n }, (_, i) => change(`Line ${i} says what line ${i} has to say about the clause.`, i)).join(
      '\n',
    )
  const left = `${thinking(200, (line) => line)}\nSo it is A.\n</think>\n[Answer]\nA`
  const right = `${thinking(200, (line, i) => (i === 80 || i === 140 ? line.replace('clause', 'rent') : line))}\nSo it is B.\n</think>\n[Answer]\nB`
  const pieces = piecesOf(left, right)
  const blocks = blocksOf(left, right, pieces)

  test('long thinking shows its first difference and its last line; the answer is whole', () => {
    const shown = blocks.map((block) => (block.kind === 'text' ? right.slice(...block.right) : '…')).join('')
    expect(shown).toContain('about the rent.')
    expect(shown).toContain('So it is B.')
    expect(shown).toContain('[Answer]\nB')
    expect(shown).not.toContain('Line 20 says')
    expect(shown).not.toContain('Line 140 says')
    expect(blocks.map((block) => (block.kind === 'fold' ? [block.equal, block.differences] : 'text'))).toEqual([
      [true, 0],
      'text',
      [false, 1],
      'text',
    ])
  })

  test('opened, everything is there, once and in order', () => {
    const all = textBlocks(blocks)
    expect(all.map((block) => left.slice(...block.left)).join('')).toBe(left)
    expect(all.map((block) => right.slice(...block.right)).join('')).toBe(right)
  })

  test('the folds around a difference are known, so that stepping opens them', () => {
    const differences = differencesOf(pieces)
    expect(differences).toHaveLength(4)
    expect(foldsAround(blocks, differences[0])).toEqual([])
    expect(foldsAround(blocks, differences[1])).toHaveLength(1)
    expect(foldsAround(blocks, differences[3])).toEqual([])
  })

  test('every text, folded or not, keeps every character of both sides', () => {
    const long = fc
      .array(words, { minLength: 30, maxLength: 60 })
      .map((all) => `${all.join(' filler words here ').replaceAll('</think>', '')}</think>answer`)
    fc.assert(
      fc.property(long, long, (a, b) => {
        const made = textBlocks(blocksOf(a, b, piecesOf(a, b)))
        expect(made.map((block) => a.slice(...block.left)).join('')).toBe(a)
        expect(made.map((block) => b.slice(...block.right)).join('')).toBe(b)
      }),
      { seed: 13, numRuns: 60 },
    )
  })

  test('segments of a block cut at differences and marks, and keep its characters', () => {
    const marks = [{ start: left.indexOf('[Answer]'), end: left.length, look: 'matched' as const, after: 'gold' }]
    const last = textBlocks(blocks).at(-1)!
    const segments = segmentsOf(last, 'left', differencesOf(pieces), marks)
    expect(segments.map((each) => left.slice(each.start, each.end)).join('')).toBe(left.slice(...last.left))
    expect(segments.at(-1)).toMatchObject({ difference: 3, look: 'matched', after: 'gold' })
  })
})
