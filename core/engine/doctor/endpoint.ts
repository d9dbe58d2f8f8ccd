import type { Check } from '../../contract.ts'

/** Asks for the list of models within 5 s, whatever content type it comes under. */
export async function checkEndpoint(given: string): Promise<Check> {
  const check = `endpoint ${given}`
  if (given.startsWith('demo:')) return { check, ok: true, detail: 'embedded, plays recorded responses', remedy: null }
  let url: URL
  try {
    url = new URL(given)
  } catch {
    return { check, ok: false, detail: 'no URL', remedy: 'Write it as http://host:port, with or without /v1.' }
  }
  const models = new URL(`${url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/models`, url)
  try {
    const answer = await fetch(models, { signal: AbortSignal.timeout(5000), redirect: 'manual' })
    const body = await answer.text()
    if (!answer.ok) return { check, ok: false, detail: `HTTP ${answer.status}`, remedy: remedyOf(answer.status) }
    const listed = JSON.parse(body) as { data?: { id?: unknown }[] }
    const names = (listed.data ?? []).map((model) => String(model.id))
    return { check, ok: names.length > 0, detail: `serves ${names.join(', ') || 'no model'}`, remedy: null }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return { check, ok: false, detail: cause, remedy: 'Start the server, or correct host and port.' }
  }
}

function remedyOf(status: number): string {
  if (status === 401 || status === 403) return 'It wants a key: name the variable that holds it with --key-env.'
  if (status >= 300 && status < 400) return 'It redirects: name the address it leads to.'
  if (status === 404) return 'It speaks no OpenAI protocol at this address: leave out any path but /v1.'
  return 'See the server’s log.'
}
