import type { Engine, NotebookDocument } from '../../core/contract.ts'
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
  if (useSelection.getState().trust) return false // asked already, and not answered yet
  const agreed = await new Promise<boolean>((answer) => useSelection.getState().set({ trust: { reach, answer } }))
  useSelection.getState().set({ trust: null })
  if (!agreed) return false
  await engine.trust({ prints })
  elsewhere = []
  return true
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
