import { memo } from 'react'
import type { EvidencePlaces } from '../../core/rewards/evidence.ts'
import { evidenceWords } from './evidence-words.ts'

const WIDTH = 100
const HEIGHT = 14
/** A span of a few words in 100,000 would be no pixel. */
const THINNEST = 1.6

interface StripProps {
  readonly evidence: EvidencePlaces
  /** Share of the prompt that cutting it to the trainer's limit from the left would delete; 0: none. */
  readonly cut: number
}

/** Where the gold answers stand in a prompt, its start at the left; hatched: what the trainer's limit deletes. */
export const EvidenceStrip = memo(function EvidenceStrip({ evidence, cut }: StripProps) {
  const { places } = evidence
  let path = ''
  for (let k = 0; k < places.length; k += 2) {
    const width = Math.max(THINNEST, (places[k + 1] - places[k]) * WIDTH)
    const x = Math.min(WIDTH - width, places[k] * WIDTH)
    path += `M${x.toFixed(1)} 1h${width.toFixed(1)}v12h-${width.toFixed(1)}z`
  }
  return (
    <svg
      className="strip"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={evidenceWords(evidence, cut)}
    >
      <rect className="rail" x="0" y="5" width={WIDTH} height="4" />
      {cut > 0 && <rect className="cut-off" x="0" y="3" width={cut * WIDTH} height="8" />}
      {path && <path className="gold" d={path} />}
    </svg>
  )
})
