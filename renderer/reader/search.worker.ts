/**
 * Searching a long text off the main thread. The text is sent once; a user's pattern may run for ever, so this thread is
 * one that can be killed (search.ts does).
 */
import { findEvidence } from '../../core/rewards/evidence.ts'
import { findAll } from './find.ts'
import { outlineOf } from './outline.ts'
import type { SearchAnswer, SearchQuestion } from './search.ts'

let text = ''

self.addEventListener('message', ({ data }: MessageEvent<SearchQuestion>) => {
  if (data.kind === 'text') {
    text = data.text
    return
  }
  const { id } = data
  const answer: SearchAnswer =
    data.kind === 'find'
      ? { id, kind: 'find', hits: findAll(text, data.query, data.options) }
      : { id, kind: 'survey', evidence: findEvidence(text, data.terms), outline: outlineOf(text) }
  self.postMessage(answer)
})
