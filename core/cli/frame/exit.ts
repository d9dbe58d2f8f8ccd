import type { ErrorCode } from '../../model/errors.ts'

/** 0 all well; 1 finished, but something failed or stayed undecided. Codes of signals: stop.ts. */
export const EXIT = { well: 0, partly: 1, usage: 2, unreadable: 3, endpoint: 4 } as const

/** The exit code of an error that ended a command. */
export const EXIT_OF: Readonly<Record<ErrorCode, number>> = {
  usage: EXIT.usage,
  'not-found': EXIT.usage,
  untrusted: EXIT.usage,
  unreadable: EXIT.unreadable,
  workspace: EXIT.unreadable,
  'workspace-busy': EXIT.unreadable,
  'disk-full': EXIT.unreadable,
  connection: EXIT.unreadable,
  endpoint: EXIT.endpoint,
  reward: EXIT.partly,
  cancelled: EXIT.partly,
  internal: EXIT.partly,
}
