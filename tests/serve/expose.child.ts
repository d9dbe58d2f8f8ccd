/** Exposes an engine under a mask that hides nothing, and tells the socket's mode. */
import { statSync } from 'node:fs'
import type { Engine } from '../../core/contract.ts'
import { exposeEngine } from '../../core/serve/socket.ts'

process.umask(0)
const exposed = await exposeEngine({} as Engine, process.argv[2])
if ('failed' in exposed) throw new Error(exposed.failed)
process.send?.(statSync(exposed.path).mode & 0o777)
