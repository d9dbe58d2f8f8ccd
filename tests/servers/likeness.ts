/** Whether two servers answer alike: status, headers, framing, and every body by keys, types and the words of its errors. */
import type { Reply } from './exchanges.ts'

/** A JSON value without what differs from call to call: what is left must be the same. */
type Shape = string | readonly Shape[] | { readonly [key: string]: Shape }

/** Under these keys the value itself is part of the protocol. */
const SPOKEN = new Set(['object', 'role', 'owned_by', 'detail', 'error', 'message', 'code', 'param', 'status', 'type'])
/** A value that is null or there, by what was asked before. */
const SOMETIMES = new Set(['matched_stop', 'prompt_tokens_details', 'finish_reason', 'decode_moments'])

function shapeOf(value: unknown, key = ''): Shape {
  if (SOMETIMES.has(key)) return 'sometimes'
  if (Array.isArray(value)) {
    const shapes = [...new Map(value.map((one) => shapeOf(one)).map((one) => [JSON.stringify(one), one])).values()]
    return shapes
  }
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, own]) => [name, shapeOf(own, name)]),
    )
  if (SPOKEN.has(key)) return typeof value === 'string' ? withoutNumbers(value) : JSON.stringify(value)
  return value === null ? 'null' : typeof value
}

/** Without ids, numbers, the folder that a server is installed in, and the order in which a hash map told its facts. */
const withoutNumbers = (text: string): string =>
  text
    .replace(/File "[^"]*site-packages/g, 'File "…')
    .replace(/lv-[\w-]+/g, 'lv-…')
    .replace(/\d+(\.\d+)*/g, '#')
    .replace(/\{("\w+": Number\(#\)(, )?)+\}/g, (facts) => `{${facts.slice(1, -1).split(', ').sort().join(', ')}}`)

/** What kind of event it is, so that streams of different lengths can be compared. */
function eventKind(data: string): string {
  if (data === '[DONE]') return 'done'
  const { error, choices } = JSON.parse(data) as { error?: unknown; choices?: Record<string, unknown>[] }
  if (error) return 'error'
  if (!choices || choices.length === 0) return 'usage'
  const delta = choices[0].delta as Record<string, unknown>
  return choices[0].finish_reason ? 'finish' : 'role' in delta ? 'role' : 'text'
}

const spacing = (json: string): string => (/^\{"[^"]*": /.test(json) ? 'spaced' : 'tight')

function bodyShape(reply: Reply): Shape {
  if (!/^text\/event-stream/.test(reply.headers['content-type'] ?? '') || !reply.body.startsWith('data: ')) {
    if (reply.body === '') return 'empty'
    try {
      return { spacing: spacing(reply.body), json: shapeOf(JSON.parse(reply.body)) }
    } catch {
      return `text: ${withoutNumbers(reply.body)}`
    }
  }
  const events = reply.body.split('\n\n').filter((part) => part !== '')
  if (events.map((event) => `${event}\n\n`).join('') !== reply.body) return 'not framed as events of one line'
  const shapes = new Map<string, Shape>()
  const order: string[] = []
  for (const event of events) {
    const data = event.slice('data: '.length)
    const kind = eventKind(data)
    // Of n responses the events are interleaved: their order among each other is chance.
    if (!order.includes(kind)) order.push(kind)
    if (kind !== 'done' && !shapes.has(kind))
      shapes.set(kind, { spacing: spacing(data), json: shapeOf(JSON.parse(data)) })
  }
  return { order, ids: idsOf(events), ...Object.fromEntries(shapes) }
}

/** How many ids the events of each kind have: several responses may share one, or have their own. */
function idsOf(events: readonly string[]): Shape {
  const ids: Record<string, Set<unknown>> = {}
  for (const data of events.map((event) => event.slice('data: '.length)).filter((said) => said !== '[DONE]')) {
    const kind = eventKind(data)
    ids[kind] ??= new Set()
    ids[kind].add((JSON.parse(data) as { id?: unknown }).id)
  }
  return Object.fromEntries(Object.entries(ids).map(([kind, own]) => [kind, String(own.size)]))
}

/** Different in each answer. */
const VOLATILE = new Set(['date', 'content-length', 'x-request-id'])

export function likenessOf(reply: Reply): Shape {
  const headers = Object.entries(reply.headers).map(
    ([name, value]) => [name, VOLATILE.has(name) ? '…' : value] as const,
  )
  return {
    status: String(reply.status),
    headers: Object.fromEntries(headers.sort(([a], [b]) => (a < b ? -1 : 1))),
    body: bodyShape(reply),
  }
}
