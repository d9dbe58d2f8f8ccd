/** A run in words: one line while it goes on, a few when it is over. */
import type { EndpointHealth, RunProgress } from '../../contract.ts'
import { counted, percent, seconds } from './words.ts'

/** `1.2K`, `3.4M`: rates and sums of tokens on one line. */
function short(value: number): string {
  if (value < 999.5) return String(Math.round(value))
  if (value < 999_500) return `${(value / 1000).toPrecision(3)}K`
  return `${(value / 1e6).toPrecision(3)}M`
}

const hostOf = (url: string): string => url.replace(/^https?:\/\//, '')

function endpointText({ url, state, running, limit, landed }: EndpointHealth): string {
  return `${hostOf(url)} ${state === 'up' ? `${running}/${limit}` : state}, ${landed} landed`
}

export function progressText(at: RunProgress): string {
  const rates = at.tokensPerSecond + at.promptTokensPerSecond > 0
  const parts = [
    `${at.run}: ${at.done} of ${at.wanted} (${percent(at.done, at.wanted)})`,
    at.state === 'paused' ? 'paused' : `${at.running} running`,
    at.failed > 0 && `${counted(at.failed, 'attempt')} failed`,
    rates && `tokens/s ${short(at.promptTokensPerSecond)} in ${short(at.tokensPerSecond)} out`,
    at.cacheShare !== null && `cache ${percent(at.cacheShare, 1)}`,
    at.secondsLeft !== null && `${seconds(at.secondsLeft)} left`,
  ]
  const line = parts.filter(Boolean).join(', ')
  return at.endpoints.length > 1 ? `${line} | ${at.endpoints.map(endpointText).join(' | ')}` : line
}

/** @param state what it ended as, with spend by endpoint and the causes of what failed */
export function endText(at: RunProgress): string {
  const cache = at.cacheShare === null ? '' : `, ${percent(at.cacheShare, 1)} of the prompts from the cache`
  const bad = [at.failed > 0 && `${at.failed} failed`, at.lost > 0 && `${at.lost} lost`].filter(Boolean).join(', ')
  const each = at.endpoints.length > 1 ? at.endpoints : []
  return [
    `${at.run}: ${counted(at.done, 'response')} of ${at.wanted} in ${seconds(at.seconds)}`,
    `attempts: ${at.done + at.failed + at.lost}${bad ? `, of them ${bad}` : ''}`,
    `tokens: ${at.promptTokens} prompt, ${at.completionTokens} completion${cache}`,
    ...each.map(({ url, landed, failed, state, error }) => {
      const ill = state === 'up' ? '' : `, ${state}${error ? `: ${error.what}` : ''}`
      return `${url}: ${landed} landed, ${failed} failed${ill}`
    }),
    ...at.causes.map(({ count, error }) => `${count} x ${error.what}${error.value ? ` (${error.value})` : ''}`),
  ].join('\n')
}
