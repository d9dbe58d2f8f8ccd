// Holds a workspace for writing until it is killed: hold.ts DIR
import { openWorkspace } from '../../../core/engine/store/workspace.ts'

const workspace = await openWorkspace(process.argv[2], { write: true })
workspace.db.exec("INSERT INTO meta VALUES ('last_number', 7)")
workspace.announce('held.sock')
process.stdout.write('held\n')
setInterval(() => {}, 1000)
