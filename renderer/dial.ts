import { connect, webSocketPort } from '../core/rpc.ts'
import type { Line } from './engine.ts'

const utf8 = {
  encode: (text: string) => new TextEncoder().encode(text),
  decode: (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
}

/** Opens a WebSocket to the page's own origin. @throws where it does not open */
export function dialServer(path: string): Promise<Line> {
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    const dropped = new Promise<void>((done) => socket.addEventListener('close', () => done()))
    socket.addEventListener('error', () => reject(new Error('the line did not open')))
    socket.addEventListener('close', () => reject(new Error('the line closed')))
    socket.addEventListener('open', () => resolve({ engine: connect(webSocketPort(socket, utf8)), dropped }))
  })
}
