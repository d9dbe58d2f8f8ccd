import type { EndpointFacts } from '../../contract.ts'
import type { ServerFacts } from './client/connect.ts'
import type { Reached } from './reach.ts'

const NAMES = { sglang: 'SGLang', vllm: 'vLLM', llamacpp: 'llama.cpp', openai: 'OpenAI-compatible server' } as const

/** What stands at an endpoint, in words for people. */
export function factsOf({ link, facts, model, prefill }: Reached, seconds: number): EndpointFacts {
  return {
    url: link.address.url,
    server: facts.router ? 'router' : NAMES[facts.dialect],
    version: facts.version,
    models: facts.models,
    model,
    maxRunning: facts.maxRunning,
    kvTokens: facts.kvTokens,
    ranks: facts.dp,
    reasoningParser: facts.reasoningParser,
    cacheReport: facts.cacheReport,
    prefill,
    key: link.key !== null,
    cannot: cannotOf(facts),
    seconds,
  }
}

/** The same in a line or two: what it is and takes, then what it cannot do. */
export function sentenceOf(facts: EndpointFacts): string {
  const { server, version, model, models, maxRunning, kvTokens, ranks, reasoningParser, cacheReport, prefill } = facts
  const context = models.find(({ id }) => id === model)?.context ?? null
  const parts = [
    version === null ? server : `${server} ${version}`,
    context === null ? `serves ${model}` : `serves ${model} with ${context} tokens of context`,
    maxRunning !== null && `${maxRunning} responses at once`,
    kvTokens !== null && `a cache of ${kvTokens} tokens`,
    ranks > 1 && `${ranks} data-parallel ranks`,
    reasoningParser !== null && `reasoning parser ${reasoningParser}`,
    cacheReport === true && 'tells cached tokens',
    prefill !== null && `its template begins each response with ${JSON.stringify(prefill)}`,
    facts.key ? 'takes the key' : 'asks for no key',
  ]
  const cannot = facts.cannot.length > 0 ? ` It cannot ${facts.cannot.join('; ')}.` : ''
  return `${parts.filter(Boolean).join(', ')}.${cannot}`
}

/** What a server of this kind does not do: measured on real ones. */
function cannotOf(facts: ServerFacts): string[] {
  if (facts.router)
    return [
      'take more than 10 responses a request',
      'tell its queue, its cache or its workers apart',
      'count tokens',
      'end a request by its id',
    ]
  switch (facts.dialect) {
    case 'sglang': {
      const lacks = ['keep to a seed, unless it runs with --enable-deterministic-inference']
      if (facts.cacheReport === false) lacks.push('tell cached tokens: it runs without --enable-cache-report')
      return lacks
    }
    case 'vllm':
      return ['give several responses a request at temperature 0', 'switch off the splitting of thoughts by a request']
    case 'llamacpp':
      return ['take more responses a request than it has slots', 'count the tokens of several responses apart']
    case 'openai':
      return ['take top_k, min_p or a repetition penalty', 'count tokens', 'say how much it takes at once']
  }
}
