import { BACKSLASH, JsonFault, type JsonText, QUOTE } from './json-bytes.ts'
import { ENDED, FLAG_DIRTY, FLAG_FAULT, FLAG_WIDE, PADDING, type StringEnd, stringEndOver } from './string-end.ts'

/** What may follow a backslash, and the four places after its u. */
const ESCAPED = new Set(Buffer.from('"\\/bfnrtu'))
const HEX = new Set(Buffer.from('0123456789abcdefABCDEF'))

/** Any bytes, read one by one: for single rows, and the plain way that the fast one is tested against. */
export class PlainText implements JsonText {
  readonly bytes: Buffer
  readonly newlines = true
  dirty = false
  wide = false

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  stringEnd(at: number, end: number): number {
    const { bytes } = this
    let dirty = false
    for (let i = at; i < end; i++) {
      const byte = bytes[i]
      if (byte === QUOTE) {
        this.dirty = dirty
        return i
      }
      if (byte >= 0x80) this.wide = true
      if (byte === BACKSLASH) {
        if (++i >= end) break
        if (!ESCAPED.has(bytes[i])) throw new JsonFault(i, false)
        if (bytes[i] === 0x2f) dirty = true
        if (bytes[i] !== 0x75) continue
        dirty = true
        for (let k = 0; k < 4; k++) {
          if (++i >= end) throw new JsonFault(end, true)
          if (!HEX.has(bytes[i])) throw new JsonFault(i, false)
        }
      } else if (byte < 0x20) throw new JsonFault(i, false)
    }
    throw new JsonFault(end, true)
  }
}

const PAGE_BYTES = 64 * 1024
const pages = (bytes: number) => Math.ceil((bytes + PADDING) / PAGE_BYTES)

/** Bytes in WebAssembly's memory, read thirty-two at once: what files are scanned in. */
export class FastText implements JsonText {
  bytes: Buffer
  newlines = true
  dirty = false
  wide = false
  readonly #memory: WebAssembly.Memory
  readonly #stringEnd: StringEnd

  /** @param capacity bytes of room at first @param limit room that it may grow to */
  constructor(capacity: number, limit: number) {
    this.#memory = new WebAssembly.Memory({ initial: pages(capacity), maximum: pages(limit) })
    this.#stringEnd = stringEndOver(this.#memory)
    this.bytes = Buffer.from(this.#memory.buffer, 0, capacity)
  }

  /** Makes room for `capacity` bytes; what is there stays in place. */
  grow(capacity: number): void {
    const missing = pages(capacity) - this.#memory.buffer.byteLength / PAGE_BYTES
    if (missing > 0) this.#memory.grow(missing)
    this.bytes = Buffer.from(this.#memory.buffer, 0, capacity)
  }

  stringEnd(at: number, end: number): number {
    const answer = this.#stringEnd(at, end)
    const position = answer >>> 3
    if (position === ENDED) throw new JsonFault(end, true)
    if (answer & FLAG_FAULT) throw new JsonFault(position, false)
    this.dirty = (answer & FLAG_DIRTY) !== 0
    if (answer & FLAG_WIDE) this.wide = true
    return position
  }
}
