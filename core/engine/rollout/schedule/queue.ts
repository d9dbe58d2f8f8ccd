/** One request to be sent: some response indices of one sample. */
export interface Ask {
  readonly position: number
  readonly indices: readonly number[]
  /** Requests already made for it in this session that count against it. */
  readonly tries: number
}

export interface QueueGroup {
  readonly position: number
  /** Indices still wanted, ascending. */
  readonly missing: readonly number[]
}

export interface QueueOptions {
  /** In the order in which they shall begin. */
  readonly groups: readonly QueueGroup[]
  readonly nPerRequest: number
  readonly endpoints: number
}

export interface Launch {
  readonly ask: Ask
  readonly endpoint: number
}

interface Live {
  /** Held back until the first of the group has its first token: then the server's prefix cache holds the prompt. */
  held: Ask[]
  endpoint: number
  /** Asks of the group that are ready, delayed, held or sent. */
  open: number
}

/**
 * Which request goes next, and where: no clock, no network. A group begins with one request (the primer) on an endpoint of
 * its own choice; its siblings follow to the same endpoint when the prompt is in its cache. Siblings go before new groups.
 */
export function createQueue(options: QueueOptions) {
  const { groups, nPerRequest } = options
  const live = new Map<number, Live>()
  const ready: Ask[][] = Array.from({ length: options.endpoints }, () => [])
  const delayed: { ask: Ask; due: number }[] = []
  let cursor = 0

  function split(group: QueueGroup): Ask[] {
    const asks: Ask[] = []
    for (let from = 0; from < group.missing.length; ) {
      // A request of several responses gets seeds from its first index on: only neighbours can share one.
      let to = from + 1
      while (to < group.missing.length && to - from < nPerRequest && group.missing[to] === group.missing[to - 1] + 1)
        to++
      asks.push({ position: group.position, indices: group.missing.slice(from, to), tries: 0 })
      from = to
    }
    return asks
  }

  /** Endpoints by preference for a group: the same prompt prefers the same endpoint in every session. */
  function preference(position: number): number[] {
    return ready
      .map((_, endpoint) => ({ endpoint, weight: mix(position, endpoint) }))
      .sort((a, b) => b.weight - a.weight)
      .map(({ endpoint }) => endpoint)
  }

  return {
    /** An endpoint more; its index. */
    addEndpoint(): number {
      return ready.push([]) - 1
    },

    /**
     * The next request, or null where nothing may be sent now.
     * @param room how many more responses an endpoint takes now; 0 where it is down
     */
    next(room: (endpoint: number) => number): Launch | null {
      for (let endpoint = 0; endpoint < ready.length; endpoint++) {
        const ask = ready[endpoint][0]
        if (ask && room(endpoint) >= Math.min(ask.indices.length, 1)) {
          ready[endpoint].shift()
          return { ask, endpoint }
        }
      }
      if (cursor >= groups.length) return null
      const group = groups[cursor]
      const endpoint = preference(group.position).find((one) => room(one) > 0)
      if (endpoint === undefined) return null
      cursor++
      const [first, ...held] = split(group)
      live.set(group.position, { held, endpoint, open: 1 + held.length })
      return { ask: first, endpoint }
    },

    /** The prompt is in the endpoint's cache, or the primer has ended one way or the other. */
    warm(position: number): void {
      const group = live.get(position)
      if (!group || group.held.length === 0) return
      ready[group.endpoint].push(...group.held.splice(0))
    },

    /** An ask is over, well or given up. True when it was the last of its group. */
    settle(ask: Ask): boolean {
      const group = live.get(ask.position)
      if (!group) return false
      if (--group.open > 0) return false
      live.delete(ask.position)
      return true
    },

    /** What is missing of a sent ask goes again, not before `due` (any clock, the one that `wake` is given). */
    later(ask: Ask, missing: readonly number[], due: number): void {
      const asks = neighbours(missing, nPerRequest).map((indices) => ({ ...ask, indices }))
      for (const one of asks) delayed.push({ ask: one, due })
      const group = live.get(ask.position)
      if (group) group.open += asks.length - 1
    },

    /** Makes due asks ready. Returns when the next one is due, or null. */
    wake(now: number): number | null {
      let soonest: number | null = null
      for (let i = delayed.length - 1; i >= 0; i--) {
        const { ask, due } = delayed[i]
        if (due <= now) {
          delayed.splice(i, 1)
          ready[live.get(ask.position)?.endpoint ?? 0].push(ask)
        } else if (soonest === null || due < soonest) soonest = due
      }
      return soonest
    },

    /** The endpoint is gone: what waited for it goes to `to`. */
    move(from: number, to: number): void {
      for (const group of live.values()) if (group.endpoint === from) group.endpoint = to
      ready[to].push(...ready[from].splice(0))
    },

    /** Takes back everything of a group that is not sent: its indices. */
    drop(position: number): number[] {
      const group = live.get(position)
      if (!group) return []
      const taken = group.held.splice(0)
      for (const list of ready)
        for (let i = list.length - 1; i >= 0; i--) if (list[i].position === position) taken.push(...list.splice(i, 1))
      for (let i = delayed.length - 1; i >= 0; i--)
        if (delayed[i].ask.position === position) taken.push(...delayed.splice(i, 1).map(({ ask }) => ask))
      group.open -= taken.length
      if (group.open <= 0) live.delete(position)
      return taken.flatMap(({ indices }) => indices).sort((a, b) => a - b)
    },

    endpointOf: (position: number): number | null => live.get(position)?.endpoint ?? null,
    /** Nothing is left to send or wait for. */
    empty: () => cursor >= groups.length && live.size === 0,
    /** Groups begun and not ended. */
    begun: () => live.size,
  }
}

/** A request of several responses gets seeds from its first index on: only neighbours can share one. */
function neighbours(indices: readonly number[], most: number): number[][] {
  const runs: number[][] = []
  for (let from = 0; from < indices.length; ) {
    let to = from + 1
    while (to < indices.length && to - from < most && indices[to] === indices[to - 1] + 1) to++
    runs.push(indices.slice(from, to))
    from = to
  }
  return runs
}

export type Queue = ReturnType<typeof createQueue>

/** A well-mixed 32-bit number of two small ones (the finaliser of MurmurHash3). */
function mix(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
