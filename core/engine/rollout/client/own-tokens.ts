/** What a server said of one of several responses to a request. */
export interface Stated {
  readonly finish: string | null
  /** JSON of what it stopped at; a token's id where that was its end token. */
  readonly matchedStop: string | null
  /** Its tokens as last stated beside it (continuous_usage_stats). */
  readonly tokens: number | null
  /** That statement came with its end, so nothing is missing from it. */
  readonly final: boolean
}

const END_TOKEN = /^\d+$/

/**
 * The tokens of each of several responses to one request.
 *
 * SGLang 0.5.23 states a response's tokens beside its text only. Tokens without text (its end token, the first bytes of a
 * character that never came) are in the request's sum alone, so what was stated last can be too few. What a response that
 * was cut off by `max_tokens` has decoded is known; the others are taken where they agree with the sum, and are unknown
 * where they cannot be told apart.
 * @param sum of the request, null where the server did not tell it
 * @param maxTokens asked for
 * @returns tokens in the order of `all`, null where unknown
 */
export function ownTokens(
  all: readonly Stated[],
  sum: number | null,
  maxTokens: number | null,
): readonly (number | null)[] {
  const stated = all.map(({ tokens }) => tokens ?? 0)
  const total = (tokens: readonly (number | null)[]) => tokens.reduce<number>((whole, each) => whole + (each ?? 0), 0)
  if (all.every(({ tokens }) => tokens !== null) && total(stated) === sum) return stated
  const settled = all.map(({ finish, tokens, final }) => {
    if (final) return tokens
    return finish === 'length' && maxTokens !== null && (tokens ?? 0) <= maxTokens ? maxTokens : null
  })
  const open = settled.flatMap((tokens, index) => (tokens === null ? [index] : []))
  if (sum === null) return settled
  const rest = sum - total(settled)
  if (open.length === 0) return rest === 0 ? settled : all.map(({ tokens, final }) => (final ? tokens : null))
  const expected = open.map((index) => stated[index] + (END_TOKEN.test(all[index].matchedStop ?? '') ? 1 : 0))
  const known = open.every((index) => all[index].tokens !== null)
  if (open.length === 1 && rest >= stated[open[0]]) expected[0] = rest
  else if (!known || total(expected) !== rest) return settled
  return settled.map((tokens, index) => tokens ?? expected[open.indexOf(index)])
}
