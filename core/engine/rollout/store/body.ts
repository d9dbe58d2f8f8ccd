import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** How a response's text lies in bodies.body. */
const CODEC = { utf8: 0, zstd: 1, zstdUtf16: 2 } as const

/** Below this zstd's frame costs more than it saves. */
const SMALL = 96
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

export interface StoredBody {
  readonly codec: number
  readonly body: Buffer
}

/** UTF-8 cannot hold a lone surrogate, and the stored text must be the one that came: such a text is kept as UTF-16. */
export function packBody(text: string): StoredBody {
  if (!text.isWellFormed())
    return { codec: CODEC.zstdUtf16, body: zstdCompressSync(Buffer.from(text, 'utf16le'), LEVEL) }
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length < SMALL) return { codec: CODEC.utf8, body: bytes }
  return { codec: CODEC.zstd, body: zstdCompressSync(bytes, LEVEL) }
}

/** @throws {Error} where the stored frame is damaged */
export function unpackBody(codec: number, body: Buffer): string {
  if (codec === CODEC.utf8) return body.toString('utf8')
  if (codec === CODEC.zstd) return zstdDecompressSync(body).toString('utf8')
  if (codec === CODEC.zstdUtf16) return zstdDecompressSync(body).toString('utf16le')
  throw new Error(`A body of codec ${codec} cannot be read by this version`)
}

/** Length in code points: what a reader calls characters, also beyond the basic plane. */
export function codePoints(text: string): number {
  let pairs = 0
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      pairs++
      i++
    }
  }
  return text.length - pairs
}
