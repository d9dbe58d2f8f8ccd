import { readFileSync } from 'node:fs'

/** One line of vectors/<name>.jsonl each. */
export function vectors<T>(name: string): T[] {
  const text = readFileSync(new URL(`./vectors/${name}.jsonl`, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

/** A case of rewards.jsonl or math.jsonl: what the reference trainer answered, or how it crashed. */
export interface RewardVector {
  readonly id: string
  readonly tag: string
  readonly data_source: string
  readonly response: string
  readonly ground_truth: unknown
  readonly extra_info: unknown
  readonly reward?: number
  readonly error?: string
  readonly message?: string
}
