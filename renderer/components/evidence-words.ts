import type { EvidencePlaces } from '../../core/rewards/evidence.ts'
import { count, counted, percent } from '../format.ts'

/** "4 evidence spans, depth 18 to 92 %": the strip as words; what was not found is said. */
export function evidenceWords({ spans, terms, missing, common, places }: EvidencePlaces, cut = 0): string {
  const parts: string[] = []
  if (terms === 0) return 'no gold answer to look for'
  if (spans === 0) parts.push(common > 0 ? 'gold answers too common to point at' : 'no gold answer in the prompt')
  else {
    const [first, last] = [percent(places[0]), percent(places[places.length - 2])]
    const depth = first === last ? first : `${first.replace(/\D+$/, '')} to ${last}`
    parts.push(`${counted(spans, 'evidence span')}, depth ${depth}`)
    if (missing > 0) parts.push(`${count(missing)} of ${counted(terms, 'gold answer')} not in the prompt`)
  }
  const lost = places.filter((place, k) => k % 2 === 0 && place < cut).length
  if (cut > 0)
    parts.push(`the trainer’s limit deletes the first ${percent(cut)}${lost > 0 ? ' with evidence in it' : ''}`)
  return parts.join('; ')
}
