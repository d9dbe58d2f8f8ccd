import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { shownValue } from '../../model/errors.ts'
import { canonicalJson, compareCodePoints } from '../../model/ids.ts'
import type { Language } from '../../model/sample.ts'
import { metricOf, rewardTypeOf, TASKS, taskOf } from '../../model/tasks.ts'
import {
  type EntrySpan,
  JsonFault,
  type JsonText,
  OPEN_BRACE,
  readEntries,
  skipSpace,
  skipValue,
} from './json-bytes.ts'
import { languageOf } from './language.ts'
import { checkJson, hashPrompt, type PromptSpans, walkPrompt } from './prompt-bytes.ts'

/** A row of a dataset file as the index keeps it. Offsets and lengths in bytes. */
export interface ScannedRow {
  readonly line: number
  /** First 16 hex digits of sha256 over the row as canonical JSON; null where it was not asked for. */
  readonly hash: string | null
  readonly rowAt: number
  readonly rowBytes: number
  readonly promptAt: number
  readonly bytes: number
  readonly task: number | null
  readonly language: 0 | 1
  readonly dataSource: string
  readonly rewardType: string
  readonly subTask: string | null
  readonly ability: string | null
  readonly question: string
  readonly rewardModel: string
  readonly extraInfo: string | null
  /** Columns that are none of Longview's own, as JSON; null where there are none. */
  readonly others: string | null
}

/** A row that the index leaves out, and why. `line` counts rows where the file has no lines. */
export interface SetAsideRow {
  readonly line: number
  readonly reason: string
  readonly value: string | null
}

/** A row that cannot be used: what is wrong, and the value that is. */
export class RowFault extends Error {
  readonly value: string | null
  constructor(reason: string, value: string | null = null) {
    super(reason)
    this.value = value
  }
}

/** Everything but the place of a row in its file. */
export type RowContent = Omit<ScannedRow, 'line' | 'rowAt'>

/**
 * Reads the row whose object begins at `at`. The prompt is walked and hashed, never made into a string.
 * @param end where the line or the buffer ends
 * @param ids whether to hash the row
 * @returns the row and where its object ends
 * @throws {JsonFault} where the bytes are no JSON
 * @throws {RowFault} where they are no sample
 */
export function readRow(
  text: JsonText,
  at: number,
  end: number,
  ids = true,
): { readonly row: RowContent; readonly end: number } {
  const entries: EntrySpan[] = []
  let prompt: PromptSpans | null = null
  text.wide = false
  const stop = readEntries(text, at, end, entries, (key, value) => {
    if (key !== 'prompt') return skipValue(text, value, end)
    // Of two prompts the last stands.
    if (prompt) checkJson(text.bytes, prompt.from, prompt.to)
    prompt = walkPrompt(text, value, end)
    return prompt.to
  })
  return { row: rowOf(text, at, stop, entries, prompt, ids), end: stop }
}

function rowOf(
  text: JsonText,
  at: number,
  end: number,
  entries: EntrySpan[],
  prompt: PromptSpans | null,
  ids: boolean,
): RowContent {
  const { bytes } = text
  if (text.wide && !isUtf8(bytes.subarray(at, end))) throw notUtf8(bytes.subarray(at, end))
  const others = entries.filter((entry) => entry.key !== 'prompt')
  const body = `{${others.map((entry) => bytes.toString('utf8', entry.from, entry.to)).join(',')}}`
  let fields: Record<string, unknown>
  try {
    fields = JSON.parse(body)
  } catch (error) {
    throw new RowFault(`not JSON: ${(error as Error).message}`)
  }
  const known = knownFields(fields)
  if (!prompt) throw new RowFault('no field prompt')
  if (prompt.fault) throw promptFault(bytes, prompt, prompt.fault)
  const raw = (key: string) => {
    const entry = others.findLast((one) => one.key === key)
    return entry && fields[key] !== null ? bytes.toString('utf8', entry.value, entry.to) : null
  }
  return {
    ...known,
    hash: ids ? hashRow(bytes, fields, prompt) : null,
    rowBytes: end - at,
    promptAt: prompt.from - at,
    bytes: prompt.to - prompt.from,
    rewardModel: raw('reward_model') ?? '',
    extraInfo: raw('extra_info'),
    others: otherFields(fields),
  }
}

const OWN_FIELDS = new Set(['prompt', 'data_source', 'ability', 'reward_model', 'extra_info'])

/** A longer text or list is kept by its beginning: the row itself stays in its file. */
const LONGEST_FIELD = 2000

function otherFields(fields: Record<string, unknown>): string | null {
  const others = Object.entries(fields).filter(([key]) => !OWN_FIELDS.has(key))
  if (others.length === 0) return null
  return JSON.stringify(
    Object.fromEntries(
      others.map(([key, value]) => {
        const text = typeof value === 'string' ? value : JSON.stringify(value)
        return [key, text.length > LONGEST_FIELD ? `${text.slice(0, LONGEST_FIELD).toWellFormed()}…` : value]
      }),
    ),
  )
}

/** A prompt whose walk stopped may also be no JSON further on, which is the graver fault. */
function promptFault(bytes: Buffer, prompt: PromptSpans, fault: string): RowFault {
  const text = bytes.toString('utf8', prompt.from, prompt.to)
  try {
    JSON.parse(text)
  } catch (error) {
    return new RowFault(`prompt is not JSON: ${(error as Error).message}`)
  }
  return new RowFault(fault, shownValue(text))
}

/** Canonical JSON of the row with the prompt in its alphabetical place, hashed without putting it together. */
function hashRow(bytes: Buffer, fields: Record<string, unknown>, prompt: PromptSpans): string {
  const hash = createHash('sha256')
  const keys = Object.keys(fields).sort(compareCodePoints)
  const before = keys.filter((key) => compareCodePoints(key, 'prompt') < 0)
  const text = (some: string[]) => some.map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key])}`)
  hash.update(
    `{${text(before)
      .map((entry) => `${entry},`)
      .join('')}"prompt":`,
  )
  hashPrompt(hash, bytes, prompt)
  hash.update(
    `${text(keys.slice(before.length))
      .map((entry) => `,${entry}`)
      .join('')}}`,
  )
  return hash.digest('hex').slice(0, 16)
}

type Known = Pick<ScannedRow, 'task' | 'language' | 'dataSource' | 'rewardType' | 'subTask' | 'ability' | 'question'>

/** The fields that data-formats.md names, with their types checked. */
function knownFields(fields: Record<string, unknown>): Known {
  const dataSource = stringField(fields, 'data_source', 'data_source')
  if (dataSource === null) throw new RowFault('no field data_source')
  const ability = stringField(fields, 'ability', 'ability')
  const rewardModel = objectField(fields, 'reward_model')
  if (rewardModel === null) throw new RowFault('no field reward_model')
  const truth = rewardModel.ground_truth
  if (truth === undefined || truth === null) throw new RowFault('no reward_model.ground_truth', shownValue(rewardModel))
  const extra = objectField(fields, 'extra_info')
  const rewardMode = extra && stringField(extra, 'reward_mode', 'extra_info.reward_mode')
  const question = (extra && stringField(extra, 'question', 'extra_info.question')) ?? ''
  const gold: unknown = Array.isArray(truth) ? truth.at(-1) : truth
  const summary = typeof gold === 'object' && gold !== null ? (gold as Record<string, unknown>).summary : undefined
  const task = taskOf(dataSource, rewardMode)
  const language: Language = languageOf(summary, question)
  return {
    dataSource,
    ability,
    question,
    task: task && TASKS.findIndex((one) => one.id === task),
    rewardType: rewardTypeOf(rewardMode),
    subTask: rewardMode && (dataSource === 'longbench_pro' || metricOf(rewardMode)) ? rewardMode : null,
    language: language === 'Chinese' ? 1 : 0,
  }
}

/** Absent and null are the same: parquet writes null for a column that a row does not have. */
function stringField(fields: Record<string, unknown>, key: string, name: string): string | null {
  const value = Object.hasOwn(fields, key) ? fields[key] : null
  if (value === null || typeof value === 'string') return value
  throw new RowFault(`${name} is not a string`, shownValue(value))
}

function objectField(fields: Record<string, unknown>, key: string): Record<string, unknown> | null {
  const value = Object.hasOwn(fields, key) ? fields[key] : null
  if (value === null) return null
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw new RowFault(`${key} is not an object`, shownValue(value))
}

/** With the text around the first byte that is not UTF-8; the replacement character stands for it. */
function notUtf8(bytes: Buffer): RowFault {
  let low = 0
  let high = bytes.length
  // isUtf8 of a prefix may fail on a cut character too: that moves the window by three bytes at most.
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (isUtf8(bytes.subarray(0, middle))) low = middle
    else high = middle
  }
  return new RowFault('not valid UTF-8', shownValue(bytes.toString('utf8', Math.max(0, low - 40), low + 40)))
}

/** What a fault is called in the list of rows set aside. @param at where the row begins in `bytes` */
export function faultReason(
  error: unknown,
  bytes: Buffer,
  at: number,
  end: number,
): { reason: string; value: string | null } {
  if (error instanceof RowFault) return { reason: error.message, value: error.value }
  if (!(error instanceof JsonFault)) throw error
  if (error.ended) {
    return {
      reason: 'the row ends before it is complete',
      value: shownValue(bytes.toString('utf8', Math.max(at, end - 100), end)),
    }
  }
  const place = error.at - at + 1
  return {
    reason: `not JSON at byte ${place} of the row`,
    value: shownValue(bytes.toString('utf8', Math.max(at, error.at - 60), Math.min(end, error.at + 40))),
  }
}

/** Reads one line (without its line end). Null for a blank one. */
export function readLine(
  text: JsonText,
  from: number,
  to: number,
  ids = true,
): { readonly row: RowContent; readonly at: number } | null {
  const { bytes } = text
  const at = skipSpace(text, from, to)
  if (at === to) return null
  if (bytes[at] !== OPEN_BRACE) {
    if (!isUtf8(bytes.subarray(from, to))) throw notUtf8(bytes.subarray(from, to))
    throw new RowFault('not a JSON object', shownValue(bytes.toString('utf8', at, Math.min(to, at + 400))))
  }
  const { row, end } = readRow(text, at, to, ids)
  const rest = skipSpace(text, end, to)
  if (rest !== to) throw new JsonFault(rest, false)
  return { row, at }
}
