/**
 * A notebook from elsewhere names endpoints that prompts are sent to and files that are run. Its first run lists them and
 * asks; what was agreed to is remembered in the workspace.
 */
import { createInterface } from 'node:readline/promises'
import type { NotebookDocument, Reach } from '../../contract.ts'
import { createTrust } from '../../engine/notebook/trust.ts'
import { LongviewError } from '../../model/errors.ts'
import { type Reached, reachWords } from '../../notebook/reach.ts'
import type { Context } from './context.ts'
import { usage } from './option.ts'

async function asked(list: readonly Reach[]): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const shown = list.map((reach) => `${reachWords(reach)}${reach.detail ? ` (${reach.detail})` : ''}`)
  try {
    const answer = await lines.question(`This notebook uses\n  ${shown.join('\n  ')}\nRun it? [y/N] `)
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}

/** @throws {LongviewError} usage, listing what the notebook reaches, when nobody agreed to it */
export async function needTrust(
  { workspaceDir, env, notes }: Pick<Context, 'workspaceDir' | 'env' | 'notes'>,
  path: string,
  { document, baseDir }: { readonly document: NotebookDocument; readonly baseDir: string },
  trust: boolean,
): Promise<void> {
  const agreed = createTrust(workspaceDir)
  const list = agreed.untrusted(document, baseDir)
  if (list.length === 0) return
  const person = process.stdin.isTTY === true && process.stderr.isTTY === true && !env.CI
  if (!trust && !(person && (await asked(list))))
    throw usage('This notebook reaches beyond this machine or runs files of its own, and nobody agreed to it yet', {
      where: path,
      value: list.map(reachWords).join(', '),
      remedy: 'Look at the list; --trust agrees to it.',
    })
  remember(
    { workspaceDir, notes },
    list.map((reach) => reach.print),
  )
}

/** What a person types on the command line they agree to: the page of this workspace does not ask for it again. */
export function agreeTyped(context: Pick<Context, 'workspaceDir' | 'notes'>, reach: readonly (Reached | null)[]): void {
  const prints = reach.flatMap((each) => (each ? [each.print] : []))
  if (prints.length > 0) remember(context, prints)
}

/** A person agreed here and now: where it cannot be kept (a host without a home), the work goes on and they are told. */
function remember({ workspaceDir, notes }: Pick<Context, 'workspaceDir' | 'notes'>, prints: readonly string[]): void {
  try {
    createTrust(workspaceDir).agree(prints)
  } catch (error) {
    if (!(error instanceof LongviewError)) throw error
    const { what, where, remedy } = error.parts
    notes.warn(`${what} (${where}). It will be asked for again. ${remedy}`)
  }
}
