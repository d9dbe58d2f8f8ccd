import type { Deadlines } from '../client/watchdog.ts'

/** Every waiting time of a run, in seconds; tests shorten them. */
export interface Timing {
  /** Before the second request for a response; doubles, with jitter. */
  readonly retryFirst: number
  readonly retryMost: number
  /** Requests for one response in a session, not counting those that reached no server. */
  readonly tries: number
  /** Before an unreachable endpoint is looked at again; doubles. */
  readonly restFirst: number
  readonly restMost: number
  /** With no endpoint reachable for so long, the run ends as failed and can be resumed. */
  readonly patience: number
  /** Between two tries on a full disk. */
  readonly diskRetry: number
  /** Between two progress events. */
  readonly progress: number
  readonly idle: number
  readonly total: number
  /** Until the first text of an empty prompt; long prompts get more. */
  readonly firstToken: number
}

export const TIMING: Timing = {
  retryFirst: 0.5,
  retryMost: 60,
  tries: 5,
  restFirst: 1,
  restMost: 30,
  patience: 900,
  diskRetry: 5,
  progress: 0.1,
  idle: 120,
  total: 4 * 3600,
  firstToken: 300,
}

/** A prompt of a megabyte may wait behind others of its size: a further second for each 500 bytes, a slow prefill. */
export function deadlinesFor(timing: Timing, promptBytes: number): Deadlines {
  return { firstToken: timing.firstToken + promptBytes / 500, idle: timing.idle, total: timing.total }
}

/** Full jitter above a half: many that failed together do not come back together. @param random in [0, 1) */
export function backOff(first: number, most: number, tries: number, random: number): number {
  return Math.min(most, first * 2 ** Math.max(0, tries - 1)) * (0.5 + random / 2)
}
