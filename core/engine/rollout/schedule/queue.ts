/** One request to be sent: some response indices of one sample. */
export interface Ask {
  readonly position: number
  readonly indices: readonly number[]
  /** Requests made for it in this session. */
  readonly tries: number
  /** What its faults weigh together: see verdict.ts. */
  readonly strikes: number
  /** Connections that were cut under it. */
  readonly cuts: number
  /** Of those, cut while nothing else was under way: no other prompt can have been the cause. */
  readonly aloneCuts: number
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

/** Whether an endpoint takes this request now. */
export type Admits = (endpoint: number, ask: Ask) => boolean

interface Live {
  /** Held back until the first of the group has its first token: then the server's prefix cache holds the prompt. */
  held: Ask[]
  endpoint: number
  /** Asks of the group that are not over: ready, delayed, suspect, held or sent. */
  open: number
}

/**
 * Which request goes next, and where: no clock, no network. A group begins with one request (the primer) on an endpoint of
 * its own choice; its siblings follow to the same endpoint when the prompt is in its cache. Siblings go before new groups.
 *
 * Suspects, under which connections were cut more than once, come last of all and in batches with nothing else under way:
 * a prompt that takes the server down is found by halving, and those that were only near it land.
 */
export function createQueue(options: QueueOptions) {
  const { groups, nPerRequest } = options
  const live = new Map<number, Live>()
  const ready: Ask[][] = Array.from({ length: options.endpoints }, () => [])
  let delayed: { ask: Ask; due: number }[] = []
  let suspects: Ask[] = []
  let batch = { limit: 0, size: 0, left: 0, flying: 0, cut: false, clear: false }
  let cursor = 0
  /** The group at the cursor: asked for at every look, begun only when an endpoint has room. */
  let peeked: { readonly asks: readonly Ask[]; readonly order: readonly number[] } | null = null
  let sent = 0

  const split = ({ position, missing }: QueueGroup): Ask[] =>
    neighbours(missing, nPerRequest).map((indices) => ({
      position,
      indices,
      tries: 0,
      strikes: 0,
      cuts: 0,
      aloneCuts: 0,
    }))

  /** Endpoints by preference for a group: the same prompt prefers the same endpoint in every session. */
  function preference(position: number): number[] {
    return ready
      .map((_, endpoint) => ({ endpoint, weight: mix(position, endpoint) }))
      .sort((a, b) => b.weight - a.weight)
      .map(({ endpoint }) => endpoint)
  }

  function nextReady(admits: Admits): Launch | null {
    for (let endpoint = 0; endpoint < ready.length; endpoint++) {
      const ask = ready[endpoint][0]
      if (ask && admits(endpoint, ask)) {
        ready[endpoint].shift()
        return { ask, endpoint }
      }
    }
    return null
  }

  function nextGroup(admits: Admits): Launch | null {
    if (cursor >= groups.length) return null
    peeked ??= { asks: split(groups[cursor]), order: preference(groups[cursor].position) }
    const [first, ...held] = peeked.asks
    const endpoint = peeked.order.find((one) => admits(one, first))
    if (endpoint === undefined) return null
    cursor++
    peeked = null
    live.set(first.position, { held, endpoint, open: 1 + held.length })
    return { ask: first, endpoint }
  }

  function nextSuspect(admits: Admits): Launch | null {
    const restless = cursor < groups.length || delayed.length > 0 || ready.some((list) => list.length > 0)
    if (suspects.length === 0 || restless || sent > batch.flying) return null
    if (batch.left === 0) {
      if (batch.flying > 0) return null
      // A batch that was cut is halved, one that landed is doubled; the first holds half of them.
      const { limit: last, cut, clear } = batch
      const limit = last === 0 ? Math.ceil(suspects.length / 2) : cut ? last >> 1 : clear ? last * 2 : last
      const size = Math.min(Math.max(1, limit), suspects.length)
      batch = { limit: Math.max(1, limit), size, left: size, flying: 0, cut: false, clear: false }
    }
    const ask = suspects[0]
    const endpoint = live.get(ask.position)?.endpoint ?? 0
    if (!admits(endpoint, ask)) return null
    suspects.shift()
    batch.left--
    batch.flying++
    return { ask, endpoint }
  }

  function grow(position: number, by: number): void {
    const group = live.get(position)
    if (group) group.open += by
  }

  const inBatch = (ask: Ask) => ask.cuts >= SUSPECT_AFTER

  return {
    /** An endpoint more; its index. */
    addEndpoint(): number {
      peeked = null
      return ready.push([]) - 1
    },

    /** The next request, or null where nothing may be sent now. Every one must come back through `landed`. */
    next(admits: Admits): Launch | null {
      const launch = nextReady(admits) ?? nextGroup(admits) ?? nextSuspect(admits)
      if (launch) sent++
      return launch
    },

    /**
     * A sent request is back.
     * @param told whether the server went down under it (cut), did not (clear), or was not even reached (null)
     * @returns true where nothing else was under way with it
     */
    back(ask: Ask, told: 'cut' | 'clear' | null): boolean {
      sent--
      if (!inBatch(ask) || batch.flying === 0) return false
      batch.flying--
      batch.cut ||= told === 'cut'
      batch.clear ||= told === 'clear'
      return batch.size === 1
    },

    /** The prompt is in the endpoint's cache, or the group must go on without its primer. */
    warm(position: number): void {
      const group = live.get(position)
      if (!group || group.held.length === 0) return
      ready[group.endpoint].push(...group.held.splice(0))
    },

    /** The primer failed for good: one of those held takes its place. */
    nextPrimer(position: number): void {
      const group = live.get(position)
      const next = group?.held.shift()
      if (group && next) ready[group.endpoint].push(next)
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
      if (inBatch(ask)) suspects.push(...asks)
      else for (const one of asks) delayed.push({ ask: one, due })
      grow(ask.position, asks.length - 1)
    },

    /** Responses that were given up are asked for once more, as if they were new. */
    again(position: number, indices: readonly number[]): void {
      const asks = split({ position, missing: indices })
      const group = live.get(position)
      if (group) group.open += asks.length
      else live.set(position, { held: [], endpoint: preference(position)[0], open: asks.length })
      ready[live.get(position)?.endpoint ?? 0].push(...asks)
    },

    /** Makes due asks ready. Returns when the next one is due, or null. */
    wake(now: number): number | null {
      let soonest: number | null = null
      const still: typeof delayed = []
      for (const one of delayed) {
        if (one.due <= now) ready[live.get(one.ask.position)?.endpoint ?? 0].push(one.ask)
        else {
          still.push(one)
          if (soonest === null || one.due < soonest) soonest = one.due
        }
      }
      delayed = still
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
      function stays(ask: Ask): boolean {
        if (ask.position !== position) return true
        taken.push(ask)
        return false
      }
      for (const list of ready) list.splice(0, list.length, ...list.filter(stays))
      delayed = delayed.filter(({ ask }) => stays(ask))
      suspects = suspects.filter(stays)
      batch.left = Math.min(batch.left, suspects.length)
      group.open -= taken.length
      if (group.open <= 0) live.delete(position)
      return taken.flatMap(({ indices }) => indices).sort((a, b) => a - b)
    },

    /** Nothing is left to send or wait for. */
    empty: () => cursor >= groups.length && live.size === 0,
    /** Groups begun and not ended. */
    begun: () => live.size,
    suspects: () => suspects.length,
  }
}

export type Queue = ReturnType<typeof createQueue>

/** Cuts under one ask before it is suspected. */
export const SUSPECT_AFTER = 2

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

/** A well-mixed 32-bit number of two small ones (the finaliser of MurmurHash3). */
function mix(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
