/**
 * One message as bytes, for WebSockets and sockets: no base64, typed arrays as they lie in memory.
 *
 *   u32 LE  length of the header in bytes
 *   header  UTF-8 JSON: {"message": plain data, "buffers": [[path, type, length], ...], "numbers": [[path, name], ...]}
 *   then    each buffer, little-endian, starting at a multiple of 8 bytes from the frame's start
 *
 * A typed array's place in `message` holds null and its path is listed, so no plain data can be mistaken for one. A long
 * text is a buffer of type "Text", UTF-8: a prompt of a megabyte is neither escaped nor parsed on its way.
 * NaN, the infinities, -0 and undefined list elements have no JSON form and are listed too: null, 0 and NaN stay apart.
 */
import { LongviewError } from '../model/errors.ts'

/** The host's UTF-8: this file is pure. `decode` must throw on invalid bytes. */
export interface Utf8 {
  encode(text: string): Uint8Array
  decode(bytes: Uint8Array): string
}

const ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const
type ArrayName = keyof typeof ARRAYS
type TypedArray = InstanceType<(typeof ARRAYS)[ArrayName]>
type Path = readonly (string | number)[]

/** UTF-16 units from which a string travels as a buffer: below, its entry in the header costs more than the escaping. */
const LONG_TEXT = 16_384

const NUMBERS: Readonly<Record<string, number | undefined>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
  undefined: undefined,
}

interface Lifted {
  readonly utf8: Utf8
  readonly buffers: {
    readonly path: Path
    readonly type: ArrayName | 'Text'
    readonly array: TypedArray | Uint8Array
  }[]
  readonly numbers: (readonly [Path, string])[]
}

function arrayName(value: object): ArrayName | null {
  if (!ArrayBuffer.isView(value)) return null
  const name = Object.prototype.toString.call(value).slice(8, -1)
  if (!Object.hasOwn(ARRAYS, name)) throw new TypeError(`${name} cannot cross the engine's border`)
  return name as ArrayName
}

/** Needs no look: most of every message. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value === 'string') return value.length < LONG_TEXT
  return typeof value === 'boolean' || value == null
}

/** The value without what JSON cannot carry; the same object where nothing had to be lifted out. */
function lift(value: unknown, path: Path, out: Lifted): unknown {
  if (isJson(value)) return value
  if (typeof value === 'number') {
    out.numbers.push([path, Object.is(value, -0) ? '-0' : String(value)])
    return null
  }
  if (typeof value === 'string') {
    // A lone surrogate has no UTF-8: JSON's escapes carry it.
    if (!value.isWellFormed()) return value
    out.buffers.push({ path, type: 'Text', array: out.utf8.encode(value) })
    return null
  }
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`a ${typeof value} cannot cross the engine's border`)
  const type = arrayName(value)
  if (type) {
    out.buffers.push({ path, type, array: value as TypedArray })
    return null
  }
  return Array.isArray(value) ? liftList(value, path, out) : liftObject(value, path, out)
}

function liftList(list: readonly unknown[], path: Path, out: Lifted): unknown {
  let copy: unknown[] | null = null
  for (let i = 0; i < list.length; i++) {
    if (list[i] !== undefined && isJson(list[i])) continue
    const plain = list[i] === undefined ? null : lift(list[i], [...path, i], out)
    if (list[i] === undefined) out.numbers.push([[...path, i], 'undefined'])
    if (plain === list[i]) continue
    copy ??= list.slice()
    copy[i] = plain
  }
  return copy ?? list
}

function liftObject(object: object, path: Path, out: Lifted): unknown {
  let copy: Record<string, unknown> | null = null
  for (const [key, value] of Object.entries(object)) {
    if (isJson(value)) continue
    const plain = lift(value, [...path, key], out)
    if (plain === value) continue
    copy ??= { ...object }
    copy[key] = plain
  }
  return copy ?? object
}

const aligned = (bytes: number) => (bytes + 7) & ~7

/** @throws {TypeError} on what no transport can carry: functions, symbols, bigints outside arrays, DataView */
export function encodeFrame(message: unknown, utf8: Utf8): Uint8Array {
  const lifted: Lifted = { utf8, buffers: [], numbers: [] }
  const plain = lift(message, [], lifted)
  const header = utf8.encode(
    JSON.stringify({
      message: plain,
      ...(lifted.buffers.length > 0 && { buffers: lifted.buffers.map((b) => [b.path, b.type, b.array.length]) }),
      ...(lifted.numbers.length > 0 && { numbers: lifted.numbers }),
    }),
  )
  let size = 4 + header.length
  for (const { array } of lifted.buffers) size = aligned(size) + array.byteLength
  const frame = new Uint8Array(size)
  new DataView(frame.buffer).setUint32(0, header.length, true)
  frame.set(header, 4)
  let at = 4 + header.length
  for (const { array } of lifted.buffers) {
    at = aligned(at)
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at)
    at += array.byteLength
  }
  return frame
}

function broken(why: string): LongviewError {
  return new LongviewError({
    code: 'connection',
    what: `A message between engine and front is damaged: ${why}.`,
    remedy: 'Reload the page, or start the command again. Nothing that was stored is affected.',
  })
}

/** Puts `value` at `path`; follows own properties only, so that no path reaches a prototype. */
function place(root: { message: unknown }, path: unknown, value: unknown): void {
  if (!Array.isArray(path)) throw broken('a path is no list')
  let holder: unknown = root
  let key: string | number = 'message'
  for (const step of path) {
    if (typeof step !== 'string' && typeof step !== 'number') throw broken('a path has a step that is no key')
    holder = (holder as Record<string | number, unknown>)[key]
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step))
      throw broken('a path leads nowhere')
    key = step
  }
  if ((holder as Record<string | number, unknown>)[key] !== null) throw broken('a path leads to a value that is taken')
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true })
}

function arrayAt(frame: Uint8Array, at: number, type: unknown, length: unknown): TypedArray {
  if (typeof type !== 'string' || !Object.hasOwn(ARRAYS, type)) throw broken('an array is of no known type')
  const Kind = ARRAYS[type as ArrayName]
  if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) throw broken('an array has no length')
  const bytes = length * Kind.BYTES_PER_ELEMENT
  if (at + bytes > frame.length) throw broken('it ends in the middle of an array')
  const start = frame.byteOffset + at
  // A view where memory allows it, else a copy: Node's sockets hand out slices at odd places.
  if (start % Kind.BYTES_PER_ELEMENT === 0) return new Kind(frame.buffer as ArrayBuffer, start, length)
  // Not `frame.slice`: a Buffer's is a view over memory that holds other things too.
  return new Kind(new Uint8Array(frame.subarray(at, at + bytes)).buffer)
}

function textOf(bytes: Uint8Array, utf8: Utf8): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw broken('a text is not UTF-8')
  }
}

/** @throws {LongviewError} code `connection`, on any frame that `encodeFrame` did not make */
export function decodeFrame(frame: Uint8Array, utf8: Utf8): unknown {
  if (frame.length < 4) throw broken('it is shorter than its own length')
  const headerLength = new DataView(frame.buffer, frame.byteOffset, 4).getUint32(0, true)
  if (4 + headerLength > frame.length) throw broken('it ends in the middle of its header')
  let header: unknown
  try {
    header = JSON.parse(utf8.decode(frame.subarray(4, 4 + headerLength)))
  } catch (error) {
    throw broken(`its header is not JSON (${error instanceof Error ? error.message : String(error)})`)
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw broken('its header is no object')
  const { message, buffers = [], numbers = [] } = header as Record<string, unknown>
  if (!Array.isArray(buffers) || !Array.isArray(numbers)) throw broken('its header lists nothing')
  const root = { message }
  let at = 4 + headerLength
  for (const entry of buffers) {
    if (!Array.isArray(entry)) throw broken('an array has no entry')
    const [path, type, length] = entry
    at = aligned(at)
    const array = arrayAt(frame, at, type === 'Text' ? 'Uint8Array' : type, length)
    place(root, path, type === 'Text' ? textOf(array as Uint8Array, utf8) : array)
    at += array.byteLength
  }
  if (at !== frame.length) throw broken('bytes are left over')
  for (const entry of numbers) {
    if (!Array.isArray(entry) || typeof entry[1] !== 'string' || !Object.hasOwn(NUMBERS, entry[1]))
      throw broken('a number is of no known name')
    place(root, entry[0], NUMBERS[entry[1]])
  }
  return root.message
}
