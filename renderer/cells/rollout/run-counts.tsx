import type { RunProgress } from '../../../core/contract.ts'
import type { RunRow } from '../../../core/model/rollout.ts'
import { count, counted, duration, share } from '../../format.ts'
import { waitingWords } from './matrix.ts'

/** Done, under way, waiting; what it costs; honest spend: every attempt is done, failed or lost. */
export function RunCounts({ row, progress }: { row: RunRow; progress: RunProgress | null }) {
  const done = progress?.done ?? row.responses
  const underWay = row.state === 'running' || row.state === 'paused'
  // The last word of a session that is over may still name what it would have asked again.
  const { running, decoding, retrying } = (underWay && progress) || { running: 0, decoding: 0, retrying: 0 }
  const failed = progress?.failed ?? row.failed
  const lost = progress?.lost ?? row.lost
  const givenUp = progress?.givenUp ?? row.givenUp
  const wanted = progress?.wanted ?? row.wanted
  const waiting = Math.max(0, wanted - done - running - retrying - givenUp)
  const part = (n: number) => ({ width: `${wanted > 0 ? (n / wanted) * 100 : 0}%` })
  return (
    <>
      {underWay && (
        <div className="progress" role="progressbar" aria-label="Responses" aria-valuenow={done} aria-valuemax={wanted}>
          <i className="done" style={part(done)} />
          <i className="live" style={part(running)} />
          <i className="again" style={part(retrying)} />
          <i className="gone" style={part(givenUp)} />
        </div>
      )}
      <p className="counts">
        <Part value={done} words="done" always />
        <Part value={decoding} words="decoding" />
        <Part value={running - decoding} words="prefilling" />
        <Part value={retrying} words="asked again" warn />
        <Part value={givenUp} words="given up" warn />
        <Part value={waiting} words={waitingWords(underWay)} />
        <span className="push quiet">
          {done + failed + lost === 0 && !underWay
            ? 'no attempt was made'
            : `${counted(done + failed + lost, 'attempt')} = ${count(done)} done + ${count(failed)} failed + ${count(lost)} lost`}
        </span>
      </p>
      {progress && <Spend progress={progress} underWay={underWay} />}
    </>
  )
}

function Part({ value, words, warn, always }: { value: number; words: string; warn?: boolean; always?: boolean }) {
  if (value <= 0 && !always) return null
  return (
    <span className={warn ? 'warn' : undefined}>
      <b>{count(value)}</b> {words}
    </span>
  )
}

function Spend({ progress, underWay }: { progress: RunProgress; underWay: boolean }) {
  const { done, promptTokens, completionTokens, cacheShare, discardedTokens, seconds } = progress
  return (
    <p className="spend">
      {underWay && (
        <>
          <span>
            <b>{count(Math.round(progress.tokensPerSecond))}</b> tokens/s out
          </span>
          <span>
            <b>{count(Math.round(progress.promptTokensPerSecond))}</b> in
          </span>
        </>
      )}
      <span>
        {done > 0 && promptTokens + completionTokens === 0
          ? 'the endpoint tells no token counts'
          : `${count(promptTokens)} prompt and ${count(completionTokens)} completion tokens`}
      </span>
      {cacheShare !== null && <span>{share(cacheShare)} from the prefix cache</span>}
      {discardedTokens > 0 && <span className="warn">about {count(discardedTokens)} tokens of failed attempts</span>}
      <span className="push">{duration(seconds)}</span>
    </p>
  )
}
