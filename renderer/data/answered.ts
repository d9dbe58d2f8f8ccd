import { LongviewError } from '../../core/model/errors.ts'

/** What a request that changes something carries: a header that cannot be sent across origins unasked. */
export const OURS = { 'Content-Type': 'application/json', 'X-Longview': '1' }

/** The JSON of a good answer. @throws {LongviewError} as the server said it, else with these words */
export async function answered(response: Response, otherwise: { what: string; remedy: string }): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body
  const error = body && typeof body === 'object' && 'error' in body ? body.error : null
  if (error && typeof error === 'object' && 'what' in error) throw new LongviewError(error as never)
  const value = `${response.status} ${response.statusText}`
  throw new LongviewError({ code: 'connection', value, ...otherwise })
}
