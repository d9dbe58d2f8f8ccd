/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, for pure code: the engine has a faster one. Used where a document must
 * carry the hash of its own part.
 */

/** The digest as base64, the form that a Content-Security-Policy names. */
export function sha256Base64(text: string): string {
  return base64(digest(utf8(text)))
}

const ROUNDS = 64

/** First 32 bits of the fractional parts of the roots of the first primes. */
function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const out = new Uint32Array(count)
  let found = 0
  for (let n = 2; found < count; n++) {
    let prime = true
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false
    if (prime) out[found++] = (root(n) % 1) * 2 ** 32
  }
  return out
}

const K = fractions(ROUNDS, Math.cbrt)
const START = fractions(8, Math.sqrt)

function digest(message: Uint8Array): Uint8Array {
  const length = (((message.length + 8) >> 6) + 1) << 6
  const padded = new Uint8Array(length)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 8, Math.floor(message.length / 2 ** 29))
  view.setUint32(length - 4, (message.length << 3) >>> 0)
  const h = START.slice()
  const w = new Uint32Array(ROUNDS)
  for (let block = 0; block < length; block += 64) {
    for (let t = 0; t < 16; t++) w[t] = view.getUint32(block + 4 * t)
    compress(h, w)
  }
  const out = new DataView(new ArrayBuffer(32))
  h.forEach((word, i) => {
    out.setUint32(4 * i, word)
  })
  return new Uint8Array(out.buffer)
}

const turn = (x: number, by: number) => (x >>> by) | (x << (32 - by))

function compress(state: Uint32Array, w: Uint32Array): void {
  for (let t = 16; t < ROUNDS; t++) {
    const s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ (w[t - 15] >>> 3)
    const s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ (w[t - 2] >>> 10)
    w[t] = w[t - 16] + s0 + w[t - 7] + s1
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let t = 0; t < ROUNDS; t++) {
    const mixed = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const first = (h + mixed + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] += word
  })
}

/** UTF-8; a lone surrogate becomes U+FFFD, as an encoder writes it. */
export function utf8(text: string): Uint8Array {
  const out: number[] = []
  for (const c of text.toWellFormed()) {
    const code = c.codePointAt(0) ?? 0
    if (code < 0x80) out.push(code)
    else if (code < 0x800) out.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) out.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else out.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
  }
  return Uint8Array.from(out)
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function base64(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const known = Math.min(3, bytes.length - i) + 1
    for (let k = 0; k < 4; k++) out += k < known ? ALPHABET[(three >> (18 - 6 * k)) & 63] : '='
  }
  return out
}
