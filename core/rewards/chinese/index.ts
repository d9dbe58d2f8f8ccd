import type { RewardData } from '../reward.ts'
import { Cutter } from './cut.ts'
import { buildHmm } from './hmm.ts'
import { buildTrie } from './trie.ts'

const built = new WeakMap<RewardData, Cutter>()

/** The words of a Chinese text, white space and punctuation included: joined they are the text again. */
export function segment(text: string, data: RewardData): string[] {
  let cutter = built.get(data)
  if (!cutter) {
    const tables = data.jieba()
    cutter = new Cutter(buildTrie(tables), buildHmm(tables))
    built.set(data, cutter)
  }
  return cutter.cut(text)
}
