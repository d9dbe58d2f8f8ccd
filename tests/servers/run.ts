/**
 * The client against real servers: two of SGLang with a tiny model on the CPU, and the real router before them.
 * `npm run test:servers`; other words choose cases by what their names hold; `--record` writes down what the servers
 * answer, for the test that holds the fake server against it. Ends with 1 where something is not as it should be.
 */

import { CASES, type Case, type Stage } from './cases.ts'
import { compare, record } from './compare.ts'
import { behindRouter } from './fakes-behind.ts'
import { CannotInstall, NEEDS, routerPython, sglangPython, tinyModel } from './places.ts'
import { killAll, startRouter, startSglang } from './processes.ts'

const words = process.argv.slice(2).filter((word) => word !== '--record')
const chosen = (name: string) => words.length === 0 || words.some((word) => name.includes(word))

const recording = process.argv.includes('--record')
let failed = 0

async function told(name: string, run: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  try {
    await run()
    console.log(`ok     ${name} (${seconds(began)})`)
  } catch (error) {
    failed++
    console.log(`FAILED ${name} (${seconds(began)})`)
    console.error(error)
  }
}

const seconds = (began: number): string => `${((performance.now() - began) / 1000).toFixed(1)} s`

async function play(): Promise<void> {
  sglangPython()
  routerPython()
  tinyModel()
  await behindRouter(chosen, told)
  const real = CASES.filter((one: Case) => chosen(one.name))
  const alike = 'the fake server answers as the real ones do'
  if (real.length === 0 && !chosen(alike) && !recording) return
  console.log('starting two servers of SGLang and the router ...')
  const began = performance.now()
  // One after the other: the first start writes the bytecode that the second one reads.
  const first = await startSglang()
  const workers: Stage['workers'] = [first, await startSglang()]
  const stage: Stage = { workers, router: await startRouter(workers.map(({ url }) => url)) }
  console.log(`they stand (${seconds(began)}); logs: ${first.log}`)
  if (recording) await told('the answers of the servers are written down', () => record(stage))
  else if (chosen(alike)) await told(alike, () => compare(stage))
  for (const { name, run } of real) await told(name, () => run(stage))
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void killAll().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143)))

try {
  await play()
} catch (error) {
  failed++
  console.error(error instanceof CannotInstall ? error.message : error)
  if (!(error instanceof CannotInstall)) console.error(NEEDS)
} finally {
  await killAll()
}
process.exitCode = failed > 0 ? 1 : 0
