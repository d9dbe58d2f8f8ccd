import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { JiebaTables, RewardData } from '../rewards/reward.ts'
import { asset } from './entries.ts'

const FOLDER = 'core/rewards/chinese/data'

let loaded: RewardData | undefined

/**
 * The tables that pure rewards ask for, read from the files beside the code when first wanted. One object a process:
 * what is built from it (the dictionary's trie) is built once.
 */
export function rewardData(): RewardData {
  loaded ??= { jieba: readJieba }
  return loaded
}

function readJieba(): JiebaTables {
  const tables = JSON.parse(unpack('tables.json.gz')) as Omit<JiebaTables, 'dictionary'>
  return { ...tables, dictionary: unpack('dictionary.txt.gz') }
}

function unpack(name: string): string {
  return gunzipSync(readFileSync(asset(`${FOLDER}/${name}`))).toString('utf8')
}
