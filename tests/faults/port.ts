import type { Server } from 'node:http'

/**
 * Below what systems give out by themselves (Linux: from 32768). A server that is to come back on its port must not lose
 * it meanwhile to some other program's connection: that program would then answer in its place, or be asked by its clients.
 */
const FIRST = 12_000
const COUNT = 18_000

export const anyPort = (): number => FIRST + Math.floor(Math.random() * COUNT)

/** Listens on `port`; on one that nobody is given by chance where it is 0. */
export async function listenOn(server: Server, port = 0): Promise<number> {
  for (;;) {
    const asked = port || anyPort()
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(asked, '127.0.0.1', () => {
          server.off('error', reject)
          resolve()
        })
      })
      return asked
    } catch (error) {
      if (port !== 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
}
