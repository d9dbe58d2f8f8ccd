/** Once a frame, the last wish: what is asked for several times before the browser paints is done once. */
export interface FrameLoop {
  ask(): void
  /** Runs now what was asked for, where a picture is needed at once (first paint, tests). */
  flush(): void
  stop(): void
}

export function frameLoop(draw: () => void): FrameLoop {
  let waiting: number | null = null
  const flush = () => {
    if (waiting !== null) cancelAnimationFrame(waiting)
    waiting = null
    draw()
  }
  return {
    ask() {
      if (waiting === null) waiting = requestAnimationFrame(flush)
    },
    flush,
    stop() {
      if (waiting !== null) cancelAnimationFrame(waiting)
      waiting = null
    },
  }
}

/** The last so many durations: median and 95th percentile of the frames that were drawn. */
export class FrameTimes {
  private readonly times: number[] = []

  add(ms: number): void {
    this.times.push(ms)
    if (this.times.length > 120) this.times.shift()
  }

  get last(): number | undefined {
    return this.times.at(-1)
  }

  /** 0..1 of the sorted times; null before the first frame. */
  quantile(q: number): number | null {
    if (this.times.length === 0) return null
    const sorted = [...this.times].sort((a, b) => a - b)
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]
  }
}
