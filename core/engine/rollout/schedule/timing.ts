import type { Deadlines } from '../client/watchdog.ts'

/** Every waiting time of a run, in seconds; tests shorten them. */
export interface Timing {
  /** Before the second request for a response; doubles, with jitter. */
  readonly retryFirst: number
  readonly retryMost: number
  /** Weight of faults after which a response is given up: see verdict.ts. */
  readonly tries: number
  /** Cut so often with nothing else under way, a prompt takes its server down. */
  readonly cutsAlone: number
  /** Before an endpoint that refused for load is asked again; doubles. */
  readonly holdFirst: number
  readonly holdMost: number
  /** Before an unreachable endpoint is looked at again; doubles. */
  readonly restFirst: number
  readonly restMost: number
  /** With no response landed for so long and no endpoint that takes requests, the run ends as failed. It can be resumed. */
  readonly patience: number
  /** Between two looks at a server's queue. */
  readonly loads: number
  /** Between two tries on a full disk. */
  readonly diskRetry: number
  /** Between two progress events. */
  readonly progress: number
  /** A stream that stands still. */
  readonly idle: number
  readonly total: number
  /** Until the first text of an empty prompt; long prompts get more. */
  readonly firstToken: number
  /** For a server to end an aborted request before its socket is closed. */
  readonly abort: number
}

export const TIMING: Timing = {
  retryFirst: 1,
  retryMost: 60,
  tries: 6,
  cutsAlone: 3,
  holdFirst: 0.5,
  holdMost: 20,
  restFirst: 1,
  restMost: 30,
  patience: 900,
  loads: 2,
  diskRetry: 5,
  progress: 0.1,
  idle: 120,
  total: 4 * 3600,
  firstToken: 300,
  abort: 5,
}

/** A prompt of a megabyte may wait behind others of its size: a further second for each 500 bytes, a slow prefill. */
export function deadlinesFor(timing: Timing, promptBytes: number): Deadlines {
  return { firstToken: timing.firstToken + promptBytes / 500, idle: timing.idle, total: timing.total }
}

/** Full jitter above a half: many that failed together do not come back together. @param random in [0, 1) */
export function backOff(first: number, most: number, tries: number, random: number): number {
  return Math.min(most, first * 2 ** Math.max(0, tries - 1)) * (0.5 + random / 2)
}
