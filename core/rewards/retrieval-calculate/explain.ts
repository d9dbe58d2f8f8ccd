import { LongviewError } from '../../model/errors.ts'
import { type Reward, type RewardOptions, reasonWords, type Span, type Stage, type Trace } from '../../model/reward.ts'
import { explainMath } from '../math-verify/explain.ts'
import { parseText, windowStart } from '../math-verify/index.ts'
import { combineStage } from '../shared/aligned-stages.ts'
import { afterThinking } from '../shared/answer-area.ts'
import { inGold, inResponse, plural, stage } from '../shared/stages.ts'
import type { RetrievalGold } from './index.ts'
import { type Parts, partsOf } from './parts.ts'

/** The two halves: which documents are named, and what the calculation gave. */
export function explainRetrieval(
  response: string,
  gold: RetrievalGold | LongviewError,
  reward: Reward,
  options: RewardOptions,
): Trace {
  const parts = partsOf(response)
  if (gold instanceof LongviewError) {
    const broken = stage({ kind: 'compare', label: gold.parts.what, verdict: 'fail' })
    return { gold: [], stages: [extractStage(response, parts), broken] }
  }
  const items = [...gold.ids].map(String)
  const labels = gold.answers instanceof LongviewError ? [] : gold.answers.map(({ text }) => text)
  const texts = [...items, ...labels]
  const extract = extractStage(response, parts)
  if (parts.ids.length === 0 || !hasReasoning(parts)) return { gold: texts, stages: [extract] }
  const named = new Set(parts.ids.map(({ id }) => id))
  const missing = items.filter((id) => !named.has(id))
  const extra = [...named].filter((id) => !gold.ids.has(id))
  const same = missing.length === 0 && extra.length === 0
  const normalise = stage({
    kind: 'normalise',
    label: `${plural(named.size, 'document')} named, order and repeats left aside`,
  })
  const compare = stage({
    kind: 'compare',
    label: same
      ? 'The documents are the gold set; now the answer decides'
      : `${missing.length} missing, ${extra.length} extra: the answer is not asked any more`,
    verdict: same ? 'pass' : 'fail',
    values: [
      { name: 'missing', value: missing.length },
      { name: 'extra', value: extra.length },
      { name: 'answer', value: same ? reasonWords(reward.reason) : null },
      ...(same && reward.detail ? [{ name: 'detail', value: reward.detail }] : []),
    ],
    spans: idSpans(parts, gold, items),
    table: { columns: ['document', 'verdict'], rows: idRows(named, gold, missing) },
  })
  const math = same ? mathStages(response, parts, gold, reward, options, items.length) : []
  const of = (kind: Stage['kind']) => math.filter((one) => one.kind === kind)
  const before = [extract, ...of('extract'), normalise, ...of('normalise'), compare, ...of('compare')]
  if (reward.value === null) return { gold: texts, stages: before }
  const formula = same ? `[same documents] = 1, [answer right] = ${reward.value}` : '[same documents] = 0'
  return { gold: texts, stages: [...before, combineStage('Both must hold', formula, reward.value)] }
}

/** math-verify's own stages for the reasoning part, their gold behind the document ids. */
function mathStages(
  response: string,
  parts: Parts,
  gold: RetrievalGold,
  reward: Reward,
  options: RewardOptions,
  ids: number,
): Stage[] {
  if (gold.answers instanceof LongviewError || !parts.reasoning) return []
  const { start, end } = parts.reasoning
  const text = response.slice(start, end)
  const at = windowStart(text, options)
  const { stages } = explainMath(response.slice(0, end), start + at, parseText(text.slice(at)), gold.answers, reward)
  return stages.map((one) => ({
    ...one,
    spans: one.spans.map((span) => (span.side === 'gold' ? { ...span, item: (span.item ?? 0) + ids } : span)),
  }))
}

function hasReasoning(parts: Parts): boolean {
  return parts.reasoning !== null && parts.reasoning.start < parts.reasoning.end
}

function extractStage(response: string, parts: Parts): Stage {
  const spans: Span[] = parts.ids.map(({ start, end }) => inResponse(start, end, 'note'))
  const { reasoning } = parts
  if (reasoning) spans.push(inResponse(reasoning.start, reasoning.end, 'note', { note: 'reasoning' }))
  const ready = parts.ids.length > 0 && hasReasoning(parts)
  const label =
    parts.ids.length === 0
      ? 'No <|doc_N|> id inside <relevant_doc_ids>…</relevant_doc_ids> after the thinking'
      : ready
        ? `${plural(parts.ids.length, 'document id')} and a reasoning part`
        : 'Nothing inside <continue_reasoning>…</continue_reasoning> after the thinking'
  if (!ready) spans.push(inResponse(afterThinking(response), response.length, 'note', { note: 'searched here' }))
  return stage({ kind: 'extract', label, verdict: ready ? 'pass' : 'fail', spans })
}

function idSpans(parts: Parts, gold: RetrievalGold, items: readonly string[]): Span[] {
  const seen = new Set<string>()
  const said = parts.ids.map(({ id, start, end }) => {
    const verdict = seen.has(id) ? 'duplicate' : gold.ids.has(id) ? 'matched' : 'extra'
    seen.add(id)
    return inResponse(start, end, verdict, { seen: id })
  })
  const wanted = items.map((id, item) => inGold(item, 0, id.length, seen.has(id) ? 'matched' : 'missing'))
  return [...said, ...wanted]
}

function idRows(named: ReadonlySet<string>, gold: RetrievalGold, missing: readonly string[]): string[][] {
  const said = [...named].map((id) => [id, gold.ids.has(id) ? 'matched' : 'extra'])
  return [...said, ...missing.map((id) => [id, 'missing'])]
}
