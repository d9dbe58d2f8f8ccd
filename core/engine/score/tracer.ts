import { hashReward, openUserReward, type UserReward } from './user-reward.ts'

/** Reward files that stay open between two traces: a person looks at one response after the other. */
export interface Tracer {
  /** Calls `use` with the file as it stands now. @throws {LongviewError} as openUserReward */
  with<Result>(file: string, use: (reward: UserReward) => Promise<Result>): Promise<Result>
  close(): void
}

const IDLE_MS = 15_000

interface Open {
  readonly reward: UserReward
  users: number
  idle: NodeJS.Timeout | null
}

export function createTracer(): Tracer {
  const open = new Map<string, Open>()
  let closed = false

  function end(key: string): void {
    open.get(key)?.reward.close()
    open.delete(key)
  }

  return {
    async with(file, use) {
      const key = `${file}\0${await hashReward(file)}`
      const known = open.get(key)
      const reward = known?.reward ?? (await openUserReward(file))
      // Two may have opened it at once: the first one in stays.
      const entry = open.get(key) ?? { reward, users: 0, idle: null }
      if (closed) reward.close()
      else open.set(key, entry)
      if (entry.idle) clearTimeout(entry.idle)
      entry.users++
      try {
        return await use(entry.reward)
      } finally {
        entry.users--
        if (entry.users === 0) entry.idle = setTimeout(end, IDLE_MS, key).unref()
      }
    },
    close() {
      closed = true
      for (const [key, { idle }] of open) {
        if (idle) clearTimeout(idle)
        end(key)
      }
    },
  }
}
