import type { EndpointHealth } from '../../../core/contract.ts'
import { count, duration } from '../../format.ts'

/** How an endpoint is drawn: dot full = up, amber ring = stalled or held, cross = down. */
export interface HealthWords {
  readonly mark: 'up' | 'stalled' | 'down'
  /** After its name; empty where all is well. */
  readonly words: string
  /** A sentence for the line under the table; null where there is nothing to say. */
  readonly note: string | null
}

/** Silent for so long, and three times its own time to a first token, an endpoint is said to stall. */
const LEAST_SILENCE = 15

export function isStalled({ state, running, silent, firstToken }: EndpointHealth): boolean {
  return state === 'up' && running > 0 && silent !== null && silent > Math.max(LEAST_SILENCE, 3 * (firstToken ?? 0))
}

export function healthWords(endpoint: EndpointHealth): HealthWords {
  const { state, silent, running, error, silentLimit } = endpoint
  const name = endpointName(endpoint.url)
  if (isStalled(endpoint) && silent !== null) {
    const requests = running === 1 ? 'its request is asked' : `its ${count(running)} requests are asked`
    const note = `${name} has sent no token for ${duration(silent)}. At ${duration(silentLimit)} ${requests} again.`
    return { mark: 'stalled', words: `stalled ${duration(silent)}`, note }
  }
  const why = error ? ` ${error.what}` : ''
  if (state === 'held') return { mark: 'stalled', words: 'held', note: `${name} takes no more for the moment.${why}` }
  if (state === 'down')
    return { mark: 'down', words: 'down', note: `${name} is not reached and looked at again and again.${why}` }
  if (state === 'refused') return { mark: 'down', words: 'out', note: `${name} is out for good.${why}` }
  if (state === 'dropped') return { mark: 'down', words: 'dropped', note: null }
  return { mark: 'up', words: '', note: null }
}

/** "h200-a:30000": an address without what all of them share. */
export function endpointName(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/(v1\/?)?$/, '')
}

/** The path of a small line over `width` by `height`; empty under two points. */
export function sparkline(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return ''
  const top = Math.max(...values, 1e-9)
  const step = width / (values.length - 1)
  return values
    .map(
      (value, i) =>
        `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${(height - 1 - (value / top) * (height - 2)).toFixed(1)}`,
    )
    .join('')
}
