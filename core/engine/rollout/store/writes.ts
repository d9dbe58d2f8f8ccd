import type { Database } from 'better-sqlite3'
import type { ErrorParts } from '../../../model/errors.ts'
import type { RunState } from '../../../model/rollout.ts'
import { codePoints, packBody } from './body.ts'

/** Names one response of a run: `run` is runs.id, `position` the sample's place in it. */
export interface Place {
  readonly run: number
  readonly position: number
  readonly idx: number
}

export interface OpenWrite extends Place {
  readonly kind: 'open'
  readonly attempt: number
  readonly endpoint: number
  /** ms since 1970. */
  readonly started: number
}

export interface LandedWrite extends Place {
  readonly kind: 'landed'
  readonly attempt: number
  readonly endpoint: number
  readonly text: string
  readonly truncated: boolean
  readonly tokens: number | null
  readonly promptTokens: number | null
  readonly cachedTokens: number | null
  readonly seconds: number
  readonly firstToken: number | null
  readonly landed: number
  readonly reconstructed: boolean
  readonly prefill: string | null
  readonly matchedStop: string | null
  readonly weightVersion: string | null
}

/** What one request cost: the prompt counts once, however many responses it brought. */
export interface SpendWrite {
  readonly kind: 'spend'
  readonly run: number
  readonly promptTokens: number
  readonly completionTokens: number
  readonly cachedTokens: number | null
}

export type RunWrite =
  | OpenWrite
  | LandedWrite
  | SpendWrite
  | (Place & { readonly kind: 'failed'; readonly attempt: number; readonly error: ErrorParts })
  | (Place & { readonly kind: 'lost'; readonly attempt: number; readonly error: ErrorParts })
  | (Place & { readonly kind: 'given-up'; readonly error: ErrorParts })
  | (Place & { readonly kind: 'ask-again' })
  | { readonly kind: 'prompt'; readonly run: number; readonly position: number; readonly hash: Uint8Array }
  | {
      readonly kind: 'state'
      readonly run: number
      readonly state: RunState
      readonly error: ErrorParts | null
      readonly ended: string | null
      /** Added to what earlier sessions took. */
      readonly seconds: number
    }

/**
 * Applies batches, each as one transaction: all of it or nothing, so a batch refused by a full disk can be applied again.
 * The counters of `runs` move in the same transaction as the rows they count.
 * @throws {SqliteError} SQLITE_FULL where the disk is full
 */
export function createApply(db: Database): (writes: readonly RunWrite[]) => void {
  const open = db.prepare(
    `INSERT INTO attempts (run_id, position, idx, attempt, state, endpoint, started) VALUES (?, ?, ?, ?, 'open', ?, ?)`,
  )
  const settled = db.prepare(
    `UPDATE attempts SET state = ?, error = ? WHERE run_id = ? AND position = ? AND idx = ? AND attempt = ? AND state = 'open'`,
  )
  const closeAttempt = db.prepare(
    `DELETE FROM attempts WHERE run_id = ? AND position = ? AND idx = ? AND attempt = ? AND state = 'open'`,
  )
  const body = db.prepare('INSERT INTO bodies (codec, body) VALUES (?, ?)')
  const rollout = db.prepare(
    `INSERT INTO rollouts (run_id, position, idx, truncated, tokens, prompt_tokens, cached_tokens, chars, endpoint, attempt,
      seconds, first_token, landed, body, reconstructed, prefill, matched_stop, weight_version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const giveUp = db.prepare('INSERT INTO given_up (run_id, position, idx, error) VALUES (?, ?, ?, ?)')
  const askAgain = db.prepare('DELETE FROM given_up WHERE run_id = ? AND position = ? AND idx = ?')
  const prompt = db.prepare('UPDATE run_samples SET prompt_hash = ? WHERE run_id = ? AND position = ?')
  const state = db.prepare('UPDATE runs SET state = ?, error = ?, ended = ?, seconds = seconds + ? WHERE id = ?')
  const counters = db.prepare(
    `UPDATE runs SET attempts = attempts + ?, responses = responses + ?, failed = failed + ?, lost = lost + ?,
      given_up = given_up + ?, bytes = bytes + ?, prompt_tokens = prompt_tokens + ?,
      completion_tokens = completion_tokens + ? WHERE id = ?`,
  )
  const cached = db.prepare(
    'UPDATE runs SET cached_tokens = coalesce(cached_tokens, 0) + ?, cached_of = cached_of + ? WHERE id = ?',
  )

  type Counts = Record<'attempts' | 'responses' | 'failed' | 'lost' | 'givenUp' | 'bytes' | 'prompt' | 'done', number>
  function land(w: LandedWrite, counts: Counts): void {
    if (closeAttempt.run(w.run, w.position, w.idx, w.attempt).changes !== 1)
      throw new Error(`Response ${w.idx} of position ${w.position} landed without an open attempt ${w.attempt}`)
    const packed = packBody(w.text)
    const bodyId = body.run(packed.codec, packed.body).lastInsertRowid
    rollout.run(
      ...[w.run, w.position, w.idx, w.truncated ? 1 : 0, w.tokens, w.promptTokens, w.cachedTokens, codePoints(w.text)],
      ...[w.endpoint, w.attempt, w.seconds, w.firstToken, w.landed, bodyId, w.reconstructed ? 1 : 0, w.prefill],
      ...[w.matchedStop, w.weightVersion],
    )
    counts.responses++
    counts.bytes += packed.body.length
  }

  return db.transaction((writes: readonly RunWrite[]) => {
    const perRun = new Map<number, Counts>()
    for (const w of writes) {
      let counts = perRun.get(w.run)
      if (!counts) {
        counts = { attempts: 0, responses: 0, failed: 0, lost: 0, givenUp: 0, bytes: 0, prompt: 0, done: 0 }
        perRun.set(w.run, counts)
      }
      if (w.kind === 'open') {
        open.run(w.run, w.position, w.idx, w.attempt, w.endpoint, w.started)
        counts.attempts++
      } else if (w.kind === 'landed') land(w, counts)
      else if (w.kind === 'failed' || w.kind === 'lost') {
        const { changes } = settled.run(w.kind, JSON.stringify(w.error), w.run, w.position, w.idx, w.attempt)
        if (w.kind === 'failed') counts.failed += changes
        else counts.lost += changes
      } else if (w.kind === 'given-up') {
        giveUp.run(w.run, w.position, w.idx, JSON.stringify(w.error))
        counts.givenUp++
      } else if (w.kind === 'ask-again') counts.givenUp -= askAgain.run(w.run, w.position, w.idx).changes
      else if (w.kind === 'prompt') prompt.run(w.hash, w.run, w.position)
      else if (w.kind === 'spend') {
        counts.prompt += w.promptTokens
        counts.done += w.completionTokens
        if (w.cachedTokens !== null) cached.run(w.cachedTokens, w.promptTokens, w.run)
      } else state.run(w.state, w.error && JSON.stringify(w.error), w.ended, w.seconds, w.run)
    }
    for (const [run, c] of perRun)
      counters.run(c.attempts, c.responses, c.failed, c.lost, c.givenUp, c.bytes, c.prompt, c.done, run)
  })
}
