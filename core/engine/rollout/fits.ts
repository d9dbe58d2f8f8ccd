import type { RolloutSpec } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { Message } from '../../model/sample.ts'
import type { Reached } from './reach.ts'
import { openTokenizer } from './tokenizer.ts'

/** More than templates put around a prompt: shorter ones surely fit, and are not counted. */
const TEMPLATE_BYTES = 8192

/** Knows, before a prompt is sent, that the model cannot take it. */
export interface Fits {
  /** @throws {LongviewError} usage, naming the sample, its tokens and the room, where it cannot fit */
  check(sampleId: string, messages: readonly Message[]): Promise<void>
  close(): Promise<void>
}

/**
 * With a tokenizer an overlong prompt is set aside unasked: some servers hang on one for ever, and a router counts their
 * refusals against the worker. The chat template beside the tokenizer is counted with it; where there is none, only the
 * texts are, so that nothing is refused that could fit.
 * @returns null where no tokenizer is given, or the endpoint does not say how much its model takes
 * @throws {LongviewError} unreadable, where the file is no tokenizer
 */
export async function fitsOf(spec: RolloutSpec, { facts, model }: Reached): Promise<Fits | null> {
  const path = spec.tokenizer ?? null
  if (path === null) return null
  const tokenizer = await openTokenizer(path, spec.templateKwargs)
  const context = facts.models.find(({ id }) => id === model)?.context ?? null
  if (context === null) {
    await tokenizer.close()
    return null
  }
  const room = context - (spec.maxTokens ?? 1)
  return {
    async check(sampleId, messages) {
      const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)
      if (bytes + TEMPLATE_BYTES <= room) return // a token is at least a byte
      const { tokens, whole } = await tokenizer.count(messages)
      if (tokens <= room) return
      throw new LongviewError({
        code: 'usage',
        what: `The prompt does not fit: ${room} tokens are left for it beside its answer.`,
        where: `sample ${sampleId}`,
        value: `${tokens} tokens by ${path}${whole ? ' and its chat template' : ''}`,
        remedy: `Serve ${model} with a longer context, ask for a shorter answer (max-tokens), or leave the sample out.`,
      })
    },
    close: () => tokenizer.close(),
  }
}
