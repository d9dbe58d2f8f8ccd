import type { Utf8 } from '../rpc.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Node's UTF-8 for frames. */
export const utf8: Utf8 = {
  encode: (text) => Buffer.from(text, 'utf8'),
  decode: (bytes) => decoder.decode(bytes),
}
