import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Where a block's text lies in the row store, and its zstd frame in the store's file. */
export interface Block {
  readonly textAt: number
  readonly textBytes: number
  readonly at: number
  readonly bytes: number
}

/** zstd needs length to work with; a row's fetch unpacks one block. */
const BLOCK_BYTES = 256 * 1024

/** The row store of a file that cannot be read by offset itself (.gz, .zst, parquet). */
export const storePath = (dir: string, fileId: number): string => join(dir, 'rows', `${fileId}.zst`)

/** Writes rows, one after the other without anything between, as blocks of whole rows. */
export class BlockWriter {
  readonly blocks: Block[] = []
  readonly #fd: number
  #pieces: Buffer[] = []
  #held = 0
  #textAt = 0
  #at = 0

  constructor(path: string) {
    this.#fd = openSync(path, 'w', 0o600)
  }

  /** @returns the row's offset in the store's text */
  append(row: Buffer): number {
    const at = this.#textAt + this.#held
    this.#pieces.push(Buffer.from(row)) // a copy: the cutter's buffer moves on
    this.#held += row.length
    if (this.#held >= BLOCK_BYTES) this.#flush()
    return at
  }

  /** Writes what is left and sees it onto the disk. */
  finish(): void {
    this.#flush()
    fsyncSync(this.#fd)
  }

  close(): void {
    closeSync(this.#fd)
  }

  #flush(): void {
    if (this.#held === 0) return
    const packed = zstdCompressSync(Buffer.concat(this.#pieces, this.#held), {
      params: { [constants.ZSTD_c_compressionLevel]: 1 },
    })
    for (let done = 0; done < packed.length; ) done += writeSync(this.#fd, packed, done)
    this.blocks.push({ textAt: this.#textAt, textBytes: this.#held, at: this.#at, bytes: packed.length })
    this.#textAt += this.#held
    this.#at += packed.length
    this.#held = 0
    this.#pieces = []
  }
}

/** `length` bytes at `at` of an open file. @throws {RangeError} where the file is shorter */
export function readAt(fd: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const count = readSync(fd, bytes, done, length - done, at + done)
    if (count === 0) throw new RangeError(`the file ends at byte ${at + done}`)
    done += count
  }
  return bytes
}

/** The text of a whole block. */
export function readBlock(fd: number, block: Block): Buffer {
  return zstdDecompressSync(readAt(fd, block.at, block.bytes), { maxOutputLength: block.textBytes })
}
