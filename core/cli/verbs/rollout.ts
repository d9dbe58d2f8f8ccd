import { resolve } from 'node:path'
import type { DryRunEvent, Engine, RolloutSpec, RunEvent } from '../../contract.ts'
import { sentenceOf } from '../../engine/rollout/facts.ts'
import { LongviewError } from '../../model/errors.ts'
import { endpointReach } from '../../notebook/reach.ts'
import type { Context } from '../frame/context.ts'
import { EXIT, EXIT_OF } from '../frame/exit.ts'
import { FILTER_OPTIONS, filterOf } from '../frame/filters.ts'
import { inert } from '../frame/inert.ts'
import type { Notes } from '../frame/notes.ts'
import {
  choice,
  flag,
  integer,
  json,
  number,
  Problem,
  parsed,
  text,
  texts,
  usage,
  type ValuesOf,
} from '../frame/option.ts'
import { responseFields } from '../frame/responses.ts'
import { endText, progressText } from '../frame/run-text.ts'
import { untilStopped } from '../frame/stop.ts'
import { verb } from '../frame/verb.ts'
import { counted } from '../frame/words.ts'

function readShard(typed: string): { readonly index: number; readonly of: number } {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(typed)
  const [index, of] = [Number(match?.[1]), Number(match?.[2])]
  if (!match || index < 1 || index > of) throw new Problem('must be I/N with I from 1 to N, such as 2/8')
  return { index, of }
}

const OPTIONS = {
  ...FILTER_OPTIONS,
  endpoint: texts('URL', 'an OpenAI-compatible endpoint, with or without /v1, or demo: for the recorded responses'),
  model: text('M', 'the model to ask for (default: the one that the endpoint serves)'),
  n: integer('N', 'responses a sample', { least: 1, most: 4096, fallback: 16 }),
  temperature: number('T', 'sampling temperature', { least: 0, fallback: 1 }),
  'top-p': number('P', 'nucleus sampling', { above: 0, most: 1, fallback: 1 }),
  'max-tokens': integer('N', "longest response (default: the server's own limit)", { least: 1 }),
  concurrency: integer('N', 'responses at once (default: what the endpoint says it takes)', { least: 1 }),
  run: text('NAME', 'name of the run (default: a fresh one)'),
  resume: flag('go on with the run of this name; refused when prompt, model or sampling changed'),
  shard: parsed('I/N', 'only every N-th sample, from the I-th: for N processes or hosts', readShard),
  system: text('TEXT', 'a system message before each prompt'),
  'template-kwargs': json('JSON', 'chat_template_kwargs, such as {"enable_thinking": true}'),
  order: choice(
    ['dataset', 'longest', 'fair'] as const,
    'which samples first; longest keeps the tail short, fair keeps all tasks at the same share',
    { fallback: 'dataset' },
  ),
  'max-total-tokens': integer('N', 'stop when so many tokens are spent', { least: 1 }),
  'max-seconds': number('N', 'stop after so long', { above: 0 }),
  'n-per-request': integer('K', 'responses a request', { least: 1, fallback: 1 }),
  'key-env': text('NAME', 'the environment variable that holds the API key; the key itself is never an argument'),
  tokenizer: text(
    'FILE',
    "the model's tokenizer.json or its folder, with the chat template beside it: counts where the server does not, and what cannot fit is not asked for",
  ),
  'dry-run': flag('tell what would be asked for, and ask for nothing'),
} as const

type Values = ValuesOf<typeof OPTIONS>

function specOf(values: Values, cwd: string): RolloutSpec {
  return {
    run: values.run ?? null,
    samples: filterOf(values),
    endpoints: values.endpoint,
    model: values.model ?? null,
    n: values.n,
    temperature: values.temperature,
    topP: values['top-p'],
    maxTokens: values['max-tokens'] ?? null,
    concurrency: values.concurrency ?? null,
    order: values.order,
    resume: values.resume,
    shard: values.shard ?? null,
    system: values.system ?? null,
    templateKwargs: values['template-kwargs'] ?? null,
    maxTotalTokens: values['max-total-tokens'] ?? null,
    maxSeconds: values['max-seconds'] ?? null,
    nPerRequest: values['n-per-request'],
    keyEnv: values['key-env'] ?? null,
    tokenizer: values.tokenizer === undefined ? null : resolve(cwd, values.tokenizer),
  }
}

type Plan = Extract<DryRunEvent, { readonly kind: 'end' }>

const planFields = ({
  model,
  endpoint,
  context,
  how,
  note,
  exact,
  samples,
  responses,
  misfits,
  request,
  ...tokens
}: Plan) => ({
  model,
  endpoint,
  context,
  how,
  note,
  exact,
  samples,
  responses,
  prompt_tokens: tokens.promptTokens,
  longest_tokens: tokens.longestTokens,
  misfits: misfits.map(({ sampleId, ...misfit }) => ({ sample_id: sampleId, ...misfit })),
  request: { sample_id: request.sampleId, method: request.method, url: request.url, body: request.body },
})

const COUNTED = {
  server: 'counted by the server',
  template: "counted by the model's tokenizer and chat template",
  tokenizer: "counted by the model's tokenizer, without its chat template",
  estimate: 'estimated',
}

/** Prompts that do not fit, named for people. */
const NAMED = 10

/** Longest part of a prompt that a person is shown. */
const SHOWN = 200

/** The body as it is sent, but for the middle of its prompt: --json has it whole. */
function shownRequest(body: string): string {
  const request = JSON.parse(body) as { messages: { role: string; content: string }[] }
  const messages = request.messages.map(({ role, content }) => {
    const rest = content.length - 2 * SHOWN
    if (rest <= 0) return { role, content }
    return { role, content: `${content.slice(0, SHOWN)} […${rest} characters…] ${content.slice(-SHOWN)}` }
  })
  return JSON.stringify({ ...request, messages }, null, 2)
}

function planText(plan: Plan): string {
  const { samples, responses, promptTokens, longestTokens, misfits, context, how, exact } = plan
  const about = exact ? '' : 'about '
  const room = context === null ? '' : `, ${context} fit`
  const misfit = misfits.length > 0 ? `; ${counted(misfits.length, 'prompt')} do not fit with their answer` : ''
  return [
    `${counted(responses, 'response')} of ${plan.model} at ${plan.endpoint} to ${counted(samples, 'sample')}`,
    `${about}${promptTokens} prompt tokens, each prompt once (${COUNTED[how]}); the longest ${longestTokens}${room}${misfit}`,
    ...(plan.note === null ? [] : [plan.note]),
    `first request, to sample ${plan.request.sampleId}: ${plan.request.method} ${plan.request.url}`,
    shownRequest(plan.request.body),
  ].join('\n')
}

/** What would be asked for: no response is. */
async function dryRun({ out, notes, stop, json }: Context, engine: Engine, spec: RolloutSpec): Promise<number> {
  for await (const event of untilStopped(engine.dryRun(spec), stop.signal)) {
    if (event.kind === 'progress') {
      const { doing, done, total } = event
      notes.progress(doing === 'counting' ? `${done} of ${total} prompts counted` : 'asking the endpoint what it is')
      continue
    }
    notes.settle()
    if (json) await out.json(planFields(event))
    else await out.text(inert(planText(event), { lines: true }))
    const { misfits } = event
    for (const { sampleId, tokens } of misfits.slice(0, NAMED))
      notes.warn(`sample ${sampleId}: ${tokens} tokens do not fit`)
    if (misfits.length > NAMED) notes.warn(`and ${misfits.length - NAMED} more do not fit: --json names them all`)
    return event.misfits.length > 0 ? EXIT.partly : EXIT.well
  }
  return EXIT.partly
}

/** What stands at the endpoints of a run that has begun; of one that does not answer the run itself tells. */
async function tellEndpoints({ notes, quiet }: Context, engine: Engine, spec: RolloutSpec): Promise<void> {
  const { model, keyEnv, templateKwargs } = spec
  const urls = quiet ? [] : spec.endpoints.filter((url) => !url.startsWith('demo:'))
  const found = urls.map((endpoint) => engine.connectEndpoint({ endpoint, model, keyEnv, templateKwargs }))
  for (const answer of await Promise.allSettled(found))
    if (answer.status === 'fulfilled') notes.note(`${answer.value.url}: ${sentenceOf(answer.value)}`)
}

/** A down endpoint fails every attempt in the same way: each way is told once, the rest is counted. */
function failuresTold(notes: Notes) {
  const ways = new Map<string, number>()
  return {
    tell({ error, sampleId, index }: Extract<RunEvent, { kind: 'failed' }>) {
      const way = `${error.what} ${error.value ?? ''}`
      const before = ways.get(way) ?? 0
      ways.set(way, before + 1)
      if (before === 0 && ways.size <= 20) notes.error({ ...error, where: `sample ${sampleId}, response ${index}` })
    },
    rest() {
      const more = [...ways.values()].reduce((sum, count) => sum + count, 0) - Math.min(ways.size, 20)
      if (more > 0) notes.warn(`${counted(more, 'further attempt')} failed in these ways.`)
    },
  }
}

/** Watches a run to its end; a signal asks the run to drain and the watching goes on. */
async function* watched(engine: Engine, run: string, texts: boolean, signal: AbortSignal): AsyncGenerator<RunEvent> {
  let stopped: Promise<unknown> = Promise.resolve()
  const drain = () => {
    stopped = engine.stopRun({ run })
    stopped.catch(() => {}) // awaited below
  }
  if (signal.aborted) drain()
  else signal.addEventListener('abort', drain, { once: true })
  try {
    yield* engine.watchRun({ run, texts })
    await stopped
  } finally {
    signal.removeEventListener('abort', drain)
  }
}

export const rolloutVerb = verb({
  name: 'rollout',
  lines:
    '{run, sample_id, group, index, response, finish_reason, usage, endpoint, seconds, data_source, reward_type}; with --dry-run {model, endpoint, context, how, exact, samples, responses, prompt_tokens, longest_tokens, misfits, request}',
  about: `
Every response is on disk before it is told of; Ctrl-C saves what is in flight, --resume goes on without
a lost or doubled response. The client sends seed = response index.`,
  positionals: [],
  options: OPTIONS,
  examples: [
    'longview rollout --endpoint demo: -n 16 --run first',
    'longview rollout --endpoint http://gpu1:30000 --endpoint http://gpu2:30000 --model Qwen3-30B --run base --resume',
  ],
  async run(context, values) {
    const { out, notes, stop, json } = context
    if (values.resume && values.run === undefined)
      throw usage('--resume goes on with a named run: give --run NAME too', { where: '--resume' })
    const spec = specOf(values, context.cwd)
    if (spec.endpoints.length === 0)
      throw usage('longview rollout needs --endpoint URL', {
        remedy: 'demo: plays the recorded responses of samples/.',
      })
    if (values['dry-run']) return dryRun(context, await context.engine('read'), spec)
    const engine = await context.engine('write')
    const { run } = await engine.startRun(spec)
    const { agreeTyped } = await import('../frame/trust.ts')
    agreeTyped(
      context,
      spec.endpoints.map((url) => endpointReach(url, spec.keyEnv)),
    )
    // After the start, which has checked that a key goes to its own origin alone.
    const told = tellEndpoints(context, engine, spec)
    const failures = failuresTold(notes)
    let end: Extract<RunEvent, { kind: 'end' }> | null = null
    for await (const event of watched(engine, run, json, stop.signal)) {
      if (event.kind === 'progress') notes.progress(progressText(event))
      else if (event.kind === 'note') notes.note(event.message)
      else if (event.kind === 'response' && json) await out.json(responseFields(event))
      else if (event.kind === 'failed') failures.tell(event)
      else if (event.kind === 'end') end = event
    }
    await told
    notes.settle()
    failures.rest()
    if (!end) throw new LongviewError({ code: 'connection', what: 'The run went out of sight.', value: run })
    if (json) notes.note(endText(end))
    else await out.text(inert(endText(end), { lines: true }))
    if (end.error) {
      notes.error(end.error)
      return EXIT_OF[end.error.code]
    }
    if (end.done < end.wanted) {
      notes.note(`Go on with: longview rollout ... --run ${run} --resume`)
      return EXIT.partly
    }
    return EXIT.well
  },
})
