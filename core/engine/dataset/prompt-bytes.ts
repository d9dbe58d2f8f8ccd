import type { Hash } from 'node:crypto'
import { canonicalJson, compareCodePoints } from '../../model/ids.ts'
import {
  CLOSE_BRACKET,
  COMMA,
  type EntrySpan,
  JsonFault,
  type JsonText,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  readEntries,
  skipSpace,
  skipValue,
} from './json-bytes.ts'

/** A prompt found in bytes: its messages' entries, in order, and whether each value may be hashed as it stands. */
export interface PromptSpans {
  readonly from: number
  readonly to: number
  readonly messages: readonly (readonly MessageEntry[])[]
  /** What is wrong with it, or null. */
  readonly fault: string | null
}

interface MessageEntry extends EntrySpan {
  /** A string without escapes that have a second spelling. */
  readonly clean: boolean
}

/** Finds the prompt at `at` and looks at the types of its parts, without making strings of them. */
export function walkPrompt(text: JsonText, at: number, end: number): PromptSpans {
  const { bytes } = text
  const messages: MessageEntry[][] = []
  const wrong = (fault: string): PromptSpans => ({ from: at, to: skipValue(text, at, end), messages: [], fault })
  if (bytes[at] !== OPEN_BRACKET) return wrong(`prompt is ${kindAt(bytes, at)}, not a list of {role, content}`)
  let i = skipSpace(text, at + 1, end)
  if (bytes[i] === CLOSE_BRACKET && i < end) return wrong('prompt is an empty list')
  for (;;) {
    if (i >= end) throw new JsonFault(end, true)
    const which = messages.length + 1
    if (bytes[i] !== OPEN_BRACE) return wrong(`message ${which} of prompt is ${kindAt(bytes, i)}, not {role, content}`)
    const cleans: boolean[] = []
    const entries: EntrySpan[] = []
    const stop = readEntries(text, i, end, entries, (_key, value) => {
      const isString = bytes[value] === QUOTE
      const to = isString ? text.stringEnd(value + 1, end) + 1 : skipValue(text, value, end)
      if (!isString) checkJson(bytes, value, to)
      cleans.push(isString && !text.dirty)
      return to
    })
    const message = lastOfEach(entries.map((entry, k) => ({ ...entry, clean: cleans[k] })))
    for (const key of ['role', 'content']) {
      const entry = message.find((one) => one.key === key)
      if (!entry) return wrong(`message ${which} of prompt has no ${key}`)
      if (bytes[entry.value] !== QUOTE) {
        return wrong(`${key} of message ${which} of prompt is ${kindAt(bytes, entry.value)}, not a string`)
      }
    }
    messages.push(message)
    i = skipSpace(text, stop, end)
    if (i >= end) throw new JsonFault(end, true)
    if (bytes[i] === CLOSE_BRACKET) return { from: at, to: i + 1, messages, fault: null }
    if (bytes[i] !== COMMA) throw new JsonFault(i, false)
    i = skipSpace(text, i + 1, end)
  }
}

/** Of equal keys the last stands, as JSON.parse has it. */
function lastOfEach<Entry extends EntrySpan>(entries: Entry[]): Entry[] {
  const last = new Map(entries.map((entry) => [entry.key, entry]))
  return [...last.values()].sort((a, b) => compareCodePoints(a.key, b.key))
}

/** @throws {JsonFault} where the value's text is not JSON through and through */
export function checkJson(bytes: Buffer, from: number, to: number): void {
  try {
    JSON.parse(bytes.toString('utf8', from, to))
  } catch {
    throw new JsonFault(from, false)
  }
}

/** The type of the value at `at` in words. */
export function kindAt(bytes: Uint8Array, at: number): string {
  switch (bytes[at]) {
    case QUOTE:
      return 'a string'
    case OPEN_BRACE:
      return 'an object'
    case OPEN_BRACKET:
      return 'a list'
    case 0x6e:
      return 'null'
    case 0x74:
    case 0x66:
      return 'true or false'
    default:
      return 'a number'
  }
}

/**
 * Feeds the prompt's canonical JSON to `hash`. A megabyte of clean text goes in as it lies in the file; only strings
 * with `\u` or `\/`, and values that are no strings, are parsed and spelled anew.
 */
export function hashPrompt(hash: Hash, bytes: Buffer, prompt: PromptSpans): void {
  let glue = '['
  for (const message of prompt.messages) {
    glue += '{'
    message.forEach((entry, k) => {
      glue += `${k > 0 ? ',' : ''}${JSON.stringify(entry.key)}:`
      if (entry.clean) {
        hash.update(glue)
        hash.update(bytes.subarray(entry.value, entry.to))
        glue = ''
      } else glue += canonicalJson(JSON.parse(bytes.toString('utf8', entry.value, entry.to)))
    })
    glue += '},'
  }
  hash.update(`${glue.slice(0, -1)}]`)
}
