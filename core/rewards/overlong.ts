/** DAPO's overlong penalty: its three numbers in tokens and its factor. Off in the published run. */
export interface OverlongPenalty {
  /** M, the longest response. */
  readonly longest: number
  /** B, the last tokens of M over which the penalty grows. */
  readonly buffer: number
  readonly factor: number
}

export const PUBLISHED_OVERLONG: OverlongPenalty = { longest: 16_384, buffer: 4_096, factor: 1 }

/**
 * What is added to a reward for length: min(-(L - (M - B)) / B * factor, 0). Never above 0; a reward may fall below 0.
 * Source: GoLongRL c34dba3, the `dapo` reward manager.
 * @param tokens L, the response's tokens
 */
export function overlongPenalty(tokens: number, penalty: OverlongPenalty = PUBLISHED_OVERLONG): number {
  const over = tokens - (penalty.longest - penalty.buffer)
  return over <= 0 ? 0 : Math.min((-over / penalty.buffer) * penalty.factor, 0)
}
