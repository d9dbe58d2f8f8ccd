import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Played, pieces } from './play.ts'
import type { Recording } from './recordings.ts'

interface Usage {
  readonly prompt_tokens: number
  readonly total_tokens: number
  readonly completion_tokens: number
  readonly prompt_tokens_details: { readonly cached_tokens: number } | null
  readonly reasoning_tokens: number
}

/** Prompts once, completions summed; cached_tokens is null at 0, as SGLang reports it. */
function usageOf(played: Played, cached: boolean): Usage {
  const prompt = played.recordings[0].promptTokens
  const completion = played.recordings.reduce((sum, { completionTokens }) => sum + completionTokens, 0)
  return {
    prompt_tokens: prompt,
    total_tokens: prompt + completion,
    completion_tokens: completion,
    prompt_tokens_details: cached && prompt > 1 ? { cached_tokens: prompt - 1 } : null,
    reasoning_tokens: 0,
  }
}

function envelope(played: Played, object: string) {
  return {
    id: played.rid ?? randomBytes(16).toString('hex'),
    object,
    created: Math.floor(Date.now() / 1000),
    model: played.model,
    metadata: { weight_version: 'recorded' },
  }
}

const matchedStop = ({ finishReason }: Recording) => (finishReason === 'stop' ? '<|im_end|>' : null)

export function answerPlain(response: ServerResponse, played: Played, cached: boolean): void {
  const body = {
    ...envelope(played, 'chat.completion'),
    choices: played.recordings.map((recording, index) => ({
      index,
      message: { role: 'assistant', content: recording.text, reasoning_content: null, tool_calls: null },
      logprobs: null,
      finish_reason: recording.finishReason,
      matched_stop: matchedStop(recording),
    })),
    usage: usageOf(played, cached),
  }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

/** @param tokensPerSecond of each choice; null for as fast as the reader reads */
export async function answerStream(
  response: ServerResponse,
  played: Played,
  cached: boolean,
  tokensPerSecond: number | null,
): Promise<void> {
  const head = envelope(played, 'chat.completion.chunk')
  const usage = usageOf(played, cached)
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })

  async function send(chunk: unknown): Promise<boolean> {
    if (response.destroyed) return false
    const text = typeof chunk === 'string' ? chunk : JSON.stringify(chunk)
    // A reader that does not read holds the player up, not its memory.
    if (!response.write(`data: ${text}\n\n`)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    return !response.destroyed
  }
  const choice = (index: number, delta: object, recording: Recording | null) => ({
    ...head,
    choices: [
      {
        index,
        delta,
        logprobs: null,
        finish_reason: recording?.finishReason ?? null,
        matched_stop: recording ? matchedStop(recording) : null,
      },
    ],
  })
  async function one(recording: Recording, index: number): Promise<void> {
    if (!(await send(choice(index, { role: 'assistant', content: '' }, null)))) return
    let sent = 0
    for (const content of pieces(recording.text)) {
      sent += content.length
      const tokens = Math.ceil((recording.completionTokens * sent) / recording.text.length)
      const so = played.continuousUsage
        ? {
            usage: {
              prompt_tokens: recording.promptTokens,
              completion_tokens: tokens,
              total_tokens: recording.promptTokens + tokens,
            },
          }
        : {}
      if (!(await send({ ...choice(index, { content }, null), ...so }))) return
      if (tokensPerSecond !== null)
        await sleep((1000 * recording.completionTokens * (content.length / recording.text.length)) / tokensPerSecond)
    }
    await send(choice(index, {}, recording))
  }

  await Promise.all(played.recordings.map(one))
  if (played.includeUsage) await send({ ...head, choices: [], usage })
  await send('[DONE]')
  response.end()
}
