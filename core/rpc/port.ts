import { decodeFrame, encodeFrame, type Utf8 } from './frames.ts'

/**
 * One end of a two-way line. Messages arrive whole, in order, or not at all. `onClose` is called once, whichever side
 * closed; after it nothing arrives and `send` does nothing.
 */
export interface Port {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** A WebSocket as browsers have it and as `ws` has it: what both share. Must be open, or opening. */
export interface SocketLike {
  binaryType: string
  readonly readyState: number
  send(data: Uint8Array<ArrayBuffer>): void
  close(): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close' | 'error', listener: () => void): void
}

/** Frames over a WebSocket. A message that is no frame closes the line: a peer that sends one cannot be trusted on. */
export function webSocketPort(socket: SocketLike, utf8: Utf8): Port {
  socket.binaryType = 'arraybuffer'
  return {
    send(message) {
      const frame = encodeFrame(message, utf8)
      if (socket.readyState === 1) socket.send(frame as Uint8Array<ArrayBuffer>)
    },
    onMessage(listener) {
      socket.addEventListener('message', (event) => {
        if (!(event.data instanceof ArrayBuffer)) return socket.close()
        let message: unknown
        try {
          message = decodeFrame(new Uint8Array(event.data), utf8)
        } catch {
          // Damaged or hostile: the other end learns it from the close, and every pending call of this one ends.
          return socket.close()
        }
        listener(message)
      })
    },
    onClose(listener) {
      let told = false
      const tell = () => {
        if (!told) listener()
        told = true
      }
      socket.addEventListener('close', tell)
      socket.addEventListener('error', tell)
    },
    close: () => socket.close(),
  }
}
