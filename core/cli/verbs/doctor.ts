import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from '../../contract.ts'
import { errorParts } from '../../model/errors.ts'
import { EXIT } from '../frame/exit.ts'
import { inert } from '../frame/inert.ts'
import { text, texts } from '../frame/option.ts'
import { pageDir } from '../frame/places.ts'
import { verb } from '../frame/verb.ts'

/** What a person must mend for the workbench to work at all; the rest is told and not counted. */
const OPTIONAL = new Set(['browser', 'sandbox', 'python', 'math-verify', 'electron', 'page'])

export const doctorVerb = verb({
  name: 'doctor',
  lines: '{check, ok, detail, remedy}',
  about: `
Ends with 1 when something is broken that the workbench cannot do without. What only some features need
(a browser, Python, math-verify, Electron) is told, with the way to get it.`,
  positionals: [],
  options: {
    endpoint: texts('URL', 'also tell what stands there: version, model, limits, and what it cannot do'),
    model: text('M', 'the model to ask the endpoint for, where it serves several'),
    'key-env': text('NAME', 'the environment variable that holds its API key'),
  },
  examples: ['longview doctor --endpoint http://gpu1:30000', 'longview doctor --endpoint demo:'],
  async run({ out, json, workspaceDir }, values) {
    const { examine } = await import('../../engine/index.ts')
    const found = await examine(workspaceDir, {
      endpoints: values.endpoint,
      model: values.model ?? null,
      keyEnv: values['key-env'] ?? null,
    })
    const checks: readonly Check[] = [...found, await workspaceOpens(workspaceDir), pageIsBuilt()]
    for (const { check, ok, detail, remedy } of json ? checks : []) await out.json({ check, ok, detail, remedy })
    if (!json) {
      await out.table(checks, [
        { label: 'check', value: ({ check }) => check },
        { label: '', value: ({ ok }) => (ok ? 'ok' : 'no') },
        { label: 'detail', value: ({ detail }) => detail, flexible: true },
      ])
      for (const { check, ok, remedy } of checks) if (!ok && remedy) await out.text(inert(`${check}: ${remedy}`))
    }
    return checks.some(({ check, ok }) => !ok && !OPTIONAL.has(check)) ? EXIT.partly : EXIT.well
  },
})

/** Opens it for reading, as the reading verbs do. */
async function workspaceOpens(dir: string): Promise<Check> {
  const check = 'database'
  if (!existsSync(dir)) return { check, ok: true, detail: 'none yet', remedy: null }
  const { createEngine } = await import('../../engine/index.ts')
  try {
    const engine = await createEngine({ workspaceDir: dir, write: false })
    const { samples } = await engine.status()
    await engine.close()
    return { check, ok: true, detail: `opens, ${samples} samples`, remedy: null }
  } catch (error) {
    const { what, remedy } = errorParts(error)
    return { check, ok: false, detail: what, remedy: remedy ?? null }
  }
}

function pageIsBuilt(): Check {
  const built = existsSync(join(pageDir(), 'index.html'))
  const remedy = built ? null : 'npm run build'
  return { check: 'page', ok: built, detail: built ? 'built' : 'not built', remedy }
}
