/**
 * A notebook from elsewhere names endpoints that prompts are sent to and files that are run. Its first run lists them and
 * asks; what was agreed to is remembered in the workspace, for exactly this list.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { NotebookDocument } from '../../contract.ts'
import { writeWhole } from '../../serve/whole-file.ts'
import type { Context } from './context.ts'
import { usage } from './option.ts'

const DEMO = 'demo:'

/** Endpoints and files of rewards that the notebook names; empty where it reaches nobody and runs nothing of its own. */
export function reaches(document: NotebookDocument): string[] {
  const found = new Set<string>()
  for (const { params } of document.cells) {
    const { endpoints, reward } = params as { endpoints?: readonly string[]; reward?: string | null }
    for (const endpoint of endpoints ?? []) if (endpoint !== DEMO) found.add(`endpoint ${endpoint}`)
    if (reward && /[\\/]|\.(ts|js|mjs|py)$/.test(reward)) found.add(`reward file ${reward}`)
  }
  return [...found].sort()
}

const file = (workspaceDir: string) => join(workspaceDir, 'trusted.json')

function remembered(workspaceDir: string): string[] {
  const path = file(workspaceDir)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as string[]) : []
}

async function asked(list: readonly string[]): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await lines.question(`This notebook uses\n  ${list.join('\n  ')}\nRun it? [y/N] `)
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}

/** @throws {LongviewError} usage, listing what the notebook reaches, when nobody agreed to it */
export async function needTrust(
  { workspaceDir, env }: Pick<Context, 'workspaceDir' | 'env'>,
  path: string,
  document: NotebookDocument,
  trust: boolean,
): Promise<void> {
  const list = reaches(document)
  if (list.length === 0) return
  const print = createHash('sha256')
    .update(JSON.stringify([path, list]))
    .digest('hex')
  const known = remembered(workspaceDir)
  if (known.includes(print)) return
  const person = process.stdin.isTTY === true && process.stderr.isTTY === true && !env.CI
  if (!trust && !(person && (await asked(list))))
    throw usage('This notebook reaches beyond this machine or runs files of its own, and nobody agreed to it yet', {
      where: path,
      value: list.join(', '),
      remedy: 'Look at the list; --trust agrees to it.',
    })
  mkdirSync(workspaceDir, { recursive: true })
  await writeWhole(file(workspaceDir), `${JSON.stringify([...known, print].slice(-1000))}\n`)
}
