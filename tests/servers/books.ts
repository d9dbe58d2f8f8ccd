/** What must be true of every run against real servers, whatever happened to them. */
import assert from 'node:assert/strict'
import { type Bench, type MadeSample, spendOf } from '../engine/rollout/setup.ts'

/** Around the content of one message: `<|im_start|>user\n` … `<|im_end|>\n<|im_start|>assistant\n`, a byte a token. */
const TEMPLATE_TOKENS = 1 + 'user\n'.length + 1 + '\n'.length + 1 + 'assistant\n'.length

/** Prompts of the same text and different lengths: how many tokens a response was asked with tells whose it is. */
export function tellingSamples(count: number): MadeSample[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `sample-${i}`,
    messages: [{ role: 'user', content: `Tell of a river. ${'~'.repeat(100 + 7 * i)}` }],
  }))
}

export const tokensOf = ({ messages }: MadeSample): number =>
  messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), TEMPLATE_TOKENS)

/**
 * Every response is there once, asked with its own prompt, whole, and what was spent adds up.
 * @param maxTokens asked for
 */
export async function expectWhole(
  { runs, workspace }: Bench,
  run: string,
  samples: readonly MadeSample[],
  n: number,
  maxTokens: number,
): Promise<void> {
  const texts = new Set<string>()
  // Of several responses a request a router tells the sum of tokens alone: they have no usage of their own.
  const askedWith = workspace.db
    .prepare<[string, string, number], number>(
      `SELECT r.prompt_tokens FROM runs u JOIN run_samples s ON s.run_id = u.id
       JOIN rollouts r ON r.run_id = u.id AND r.position = s.position WHERE u.name = ? AND s.sample_id = ? AND r.idx = ?`,
    )
    .pluck()
  for (const sample of samples) {
    const rows = await runs.responses({ run, sampleId: sample.id })
    assert.deepEqual(
      rows.map(({ index }) => index),
      Array.from({ length: n }, (_, i) => i),
      `responses to ${sample.id}`,
    )
    for (const row of rows) {
      const where = `${sample.id}, response ${row.index}`
      const prompt = askedWith.get(run, sample.id, row.index)
      assert.equal(prompt, tokensOf(sample), `${where} was asked with another prompt`)
      assert.ok(['stop', 'length'].includes(row.finishReason), where)
      if (row.usage) {
        const { completionTokens } = row.usage
        assert.ok(completionTokens >= 1 && completionTokens <= maxTokens, where)
        // A response that was cut off has used up what it was given.
        if (row.finishReason === 'length') assert.equal(completionTokens, maxTokens, `${where} ends too early`)
      }
      texts.add((await runs.response({ run, sampleId: sample.id, index: row.index })).text ?? '')
    }
  }
  // Random weights at temperature 1: the same text twice would be one response stored twice.
  assert.ok(texts.size > 0.9 * samples.length * n, `only ${texts.size} different texts`)
  const spend = spendOf(workspace, run)
  assert.equal(spend.attempts, spend.responses + spend.failed + spend.lost)
  assert.equal(spend.rows, samples.length * n)
  assert.equal(spend.open, 0)
  assert.equal(spend.failedRows, spend.failed)
  assert.equal(spend.lostRows, spend.lost)
}
