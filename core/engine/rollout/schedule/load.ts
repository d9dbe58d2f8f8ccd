import type { Ask } from './queue.ts'

/**
 * What requests may come to hold in a server's cache, in tokens: a prompt once for all of its group that is under way,
 * and every answer's most. Estimates, learned from what the servers report.
 */
export function createLoad(maxTokens: number | null) {
  const groups = new Map<number, { flights: number; tokens: number }>()
  /** Tokens a byte of prompt: three bytes a token until something is known, which is many. */
  let perByte = 1 / 3
  let answers = 0
  let answerTokens = 0

  const answer = () => maxTokens ?? (answers > 0 ? (1.5 * answerTokens) / answers : 2048)
  const prompt = (bytes: number) => Math.ceil(bytes * perByte) + 32

  return {
    learn(promptBytes: number, promptTokens: number | null, completionTokens: number | null): void {
      // The longest prompts tell most; a short one is mostly template.
      if (promptTokens !== null && promptBytes > 2000) perByte = 0.9 * perByte + (0.1 * promptTokens) / promptBytes
      if (completionTokens !== null) {
        answers++
        answerTokens += completionTokens
      }
    },
    /** What sending it would add. */
    cost(ask: Ask, promptBytes: number): number {
      return ask.indices.length * answer() + (groups.has(ask.position) ? 0 : prompt(promptBytes))
    },
    /** Sent: returns what it added, answers only; the prompt is returned by the last of its group. */
    take(ask: Ask, promptBytes: number): { readonly answers: number; readonly prompt: number } {
      const group = groups.get(ask.position)
      const own = ask.indices.length * answer()
      if (group) {
        group.flights++
        return { answers: own, prompt: 0 }
      }
      const tokens = prompt(promptBytes)
      groups.set(ask.position, { flights: 1, tokens })
      return { answers: own, prompt: tokens }
    },
    /** Back: what of the prompt is free now. */
    give(ask: Ask): number {
      const group = groups.get(ask.position)
      if (!group || --group.flights > 0) return 0
      groups.delete(ask.position)
      return group.tokens
    },
  }
}

export type Load = ReturnType<typeof createLoad>
