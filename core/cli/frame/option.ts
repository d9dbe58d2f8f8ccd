/**
 * One option of a verb: parsing, help, errors and docs derive from these tables and from nothing else.
 */
import { LongviewError, shownValue } from '../../model/errors.ts'
import { nearest } from './nearest.ts'

export interface Option<Value> {
  /** Absent: a flag without a value. */
  readonly placeholder?: string
  readonly help: string
  readonly short?: string
  /** May be given several times; the values make a list. */
  readonly many?: true
  /** Shown in the help; what stands when the option is not given. */
  readonly fallback?: Value
  /** One value as typed. Throws a Problem that says what is allowed. */
  readonly read: (text: string) => unknown
}

/** What is wrong with a value; the option's name and the value are added by whoever parses. */
export class Problem extends Error {}

export type Options = Readonly<Record<string, Option<unknown>>>
export type ValuesOf<Table extends Options> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer Value> ? Value : never
}

interface Extra<Value> {
  readonly short?: string
  readonly fallback?: Value
}

export function flag(help: string, extra: { readonly short?: string } = {}): Option<boolean> {
  return { help, ...extra, fallback: false, read: () => true }
}

const asTyped = (text: string) => text

export function text(
  placeholder: string,
  help: string,
  extra: Extra<string> & { readonly fallback: string },
): Option<string>
export function text(placeholder: string, help: string, extra?: Extra<string>): Option<string | undefined>
export function text(placeholder: string, help: string, extra: Extra<string> = {}): Option<string | undefined> {
  return { placeholder, help, ...extra, read: asTyped }
}

export function texts(placeholder: string, help: string): Option<readonly string[]> {
  return { placeholder, help, many: true, fallback: [], read: asTyped }
}

interface Range {
  readonly least?: number
  readonly most?: number
  /** The least itself is not allowed. */
  readonly above?: number
}

function inRange(value: number, { least, most, above }: Range, kind: string): number {
  const bounds = [
    least !== undefined && `at least ${least}`,
    above !== undefined && `above ${above}`,
    most !== undefined && `at most ${most}`,
  ].filter(Boolean)
  const allowed = `${kind}${bounds.length > 0 ? ` ${bounds.join(' and ')}` : ''}`
  const inside =
    value >= (least ?? Number.NEGATIVE_INFINITY) &&
    value <= (most ?? Number.POSITIVE_INFINITY) &&
    (above === undefined || value > above)
  if (!inside) throw new Problem(`must be ${allowed}`)
  return value
}

export function integer(
  placeholder: string,
  help: string,
  extra: Range & Extra<number> & { readonly fallback: number },
): Option<number>
export function integer(placeholder: string, help: string, extra?: Range & Extra<number>): Option<number | undefined>
export function integer(
  placeholder: string,
  help: string,
  extra: Range & Extra<number> = {},
): Option<number | undefined> {
  const read = (value: string) => {
    const exact = /^[+-]?\d+$/.test(value) && Number.isSafeInteger(Number(value))
    return inRange(exact ? Number(value) : Number.NaN, extra, 'a whole number')
  }
  return { placeholder, help, short: extra.short, fallback: extra.fallback, read }
}

export function number(
  placeholder: string,
  help: string,
  extra: Range & Extra<number> & { readonly fallback: number },
): Option<number>
export function number(placeholder: string, help: string, extra?: Range & Extra<number>): Option<number | undefined>
export function number(
  placeholder: string,
  help: string,
  extra: Range & Extra<number> = {},
): Option<number | undefined> {
  const read = (value: string) => {
    const finite = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) && Number.isFinite(Number(value))
    return inRange(finite ? Number(value) : Number.NaN, extra, 'a number')
  }
  return { placeholder, help, short: extra.short, fallback: extra.fallback, read }
}

function oneOf<Value extends string>(allowed: readonly Value[], typed: string): Value {
  const found = allowed.find((one) => one === typed)
  if (found !== undefined) return found
  const close = nearest(typed, allowed)
  throw new Problem(`must be one of ${allowed.join(', ')}${close ? `; did you mean ${close}?` : ''}`)
}

export function choice<Value extends string>(
  allowed: readonly Value[],
  help: string,
  extra: Extra<Value> & { readonly fallback: Value },
): Option<Value>
export function choice<Value extends string>(
  allowed: readonly Value[],
  help: string,
  extra?: Extra<Value>,
): Option<Value | undefined>
export function choice<Value extends string>(
  allowed: readonly Value[],
  help: string,
  extra: Extra<Value> = {},
): Option<Value | undefined> {
  return { placeholder: allowed.join('|'), help, ...extra, read: (value) => oneOf(allowed, value) }
}

/** As `choice`, several times, with a placeholder of its own because the list is long. */
export function choices<Value extends string>(
  placeholder: string,
  allowed: readonly Value[],
  help: string,
): Option<readonly Value[]> {
  return { placeholder, help, many: true, fallback: [], read: (value) => oneOf(allowed, value) }
}

/** A value that some other function reads. It throws a Problem. */
export function parsed<Value>(
  placeholder: string,
  help: string,
  read: (text: string) => Value,
): Option<Value | undefined> {
  return { placeholder, help, read }
}

export function json(placeholder: string, help: string): Option<Readonly<Record<string, unknown>> | undefined> {
  return parsed(placeholder, help, (value) => {
    let object: unknown
    try {
      object = JSON.parse(value)
    } catch (error) {
      throw new Problem(`must be a JSON object (${error instanceof Error ? error.message : String(error)})`)
    }
    if (typeof object !== 'object' || object === null || Array.isArray(object))
      throw new Problem('must be a JSON object')
    return object as Record<string, unknown>
  })
}

export function usage(what: string, parts: { where?: string; value?: unknown; remedy?: string } = {}): LongviewError {
  const { where, value, remedy } = parts
  return new LongviewError({
    code: 'usage',
    what,
    ...(where !== undefined && { where }),
    ...(value !== undefined && { value: shownValue(value) }),
    ...(remedy !== undefined && { remedy }),
  })
}
