import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DryRunEvent, DryRunMisfit, RolloutSpec } from '../../contract.ts'
import { LongviewError } from '../../model/errors.ts'
import type { Message } from '../../model/sample.ts'
import { bodyText, chatBody, preparePrompt, withSystem } from './client/request.ts'
import { countTokens } from './client/template.ts'
import type { Reached } from './reach.ts'
import { type RolloutSamples, type RunSample, selectSamples } from './samples.ts'
import { shardOf } from './schedule/plan.ts'
import { checkSpec, identityOf } from './spec.ts'
import { openTokenizer, type Tokenizer } from './tokenizer.ts'

/** Prompts counted to learn how many bytes a token has. */
const LEARNED_FROM = 24
/** Counted at once: a server tokenizes in the thread that answers. */
const AT_ONCE = 2
/** A template around the messages, when nobody can say. */
const TEMPLATE_TOKENS = 64

type Counter = (messages: readonly Message[]) => Promise<number>

/**
 * What a run would ask for, without asking: the exact request, the prompts' tokens, and by name those that cannot fit.
 * Only prompts near the limit and a few more are counted; a token is at least a byte, so short ones surely fit.
 * @throws {LongviewError} usage, not-found
 */
export async function* dryRun(
  spec: RolloutSpec,
  samples: RolloutSamples,
  reached: Reached,
): AsyncGenerator<DryRunEvent> {
  checkSpec(spec)
  const selected = shardOf(await selectSamples(samples, spec.samples), spec.shard)
  if (selected.length === 0)
    throw new LongviewError({ code: 'not-found', what: 'No sample fits, so there is nothing to ask.' })
  const counting = await counterFor(spec, reached)
  try {
    yield* plan(spec, samples, { reached, selected, counting })
  } finally {
    await counting.close()
  }
}

interface Planning {
  readonly reached: Reached
  readonly selected: readonly RunSample[]
  readonly counting: Counting
}

async function* plan(
  spec: RolloutSpec,
  samples: RolloutSamples,
  { reached, selected, counting: { way, count } }: Planning,
): AsyncGenerator<DryRunEvent> {
  const context = reached.facts.models.find(({ id }) => id === reached.model)?.context ?? null
  const messagesOf = async (id: string) => withSystem((await samples.prompt({ id })).messages, spec.system)

  const counted = new Map<string, number>()
  const tally = async (sample: RunSample) => counted.set(sample.id, await count(await messagesOf(sample.id)))
  const step = Math.max(1, Math.floor(selected.length / LEARNED_FROM))
  yield* inBatches(selected.filter((_, i) => i % step === 0).slice(0, LEARNED_FROM), tally, 'learning')
  const perByte = ratio(selected, counted)

  const room = context === null ? null : context - (spec.maxTokens ?? 1)
  const near =
    room === null
      ? []
      : selected.filter(
          ({ id, bytes }) => !counted.has(id) && bytes + TEMPLATE_TOKENS > room && bytes * perByte * 1.5 > room,
        )
  yield* inBatches(near, tally, 'counting')

  const tokens = selected.map(({ id, bytes }) => counted.get(id) ?? Math.ceil(bytes * perByte))
  const misfits: DryRunMisfit[] = []
  if (room !== null)
    selected.forEach(({ id }, i) => {
      if (tokens[i] > room) misfits.push({ sampleId: id, tokens: tokens[i], counted: counted.has(id) })
    })
  const { how, note } = way()
  const total = tokens.reduce((sum, one) => sum + one, 0)
  yield {
    kind: 'end',
    ...{ model: reached.model, endpoint: reached.link.address.url, context, how, note },
    ...{ samples: selected.length, responses: selected.length * spec.n },
    ...{ promptTokens: total, longestTokens: Math.max(...tokens), countedSamples: counted.size },
    exact: how === 'server' && counted.size === selected.length,
    misfits,
    request: await firstRequest(spec, selected[0].id, await samples.prompt({ id: selected[0].id }), reached),
  }
}

async function* inBatches(
  samples: readonly RunSample[],
  tally: (sample: RunSample) => Promise<unknown>,
  doing: 'learning' | 'counting',
): AsyncGenerator<DryRunEvent> {
  for (let i = 0; i < samples.length; i += AT_ONCE) {
    await Promise.all(samples.slice(i, i + AT_ONCE).map(tally))
    yield { kind: 'progress', doing, done: Math.min(samples.length, i + AT_ONCE), total: samples.length }
  }
}

/** Tokens a byte of prompt, over all that were counted. */
function ratio(samples: readonly RunSample[], counted: ReadonlyMap<string, number>): number {
  let bytes = 0
  let tokens = 0
  for (const sample of samples) {
    const own = counted.get(sample.id)
    if (own === undefined) continue
    bytes += sample.bytes
    tokens += own
  }
  return bytes > 0 ? tokens / bytes : 0.3
}

type DryRunEnd = Extract<DryRunEvent, { kind: 'end' }>

interface Counting {
  /** Asked when all is counted: a template may refuse a prompt on the way. */
  way(): Pick<DryRunEnd, 'how' | 'note'>
  readonly count: Counter
  close(): Promise<void>
}

/** The server's own count, else the model's tokenizer where it is given or at hand, else four bytes a token. */
async function counterFor(spec: RolloutSpec, { link, facts, model }: Reached): Promise<Counting> {
  const options = { model, templateKwargs: spec.templateKwargs }
  // A file that was named is opened in any case: one that cannot be used is told now, not when a server falls silent.
  const tokenizer = await tokenizerFor(spec, facts.modelPath)
  const close = async () => tokenizer?.close()
  const server: Counter = async (messages) => {
    const tokens = await countTokens(link, facts, messages, options)
    if (tokens === null)
      throw new LongviewError({
        code: 'endpoint',
        what: 'The server stopped counting tokens.',
        where: link.address.url,
      })
    return tokens
  }
  try {
    if ((await countTokens(link, facts, [{ role: 'user', content: 'Hello' }], options)) !== null)
      return { way: () => ({ how: 'server', note: null }), count: server, close }
  } catch (error) {
    await close()
    throw error
  }
  if (tokenizer) {
    const count: Counter = async (messages) => {
      const { tokens, whole } = await tokenizer.count(messages)
      return whole ? tokens : tokens + TEMPLATE_TOKENS
    }
    const way: Counting['way'] = () => {
      const why = tokenizer.why()
      if (why === null) return { how: 'template', note: null }
      return { how: 'tokenizer', note: `${TEMPLATE_TOKENS} tokens are added where the template is missing: ${why}` }
    }
    return { way, count, close }
  }
  const bytes = (messages: readonly Message[]) => Buffer.byteLength(messages.map(({ content }) => content).join('\n'))
  const way: Counting['way'] = () => ({
    how: 'estimate',
    note: `four bytes a token, and ${TEMPLATE_TOKENS} for the chat template: --tokenizer FILE counts them`,
  })
  return { way, count: async (messages) => Math.ceil(bytes(messages) / 4) + TEMPLATE_TOKENS, close }
}

/** The file that was named, else the server's own folder where this machine shares it. */
async function tokenizerFor(
  { tokenizer = null, templateKwargs }: RolloutSpec,
  modelPath: string | null,
): Promise<Tokenizer | null> {
  if (tokenizer !== null) return openTokenizer(tokenizer, templateKwargs)
  if (modelPath === null || !existsSync(join(modelPath, 'tokenizer.json'))) return null
  return openTokenizer(modelPath, templateKwargs)
}

async function firstRequest(
  spec: RolloutSpec,
  id: string,
  { messages }: { messages: readonly Message[] },
  { link, facts, model }: Reached,
) {
  const body = chatBody(preparePrompt(id, messages, spec.system), {
    ...{ identity: identityOf(spec, model), dialect: facts.dialect, seed: 0, n: spec.nPerRequest, dpRank: null },
    rid: 'lv-000000000000000000000000',
  })
  return { sampleId: id, method: 'POST', url: `${link.address.base}/v1/chat/completions`, body: bodyText(body) }
}
