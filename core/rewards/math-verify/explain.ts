import { countCodePoints } from '../../math/codepoints.ts'
import { LongviewError } from '../../model/errors.ts'
import type { Reward, Stage, Trace } from '../../model/reward.ts'
import { combineStage } from '../shared/aligned-stages.ts'
import { inGold, inResponse, plural, short, stage } from '../shared/stages.ts'
import { print } from './algebra/print.ts'
import type { Priority } from './extract/candidates.ts'
import { type Decision, decide, type Gold, type Parsed } from './verify.ts'

const FOUND_BY: Readonly<Record<Priority, string>> = {
  hope: 'after “final answer is”, before “I hope”',
  boxed: 'in a box, or after “final answer … is”',
  'answer-colon': 'after “answer:”',
  answer: 'after “answer”',
  anywhere: 'without an anchor, the last in the text',
}

const KINDS = { latex: 'LaTeX', number: 'a number', expression: 'a plain expression' } as const

/** What was found where, what both sides were read as, and which rule decided. */
export function explainMath(
  response: string,
  from: number,
  found: Parsed,
  golds: readonly Gold[] | LongviewError,
  reward: Reward,
): Trace {
  const extract = extractStage(response, from, found)
  if (golds instanceof LongviewError) {
    const broken = stage({ kind: 'compare', label: golds.parts.what, verdict: 'fail' })
    return { gold: [], stages: [extract, broken] }
  }
  const texts = golds.map((gold) => gold.text)
  if (!('answer' in found) || found.answer.value === null) return { gold: texts, stages: [extract] }
  const decisions = golds.map((gold) => decide(found, gold))
  const equal = reward.value === 1
  const stages = [
    extract,
    normaliseStage(found, golds, from),
    ...decisions.map((d, i) => compareStage(d, found, golds[i], i, from)),
  ]
  if (reward.value === null) return { gold: texts, stages }
  const released = reward.reason.startsWith('exception:')
  const label = released
    ? 'Scored off the main thread, where the trainer always gives 0'
    : equal
      ? 'Equal'
      : 'Not equal'
  const formula = released ? '0' : `[answer = gold] = ${reward.value}`
  return { gold: texts, stages: [...stages, combineStage(label, formula, reward.value)] }
}

function extractStage(response: string, from: number, found: Parsed): Stage {
  const looked = plural(countCodePoints(response.slice(from)), 'character')
  const values = [{ name: 'looked at', value: from === 0 ? 'the whole text' : `the last ${looked}` }]
  const searched = inResponse(from, response.length, 'note', { note: 'searched here' })
  if (!('answer' in found)) {
    const label = `No answer could be read within bounds: ${found.undecided}`
    return stage({ kind: 'extract', label, verdict: 'note', values, spans: [searched] })
  }
  const { source, value, text } = found.answer
  if (source === null) {
    return stage({ kind: 'extract', label: `No answer in ${looked}`, verdict: 'fail', values, spans: [searched] })
  }
  const span = inResponse(from + source.start, from + source.end, 'note')
  const by = `${KINDS[source.kind]} ${FOUND_BY[source.priority]}`
  if (value === null) {
    const label = `Found ${by}, but nothing that parses`
    return stage({ kind: 'extract', label, verdict: 'fail', values, spans: [{ ...span, note: short(text) }] })
  }
  return stage({ kind: 'extract', label: `Found ${by}`, values, spans: [span] })
}

function normaliseStage(found: Extract<Parsed, { answer: unknown }>, golds: readonly Gold[], from: number): Stage {
  const { answer } = found
  const rows: (string | null)[][] = [['answer', short(answer.text), answer.value && short(print(answer.value))]]
  for (const { parsed } of golds) rows.push(['gold', ...goldCells(parsed)])
  const spans = answer.source
    ? [inResponse(from + answer.source.start, from + answer.source.end, 'note', { note: short(answer.text) })]
    : []
  return stage({
    kind: 'normalise',
    label: 'Both sides normalised and parsed',
    spans: [
      ...spans,
      ...golds.map((gold, i) => inGold(i, 0, gold.text.length, 'note', { note: goldCells(gold.parsed)[0] ?? '' })),
    ],
    table: { columns: ['side', 'text', 'parsed as'], rows },
  })
}

function goldCells(parsed: Parsed): (string | null)[] {
  if (!('answer' in parsed)) return [null, parsed.undecided]
  return [short(parsed.answer.text), parsed.answer.value && short(print(parsed.answer.value))]
}

function compareStage(
  decision: Decision,
  found: Extract<Parsed, { answer: unknown }>,
  gold: Gold,
  item: number,
  from: number,
): Stage {
  const equal = decision.verdict === 'equal'
  const sure = decision.verdict !== 'undecided'
  const said = equal ? 'matched' : sure ? 'extra' : 'note'
  const wanted = equal ? 'matched' : sure ? 'missing' : 'note'
  const { source } = found.answer
  return stage({
    kind: 'compare',
    label: `${equal ? 'Equal' : sure ? 'Different' : 'Undecided'}: ${decision.rule}`,
    verdict: equal ? 'pass' : sure ? 'fail' : 'note',
    values: [{ name: 'rule', value: decision.rule }],
    spans: [
      ...(source ? [inResponse(from + source.start, from + source.end, said)] : []),
      inGold(item, 0, gold.text.length, wanted),
    ],
  })
}
