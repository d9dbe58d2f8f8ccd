/**
 * Searching a long text off the main thread. The text is sent once; a user's pattern may run for ever, so this thread is
 * one that can be killed (search.ts does).
 */
import { findEvidence } from '../../core/rewards/evidence.ts'
import { findAll } from './find.ts'
import { outlineOf } from './outline.ts'
import type { SearchAnswer, SearchQuestion } from './search.ts'
import { estimateTokens } from './tokens.ts'
import { unseenIn } from './unseen.ts'

let text = ''

self.addEventListener('message', ({ data }: MessageEvent<SearchQuestion>) => {
  if (data.kind === 'text') {
    text = data.text
    return
  }
  self.postMessage(answerTo(data))
})

function answerTo(question: Exclude<SearchQuestion, { kind: 'text' }>): SearchAnswer {
  const { id } = question
  if (question.kind === 'find') return { id, kind: 'find', hits: findAll(text, question.query, question.options) }
  return {
    id,
    kind: 'survey',
    survey: {
      evidence: findEvidence(text, question.terms),
      outline: outlineOf(text),
      unseen: unseenIn(text),
      tokens: estimateTokens(text),
    },
  }
}
