import type { Agent } from 'undici'
import type { RolloutSpec } from '../../contract.ts'
import { type ErrorParts, LongviewError, shownValue } from '../../model/errors.ts'
import { addressOf, DEMO, keysOf } from './client/address.ts'
import { chooseModel, connect, type ServerFacts } from './client/connect.ts'
import { Fault } from './client/faults.ts'
import { thinkPrefill } from './client/template.ts'
import { createAgent, type Link } from './client/transport.ts'
import { type DemoEndpoint, startDemoEndpoint } from './demo/index.ts'

/** An endpoint that answers, and what stands there. */
export interface Reached {
  readonly link: Link
  readonly facts: ServerFacts
  readonly model: string
  readonly prefill: string | null
}

export interface ReachOptions {
  readonly samplesDir?: string
  readonly env: Readonly<Record<string, string | undefined>>
}

export type Asked = Pick<RolloutSpec, 'endpoints' | 'model' | 'keyEnv' | 'templateKwargs'> &
  Partial<Pick<RolloutSpec, 'maxTokens'>>

/** An answer as long as the context leaves no prompt room: every single one would be refused. */
function expectRoom(maxTokens: number | null, model: string, where: string, facts: ServerFacts): void {
  const context = facts.models.find(({ id }) => id === model)?.context ?? null
  if (maxTokens === null || context === null || maxTokens < context) return
  throw new LongviewError({
    code: 'usage',
    what: `max-tokens leaves no room for a prompt: the model takes ${context} tokens of prompt and answer together.`,
    where,
    value: String(maxTokens),
    remedy: `Give --max-tokens below ${context}, or serve the model with a longer context.`,
  })
}

/** A fault at the first look: nothing was asked yet, so nothing is asked again. */
function notAsked(parts: ErrorParts): ErrorParts {
  if (!parts.remedy?.startsWith('It is asked again')) return parts
  return { ...parts, remedy: 'Nothing was asked of it yet. Run again when it answers; its own log says more.' }
}

/** Finds what stands at the addresses of runs; owns the sockets and the embedded endpoint, which all runs share. */
export function createReach({ samplesDir, env }: ReachOptions) {
  let agent: Agent | null = null
  let demo: Promise<DemoEndpoint> | null = null

  async function linkTo(url: string, keys: ReadonlyMap<string, string>): Promise<Link> {
    agent ??= createAgent()
    if (url !== DEMO) {
      const address = addressOf(url)
      return { address, agent, key: keys.get(address.origin) ?? null }
    }
    demo ??= startDemoEndpoint({ samplesDir })
    const { url: base } = await demo.catch((error: unknown) => {
      demo = null
      throw error
    })
    return { address: { url: DEMO, base, origin: base }, agent, key: null }
  }

  async function links(asked: Asked): Promise<Link[]> {
    const urls = [...new Set(asked.endpoints)]
    const origins = urls.filter((url) => url !== DEMO).map((url) => addressOf(url).origin)
    const keys = keysOf(asked.keyEnv, origins, env)
    const found = await Promise.all(urls.map((url) => linkTo(url, keys)))
    // The same server under two spellings is one endpoint.
    return [...new Map(found.map((link) => [link.address.url, link])).values()]
  }

  async function one(link: Link, asked: Asked): Promise<Reached> {
    const facts = await connect(link)
    const model = chooseModel(asked.model, link.address.url, facts)
    expectRoom(asked.maxTokens ?? null, model, link.address.url, facts)
    const prefill = await thinkPrefill(link, facts, { model, templateKwargs: asked.templateKwargs })
    return { link, facts, model, prefill }
  }

  return {
    /**
     * All at once. Those that do not answer are `late`; none at all is an error.
     * @throws {LongviewError} endpoint; usage where they serve different models
     */
    async reach(asked: Asked): Promise<{ reached: Reached[]; late: { link: Link; error: Fault }[] }> {
      const tried = await Promise.all(
        (await links(asked)).map(async (link) => {
          try {
            return { reached: await one(link, asked) }
          } catch (error) {
            if (error instanceof Fault) return { late: { link, error } }
            throw error
          }
        }),
      )
      const reached = tried.flatMap((each) => (each.reached ? [each.reached] : []))
      const late = tried.flatMap((each) => (each.late ? [each.late] : []))
      if (reached.length === 0) throw new LongviewError(notAsked(late[0].error.parts))
      const other = reached.find(({ model }) => model !== reached[0].model)
      if (other)
        throw new LongviewError({
          code: 'usage',
          what: 'The endpoints serve different models.',
          value: shownValue(`${reached[0].model}, ${other.model}`),
          remedy: 'Say which with --model, or leave out the endpoints of the other.',
        })
      return { reached, late }
    },
    one,
    async close(): Promise<void> {
      await agent?.destroy()
      await (await demo?.catch(() => null))?.close()
    },
  }
}
