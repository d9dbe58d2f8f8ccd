import type { Span, Stage } from '../../model/reward.ts'
import { combineStage } from '../shared/aligned-stages.ts'
import { afterThinking, answerRange, answerStart, type Range } from '../shared/answer-area.ts'
import type { ListGold } from '../shared/list-reward.ts'
import { counted, inGold, inResponse, plural, shown, stage } from '../shared/stages.ts'
import { type Compared, compareAll, type Rules } from './matches.ts'
import { type PlacedWord, placedSentences } from './places.ts'

export function explainRouge(response: string, from: number, gold: ListGold, rules: Rules): Stage[] {
  const range = rules.plain ? answerRange(response, afterThinking(response)) : { start: from, end: response.length }
  const cutting = { chinese: rules.chinese, atFullStops: !rules.plain, data: rules.data }
  const said = placedSentences(response, range.start, range.end, cutting)
  const wanted = gold.items.map((item) => placedSentences(item, 0, item.length, cutting))
  const compared = compareAll(said, wanted, rules)
  const stages = [extractStage(response, from, range, rules), normaliseStage(said, wanted, rules)]
  const failed = compared.find((one) => one.failure !== null)
  if (said.length === 0) return [...stages, emptyStage('The response has no sentence for rouge', rules)]
  const empty = wanted.findIndex((sentences) => sentences.length === 0)
  if (empty >= 0 && !rules.plain && (!failed || failed.item > empty)) {
    return [...stages, emptyStage(`Gold summary ${empty + 1} has no sentence for rouge`, rules)]
  }
  if (failed) return [...stages, recursionStage(failed, said, wanted[failed.item], rules)]
  const best = compared.reduce((a, b) => (b.value > a.value ? b : a))
  return [...stages, compareStage(best, wanted.length, afterThinking(response)), combine(best, compared, rules)]
}

function extractStage(response: string, from: number, range: Range, rules: Rules): Stage {
  const { marker } = answerStart(response, afterThinking(response))
  const label = rules.plain
    ? marker
      ? `What follows the last ${marker} is compared`
      : 'All that follows the thinking is compared'
    : from > 0
      ? 'All that follows the thinking is compared'
      : 'The whole response is compared, thinking included'
  return stage({
    kind: 'extract',
    label,
    verdict: rules.plain || from > 0 ? 'pass' : 'note',
    values: [
      { name: 'from', value: range.start },
      { name: 'to', value: range.end },
    ],
    spans: [inResponse(range.start, range.end, 'note', { note: `${counted(response.length)} characters in all` })],
  })
}

function normaliseStage(
  said: readonly (readonly PlacedWord[])[],
  wanted: readonly (readonly (readonly PlacedWord[])[])[],
  rules: Rules,
): Stage {
  const words = said.reduce((sum, sentence) => sum + sentence.length, 0)
  const longest = said.reduce((most, sentence) => Math.max(most, sentence.length), 0)
  const cut = rules.chinese ? 'segmented as Chinese' : 'split at spaces'
  const sentences = rules.plain ? '' : ` in ${plural(said.length, 'sentence')}, cut at every full stop`
  return stage({
    kind: 'normalise',
    label: `${plural(words, 'word')}${sentences}, lower-cased, ${cut}`,
    values: [
      { name: 'words', value: words },
      { name: 'sentences', value: said.length },
      { name: 'longest sentence', value: longest },
      ...wanted.slice(0, 8).map((summary, item) => ({
        name: `words of gold summary ${item + 1}`,
        value: summary.reduce((sum, sentence) => sum + sentence.length, 0),
      })),
    ],
    spans: said.map((sentence, at) => {
      const last = sentence[sentence.length - 1]
      const seen = sentence.map(({ word }) => word).join(' ')
      return inResponse(sentence[0].start, last.end, 'note', { seen, note: `sentence ${at + 1}` })
    }),
  })
}

function compareStage(best: Compared, references: number, thinkingEnd: number): Stage {
  const inThinking = best.counted.filter(({ said }) => said.end <= thinkingEnd).length
  const which = references > 1 ? `gold summary ${best.item + 1}, the best of ${references}` : 'the gold summary'
  const spans: Span[] = best.counted.flatMap(({ said, wanted, goldSentence }) => [
    inResponse(said.start, said.end, 'matched', { seen: said.word, note: `gold sentence ${goldSentence + 1}` }),
    inGold(best.item, wanted.start, wanted.end, 'matched', { seen: wanted.word }),
  ])
  return stage({
    kind: 'compare',
    label: `${plural(best.counted.length, 'word')} counted against ${which}${inThinking > 0 ? `, ${counted(inThinking)} of them in the thinking` : ''}`,
    verdict: best.counted.length > 0 ? 'pass' : 'fail',
    values: [
      { name: 'counted', value: best.counted.length },
      { name: 'counted in the thinking', value: inThinking },
      { name: 'words of the gold', value: best.wanted },
      { name: 'words of the response', value: best.said },
    ],
    spans,
    table: {
      columns: ['word', 'gold sentence', 'response sentence'],
      rows: best.counted.map((one) => [one.said.word, one.goldSentence + 1, one.responseSentence + 1]),
    },
  })
}

function combine(best: Compared, compared: readonly Compared[], rules: Rules): Stage {
  const shared = best.counted.length
  const terms = `P = ${shared}/${best.said}, R = ${shared}/${best.wanted}`
  const formula = rules.plain
    ? `${terms}, 2PR/(P+R) = ${shown(best.value)}`
    : `${terms}, 2PR/(P+R+1e-8) = ${shown(best.value)}`
  const label = rules.plain
    ? 'Longest common subsequence of the words, repeats counted'
    : 'Distinct words on both sides: a word counts once, however often it is said'
  const values = compared.slice(0, 20).map((one) => ({ name: `gold summary ${one.item + 1}`, value: one.value }))
  return combineStage(label, formula, best.value, { values })
}

function recursionStage(
  failed: Compared,
  said: readonly (readonly PlacedWord[])[],
  wanted: readonly (readonly PlacedWord[])[],
  rules: Rules,
): Stage {
  const { goldSentence, responseSentence } = failed.failure as NonNullable<Compared['failure']>
  const sentence = said[responseSentence]
  const other = wanted[goldSentence]
  const sizes = `sentence ${responseSentence + 1} of the response (${plural(sentence.length, 'word')}) with sentence ${goldSentence + 1} of the gold (${plural(other.length, 'word')})`
  return stage({
    kind: 'compare',
    label: `The recursive back-trace of ${sizes} needs more than ${rules.recursionLimit} steps: Python's recursion limit fails the call, the trainer gives 0`,
    verdict: 'fail',
    values: [{ name: 'recursion limit', value: rules.recursionLimit }],
    spans: [
      inResponse(sentence[0].start, sentence[sentence.length - 1].end, 'note', { note: 'too long for rouge' }),
      inGold(failed.item, other[0].start, other[other.length - 1].end, 'note'),
    ],
  })
}

function emptyStage(label: string, rules: Rules): Stage {
  const end = rules.plain ? 'nothing to compare' : 'the package raises ValueError, the trainer gives 0'
  return stage({ kind: 'compare', label: `${label}: ${end}`, verdict: 'fail' })
}
