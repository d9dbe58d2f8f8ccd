import type { PreparedPrompt } from './client/request.ts'

/**
 * Prompts of the groups under way, read once for all their requests and let go with the last of them: memory follows the
 * groups in flight, not the run.
 */
export interface Prompts {
  get(position: number): Promise<PreparedPrompt>
  drop(position: number): void
}

export function createPrompts(read: (position: number) => Promise<PreparedPrompt>): Prompts {
  const held = new Map<number, Promise<PreparedPrompt>>()
  return {
    get(position) {
      let prompt = held.get(position)
      if (!prompt) {
        prompt = read(position)
        held.set(position, prompt)
        // A failed read is tried anew by the next request.
        prompt.catch(() => held.delete(position))
      }
      return prompt
    },
    drop: (position) => held.delete(position),
  }
}
