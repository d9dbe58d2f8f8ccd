import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, zstdDecompress } from 'node:zlib'
import { LongviewError } from '../../../model/errors.ts'
import { canonicalJson } from '../../../model/ids.ts'

/** One written response, as a server would have sampled it. */
export interface Recording {
  readonly index: number
  readonly text: string
  readonly finishReason: 'stop' | 'length'
  readonly promptTokens: number
  readonly completionTokens: number
}

export interface Recordings {
  readonly samples: number
  /** Responses to this prompt in index order, or null where the prompt is not known. */
  of(messages: readonly { readonly role: string; readonly content: string }[]): readonly Recording[] | null
}

interface RecordedLine {
  readonly prompt_sha256: string
  readonly index: number
  readonly response: string
  readonly finish_reason: 'stop' | 'length'
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number }
}

const NAMES = ['responses.jsonl', 'responses.jsonl.zst', 'responses.jsonl.gz']

/**
 * Reads `responses.jsonl` (plain, .zst or .gz): lines of `{sample_id, prompt_sha256, index, response, finish_reason, usage}`.
 * @throws {LongviewError} unreadable
 */
export async function loadRecordings(samplesDir: string): Promise<Recordings> {
  const file = NAMES.map((name) => join(samplesDir, name)).find((path) => existsSync(path))
  if (!file)
    throw new LongviewError({
      code: 'unreadable',
      what: 'There are no recorded responses to play.',
      where: samplesDir,
      remedy: `Put a ${NAMES[0]} there, or use the samples that come with Longview.`,
    })
  const byPrompt = new Map<string, Recording[]>()
  const text = await readText(file)
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return
    const recorded = parseLine(line, `${file}:${i + 1}`)
    const group = byPrompt.get(recorded.prompt_sha256) ?? []
    byPrompt.set(recorded.prompt_sha256, group)
    group.push({
      index: recorded.index,
      text: recorded.response,
      finishReason: recorded.finish_reason,
      promptTokens: recorded.usage.prompt_tokens,
      completionTokens: recorded.usage.completion_tokens,
    })
  })
  for (const group of byPrompt.values()) group.sort((a, b) => a.index - b.index)
  return {
    samples: byPrompt.size,
    of(messages) {
      const whole = byPrompt.get(promptHash(messages))
      // A system message put before a known prompt does not make it another one for a recording.
      if (!whole && messages[0]?.role === 'system') return byPrompt.get(promptHash(messages.slice(1))) ?? null
      return whole ?? null
    },
  }
}

export function promptHash(messages: readonly { readonly role: string; readonly content: string }[]): string {
  return createHash('sha256').update(canonicalJson(messages), 'utf8').digest('hex')
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file)
  if (file.endsWith('.zst')) return (await promisify(zstdDecompress)(bytes)).toString('utf8')
  if (file.endsWith('.gz')) return (await promisify(gunzip)(bytes)).toString('utf8')
  return bytes.toString('utf8')
}

function parseLine(line: string, where: string): RecordedLine {
  try {
    const value: RecordedLine = JSON.parse(line)
    if (typeof value.prompt_sha256 === 'string' && typeof value.response === 'string' && value.usage) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new LongviewError({
    code: 'unreadable',
    what: 'A recorded response cannot be read.',
    where,
    value: line.slice(0, 120),
    remedy: 'Each line needs prompt_sha256, index, response, finish_reason and usage.',
  })
}
