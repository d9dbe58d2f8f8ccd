import { decodeFrame, encodeFrame, type Port, type Utf8 } from '../../core/rpc.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
export const utf8: Utf8 = { encode: (text) => new TextEncoder().encode(text), decode: (bytes) => decoder.decode(bytes) }

export interface Pair {
  readonly engineSide: Port
  readonly frontSide: Port
  /** Messages under way and delivered so far, both directions. */
  readonly sent: unknown[]
  drop(): void
}

/** Two ports joined in memory, delivering later as a real line does; `frames` sends every message through its bytes. */
export function portPair({ frames = false } = {}): Pair {
  const sent: unknown[] = []
  let open = true
  const closers: (() => void)[] = []
  const drop = () => {
    if (!open) return
    open = false
    for (const tell of closers) tell()
  }
  const make = (): [Port, { listener: (message: unknown) => void }] => {
    const ear = { listener: (_: unknown) => {} }
    return [
      {
        send: () => {},
        onMessage: (listener) => {
          ear.listener = listener
        },
        onClose: (listener) => void closers.push(listener),
        close: drop,
      },
      ear,
    ]
  }
  const [engineSide, engineEar] = make()
  const [frontSide, frontEar] = make()
  const carry = (to: { listener: (message: unknown) => void }) => (message: unknown) => {
    const copy = frames ? decodeFrame(encodeFrame(message, utf8), utf8) : structuredClone(message)
    if (!open) return
    sent.push(copy)
    setImmediate(() => open && to.listener(copy))
  }
  engineSide.send = carry(frontEar)
  frontSide.send = carry(engineEar)
  return { engineSide, frontSide, sent, drop }
}

/** Lets everything that is under way arrive. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve))
}
