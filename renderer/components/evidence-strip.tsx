import { type CSSProperties, memo } from 'react'
import type { EvidencePlaces } from '../../core/rewards/evidence.ts'
import { evidenceWords } from './evidence-words.ts'
import { stripStops } from './strip-stops.ts'

interface StripProps {
  readonly evidence: EvidencePlaces
  /** Share of the prompt that cutting it to the trainer's limit from the left would delete; 0: none. */
  readonly cut: number
}

/**
 * Where the gold answers stand in a prompt, its start at the left; hatched: what the trainer's limit deletes. Drawn as
 * backgrounds of one element: as an SVG each strip is a tree of its own to lay out and composite while a table scrolls.
 */
export const EvidenceStrip = memo(function EvidenceStrip({ evidence, cut }: StripProps) {
  const gold = stripStops(evidence.places)
  const style = {
    ...(gold && { '--gold': `linear-gradient(90deg, ${gold})` }),
    ...(cut > 0 && { '--cut': `${(cut * 100).toFixed(1)}%` }),
  }
  return (
    <span
      className={cut > 0 ? 'strip cut-off' : 'strip'}
      role="img"
      aria-label={evidenceWords(evidence, cut)}
      style={style as CSSProperties}
    />
  )
})
