// Exhaustive retrieval: f1 as the trainer has it, but blank lines are no items.
// Try it: npx longview score --run NAME --reward f1 --against samples/rewards/f1-no-blank.ts
import { answerArea, lines, normalise, type Response, type Truth, wrong } from 'longview/reward'

export default function reward(response: Response, truth: Truth) {
  const area = answerArea(response)
  const said = new Set(lines(area).filter((line) => line !== ''))
  const gold = new Set(truth.answers.map(normalise))
  const hits = [...said].filter((line) => gold.has(line))
  if (hits.length === 0) return wrong('no line is in the truth')
  const precision = hits.length / said.size
  const recall = hits.length / gold.size
  return { value: (2 * precision * recall) / (precision + recall), spans: area.mark(said, gold) }
}
