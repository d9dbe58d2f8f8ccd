import { JsonLimitError, tryLoads } from '../../math/python/json.ts'
import { str } from '../../math/python/repr.ts'
import { fromPlain, type PyValue, typeName } from '../../math/python/values.ts'
import type { LongviewError } from '../../model/errors.ts'
import type { Truth } from '../../model/sample.ts'
import { goldError, isObject } from '../shared/gold.ts'

/**
 * The gold's rows; or `unreadable`, a label that is no JSON (the trainer gives 0 whatever the response); or `broken`,
 * `data` that cannot be iterated (the trainer crashes once the response has given a list).
 */
export type GoldRows =
  | { readonly kind: 'rows'; readonly rows: readonly PyValue[] }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'broken'; readonly error: LongviewError }

/** A gold that a response can be compared with. */
export type UsableGold = Exclude<GoldRows, { kind: 'unreadable' }>

/**
 * `golden_label` read as JSON, its `data`. A ground_truth without golden_label is itself the gold object; one that is no
 * object, a list too, has no rows.
 */
export function goldRows(truth: Truth): GoldRows {
  const holder = truth.groundTruth
  if (!isObject(holder) || !Object.hasOwn(holder, 'golden_label')) return rowsOf(fromPlain(holder))
  const label = holder.golden_label
  if (typeof label !== 'string') return { kind: 'unreadable', why: 'golden_label is no text' }
  try {
    const { value, failure } = tryLoads(label)
    return failure ? { kind: 'unreadable', why: `golden_label: ${failure.message}` } : rowsOf(value)
  } catch (error) {
    if (error instanceof JsonLimitError) throw goldError('golden_label cannot be read', label, error.message)
    throw error
  }
}

function rowsOf(answer: PyValue): GoldRows {
  if (!(answer instanceof Map)) return { kind: 'rows', rows: [] }
  const data = answer.has('data') ? (answer.get('data') as PyValue) : []
  if (Array.isArray(data)) return { kind: 'rows', rows: data }
  if (typeof data === 'string') return { kind: 'rows', rows: [...data] }
  if (data instanceof Map) return { kind: 'rows', rows: [...data.keys()] }
  const what = `the gold's "data" is no list: '${typeName(data)}' object is not iterable`
  return { kind: 'broken', error: goldError(what, str(data), 'Make it a list of rows.') }
}
