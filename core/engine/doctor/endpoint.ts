import type { Check } from '../../contract.ts'
import { errorParts, LongviewError } from '../../model/errors.ts'
import { addressOf, DEMO, keysOf } from '../rollout/client/address.ts'
import { factsOf, sentenceOf } from '../rollout/facts.ts'
import { createReach } from '../rollout/reach.ts'

/** Endpoints to ask, as a rollout asks them. */
export interface Asked {
  readonly endpoints: readonly string[]
  readonly model: string | null
  /** As `rollout --key-env` takes it. */
  readonly keyEnv: string | null
}

/**
 * What stands at each address. Nothing is generated.
 * @throws {LongviewError} usage, where a key without an origin is meant for several: it would be shown to strangers
 */
export async function checkEndpoints(
  asked: Asked,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly Check[]> {
  keysOf(asked.keyEnv, asked.endpoints.flatMap(originOf), env)
  return Promise.all(asked.endpoints.map((url) => checkEndpoint(url, asked, env)))
}

/** None where it is no address: that is told when it is asked. */
function originOf(url: string): readonly string[] {
  if (url === DEMO) return []
  try {
    return [addressOf(url).origin]
  } catch (error) {
    if (error instanceof LongviewError) return []
    throw error
  }
}

async function checkEndpoint(
  given: string,
  { model, keyEnv }: Asked,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Check> {
  const check = `endpoint ${given}`
  const reach = createReach({ env })
  const began = performance.now()
  try {
    const { reached } = await reach.reach({ endpoints: [given], model, keyEnv, templateKwargs: null })
    const facts = factsOf(reached[0], (performance.now() - began) / 1000)
    return { check, ok: true, detail: sentenceOf(facts), remedy: null }
  } catch (error) {
    if (!(error instanceof LongviewError)) throw error
    const { what, value, remedy } = errorParts(error)
    return { check, ok: false, detail: value ? `${what} (${value})` : what, remedy: remedy ?? null }
  } finally {
    await reach.close()
  }
}
