import { segment } from '../chinese/index.ts'
import type { RewardData } from '../reward.ts'
import { afterThinking, answerRange } from '../shared/answer-area.ts'
import type { Corrections } from '../shared/corrections.ts'
import { normaliseLine } from '../shared/lines.ts'
import { type ListContext, type ListMetric, listReward } from '../shared/list-reward.ts'
import { EMPTY_RESPONSE } from '../shared/results.ts'
import { PlainRougeL } from './corrected.ts'
import { explainRouge } from './explain.ts'
import { isChinese } from './language.ts'
import { RougeL } from './reference.ts'

/** Rouge-L of the whole response, thinking included, against the gold summaries (LongBench-Pro `Summary`). */
export const rougeL = listReward({
  name: 'rouge-l',
  label: 'Rouge-L of the response against the gold summaries.',
  surprises: [1, 2, 6, 9, 10],
  metric: ({ gold, options, corrections, data }: ListContext): ListMetric => {
    const chinese = isChinese(gold.language, gold.items, corrections.language)
    // on first use: a response that fails the gate asks for no dictionary
    let measured: { measure(text: string): ReturnType<ListMetric['measure']> } | undefined
    return {
      measure: (response, from) => {
        const text = seenText(response, from, corrections)
        if (text === '') return EMPTY_RESPONSE
        if (!measured) {
          const texts = gold.answers.map((answer) => spaced(answer, chinese, data))
          measured = corrections.rouge ? new PlainRougeL(texts) : new RougeL(texts, options.recursionLimit, corrections)
        }
        return measured.measure(spaced(text, chinese, data))
      },
      explain: (response, from) => {
        const { recursionLimit } = options
        return explainRouge(response, from, gold, { chinese, plain: corrections.rouge, recursionLimit, data })
      },
    }
  },
})

/** What is compared: the whole response, in mode `corrected` the answer area after the thinking; normalised. */
function seenText(response: string, from: number, corrections: Corrections): string {
  if (!corrections.rouge) return normaliseLine(from > 0 ? response.slice(from) : response)
  const { start, end } = answerRange(response, afterThinking(response))
  return normaliseLine(response.slice(start, end))
}

/** Chinese: the words of the text joined by spaces, as the trainer hands it to rouge. */
function spaced(text: string, chinese: boolean, data: RewardData): string {
  return chinese ? segment(text, data).join(' ') : text
}
