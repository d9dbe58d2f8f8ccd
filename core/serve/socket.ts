/** The engine's own socket: a Unix socket that only its owner may open (a named pipe on Windows), frames with a length. */
import { randomBytes } from 'node:crypto'
import { lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Engine } from '../contract.ts'
import { errorParts } from '../model/errors.ts'
import { decodeFrame, encodeFrame, type Port, type Served, serve } from '../rpc.ts'
import { utf8 } from './utf8.ts'

/** A front sends questions and notebooks; an engine sends whole columns. */
const MOST_FROM_FRONT = 16 << 20
const MOST_FROM_ENGINE = 1 << 30
/** sockaddr_un: 104 bytes on macOS, 108 on Linux, one of them a zero. */
const LONGEST_PATH = 103

/** Frames over a stream, each after its length as u32 LE. Too long or damaged ones cut the line. */
export function socketPort(socket: Socket, mostBytes: number): Port {
  let listener: (message: unknown) => void = () => {}
  let chunks: Buffer[] = []
  let held = 0
  /** Bytes of the frame under way with its length, or null until the length is known. */
  let wanted: number | null = null

  const take = (bytes: number): Buffer => {
    const all = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)
    chunks = all.length > bytes ? [all.subarray(bytes)] : []
    held -= bytes
    return all.subarray(0, bytes)
  }
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    held += chunk.length
    while (!socket.destroyed) {
      if (wanted === null) {
        if (held < 4) return
        wanted = take(4).readUInt32LE(0)
        if (wanted > mostBytes) return void socket.destroy()
      }
      if (held < wanted) return
      const frame = take(wanted)
      wanted = null
      let message: unknown
      try {
        message = decodeFrame(frame, utf8)
      } catch {
        return void socket.destroy() // the other end learns it from the close
      }
      listener(message)
    }
  })
  // A reset says no more than the close that follows it.
  socket.on('error', () => socket.destroy())
  return {
    send(message) {
      const frame = encodeFrame(message, utf8)
      if (!socket.writable) return
      const length = Buffer.alloc(4)
      length.writeUInt32LE(frame.length)
      socket.cork()
      socket.write(length)
      socket.write(frame)
      socket.uncork()
    },
    onMessage(next) {
      listener = next
    },
    onClose(tell) {
      socket.once('close', tell)
    },
    close: () => void socket.end(),
  }
}

export interface Exposed {
  /** Where to connect, for `Holder.socket`. */
  readonly path: string
  /** Whether a guest waits for a stream or a writing call. */
  busy(): boolean
  close(): Promise<void>
}

/** Places to listen at, best first: beside the data; where paths are short; where every system has a folder. */
function* places(dir: string): Generator<string> {
  if (process.platform === 'win32') return yield `\\\\.\\pipe\\longview-${randomBytes(16).toString('hex')}`
  const fits = (path: string) => Buffer.byteLength(path) <= LONGEST_PATH
  const beside = join(dir, 'engine.sock')
  if (fits(beside)) yield beside
  for (const base of new Set([tmpdir(), '/tmp'])) {
    if (!fits(join(base, 'longview-XXXXXX', 'engine.sock'))) continue
    yield join(mkdtempSync(join(base, 'longview-')), 'engine.sock') // a folder of mode 0700
  }
}

/**
 * Lets other processes of this user work through `engine`. Call only while holding the workspace: what lies at the
 * socket's path is then left over from a dead process.
 * @returns null with a reason where no socket can be made (some file systems have none)
 */
export async function exposeEngine(engine: Engine, dir: string): Promise<Exposed | { readonly failed: string }> {
  const guests = new Map<Socket, Served>()
  const server = createServer((socket) => {
    socket.on('close', () => guests.delete(socket))
    guests.set(socket, serve(engine, socketPort(socket, MOST_FROM_FRONT)))
  })
  let failed = 'no path is short enough'
  for (const path of places(dir)) {
    try {
      if (process.platform !== 'win32') rmSync(path, { force: true })
      await listenPrivately(server, path)
    } catch (error) {
      failed = errorParts(error).what
      continue
    }
    const own = path === join(dir, 'engine.sock') ? path : dirname(path)
    return {
      path,
      busy: () => [...guests.values()].some((guest) => guest.busy()),
      async close() {
        const closed = new Promise((resolve) => server.close(resolve))
        for (const socket of guests.keys()) socket.destroy()
        await closed
        if (process.platform !== 'win32') rmSync(own, { recursive: true, force: true })
      },
    }
  }
  return { failed }
}

/** Mode 0600 from the first moment on: the socket is made under a mask, not changed afterwards. */
function listenPrivately(server: ReturnType<typeof createServer>, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const mask = process.umask(0o177)
    try {
      server.listen(path, () => {
        server.off('error', reject)
        resolve()
      })
    } finally {
      process.umask(mask)
    }
  })
}

/** Connects to a socket that this user owns. @throws {Error} when there is none, or another user made it */
export function connectSocket(path: string): Promise<Port> {
  if (process.platform !== 'win32' && lstatSync(path).uid !== process.getuid?.())
    return Promise.reject(new Error(`${path} belongs to another user`))
  return new Promise((resolve, reject) => {
    const socket = createConnection(path)
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socketPort(socket, MOST_FROM_ENGINE))
    })
  })
}
