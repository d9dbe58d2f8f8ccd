import type { Engine, NotebookDocument, Reach } from '../../core/contract.ts'
import { endpointReach, type Reached } from '../../core/notebook/reach.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'

/**
 * What the file held before anybody wrote in it here, as far as nobody agreed to it yet. While there is any, what is
 * typed here is not taken for granted either: an address may have come with the file and only its key be new.
 */
let elsewhere: readonly NotebookDocument[] = []

/** A document came from the file. @param anew a notebook was opened, not changed beside an open one */
export function cameFromFile(document: NotebookDocument): void {
  const { open, past } = useNotebook.getState()
  const fresh = open?.saved === document && past.length === 0
  elsewhere = fresh ? [document] : [...elsewhere, document]
}

/**
 * Whether the open notebook may run: what it reaches was typed here, was agreed to before, or is agreed to now.
 * @throws {LongviewError} of the engine
 */
export async function mayRun(engine: Engine): Promise<boolean> {
  const { open } = useNotebook.getState()
  if (!open) return false
  const { document, baseDir } = open
  const reach = await engine.untrusted({ document, baseDir })
  if (reach.length === 0) return true
  const prints = reach.map((each) => each.print)
  if (await settled(engine, baseDir)) {
    await engine.trust({ prints })
    return true
  }
  if (!(await answered(reach))) return false
  await engine.trust({ prints })
  elsewhere = []
  return true
}

/** An address that a person has just typed and asks for, with the key that goes there: that is their word for it. */
export async function typedEndpoint(engine: Engine, url: string, keyEnv: string | null): Promise<void> {
  const reach = endpointReach(url, keyEnv)
  if (reach) await engine.trust({ prints: [reach.print] })
}

/** Asks a person about things that no cell of the notebook names, such as the reward file of a stored run. */
export async function agreed(engine: Engine, reach: readonly Reached[]): Promise<boolean> {
  const yes = await answered(reach.map((each) => ({ ...each, cells: [] })))
  if (yes) await engine.trust({ prints: reach.map(({ print }) => print) })
  return yes
}

/** The person's answer; no while another question is open. */
async function answered(reach: readonly Reach[]): Promise<boolean> {
  if (useSelection.getState().trust) return false // asked already, and not answered yet
  const yes = await new Promise<boolean>((answer) => useSelection.getState().set({ trust: { reach, answer } }))
  useSelection.getState().set({ trust: null })
  return yes
}

/** What was typed here is agreed to by saving it: opened again it is no notebook from elsewhere. */
export async function trustOwn(engine: Engine): Promise<void> {
  const { open } = useNotebook.getState()
  if (!open) return
  const reach = await engine.untrusted({ document: open.saved, baseDir: open.baseDir })
  if (reach.length > 0 && (await settled(engine, open.baseDir)))
    await engine.trust({ prints: reach.map((each) => each.print) })
}

async function settled(engine: Engine, baseDir: string): Promise<boolean> {
  for (const document of elsewhere) {
    if ((await engine.untrusted({ document, baseDir })).length > 0) return false
  }
  elsewhere = []
  return true
}
