/**
 * A page while a run streams 64 responses: from the moment a token leaves the server to its text in the page, how long a
 * key press in a cell waits, how often the counts are drawn. Against a bare HTTP client that reads as many streams of the
 * same server, and the same key presses with nothing running: on a busy machine only these ratios say something.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { launchBrowser, startWorkbench } from '../e2e/workbench.ts'

const SERVER = fileURLToPath(new URL('./fast-server.ts', import.meta.url))
/** Tokens of a response and milliseconds between two: a minute and a half of streaming. */
const TOKENS = 4500
const DELAY = 20
const STREAMS = 64
const LETTERS = 60

const row = (i: number) => ({
  data_source: 'EM',
  prompt: [{ role: 'user', content: `Text ${i}: ${'word '.repeat(200)} what is the serial?` }],
  ability: 'x',
  reward_model: { ground_truth: { golden_label: `GOLD-${i}`, doc_ids: [], summary: 'English' } },
  extra_info: { reward_mode: 'EM', question: `What is the serial of text ${i}?` },
})

/** In the page: notes when each piece of the shown response arrives; the server writes its own clock as the token. */
const WATCH = new Function(`
  window.tokenDelays = []
  const box = document.querySelector('.stream-text')
  let seen = box.textContent.length
  new MutationObserver(() => {
    const now = Date.now()
    const text = box.textContent
    for (const token of text.slice(seen).trim().split(' ')) if (/^\\d{13}$/.test(token)) window.tokenDelays.push(now - Number(token))
    seen = text.length
  }).observe(box, { childList: true, subtree: true, characterData: true })
`) as () => void
const DELAYS = 'window.tokenDelays'

/** In the page: counts what is drawn, and how long tasks keep the thread. */
const COUNT = new Function(`
  window.longTasks = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longTasks.push(entry.duration)
  }).observe({ entryTypes: ['longtask'] })
  window.captions = 0
  const counts = document.querySelector('#cell-r .spend')
  new MutationObserver(() => window.captions++).observe(counts, { childList: true, subtree: true, characterData: true })
`) as () => void

/** In the page: types a letter into the field and waits until it is painted; milliseconds from the press to the frame. */
const TYPE = new Function(
  'letters',
  `const field = document.querySelector('#cell-s [data-find]')
  field.focus()
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set
  const press = () => new Promise((done) => {
    // As the system hands a key over: in a task of its own, behind whatever keeps the thread.
    const channel = new MessageChannel()
    const began = performance.now()
    channel.port1.onmessage = () => {
      setter.call(field, field.value + 'a')
      field.dispatchEvent(new InputEvent('input', { bubbles: true }))
      requestAnimationFrame(() => done(performance.now() - began))
    }
    channel.port2.postMessage(null)
  })
  return (async () => {
    const times = []
    for (let i = 0; i < letters; i++) {
      times.push(await press())
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
    return times
  })()`,
) as (letters: number) => Promise<number[]>

const quantile = (values: readonly number[], q: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))]
const told = (values: readonly number[]) =>
  `p50 ${quantile(values, 0.5).toFixed(0)} ms, p95 ${quantile(values, 0.95).toFixed(0)} ms, p99 ${quantile(values, 0.99).toFixed(0)} ms, most ${Math.max(...values).toFixed(0)} ms of ${values.length}`

/** A bare client beside it all: as many streams, their bytes read and nothing done with them; delays of the first one's tokens. */
async function bare(address: string, ms: number): Promise<number[]> {
  const cut = new AbortController()
  const delays: number[] = []
  const read = async (i: number) => {
    const body = JSON.stringify({ model: 'tiny', stream: true, messages: [{ role: 'user', content: String(i) }] })
    const answer = await fetch(`${address}/v1/chat/completions`, { method: 'POST', body, signal: cut.signal })
    const decoder = new TextDecoder()
    for await (const chunk of answer.body ?? []) {
      if (i > 0) continue
      for (const [token] of decoder.decode(chunk, { stream: true }).matchAll(/\d{13}(?= ")/g))
        delays.push(Date.now() - Number(token))
    }
  }
  const streams = Array.from({ length: STREAMS }, (_, i) => read(i).catch(() => null))
  await new Promise((resolve) => setTimeout(resolve, ms))
  cut.abort()
  await Promise.all(streams)
  return delays
}

async function inFlight(page: Page): Promise<number> {
  const words = await page.locator('#cell-r .counts').innerText()
  return Number(/([\d,]+)\s+decoding/.exec(words)?.[1] ?? 0)
}

const child = spawn(process.execPath, [SERVER, String(TOKENS), String(DELAY)], { stdio: ['ignore', 'pipe', 'inherit'] })
const [line] = (await once(child.stdout, 'data')) as [Buffer]
const url = `http://127.0.0.1:${String(line).trim()}`
const alone = await bare(url, 8000)
const notebook = {
  version: 1,
  cells: [
    { id: 'd', kind: 'dataset', inputs: [], params: { name: 'many', files: ['many.jsonl'] } },
    { id: 's', kind: 'samples', inputs: ['d'], params: {} },
    { id: 'r', kind: 'rollout', inputs: ['s'], params: { endpoints: [url], concurrency: STREAMS, n: 8, run: 'live' } },
  ],
}
const files = {
  'many.jsonl': Array.from({ length: 64 }, (_, i) => `${JSON.stringify(row(i + 1))}\n`).join(''),
  'live.longview': JSON.stringify(notebook),
}
const [browser, workbench] = await Promise.all([
  launchBrowser(),
  startWorkbench({ files, notebook: 'live.longview', trusted: true }),
])
try {
  const { page } = await workbench.open(browser)
  await page
    .getByRole('region', { name: /^Cell 2, samples/ })
    .getByRole('button', { name: /^Run/ })
    .click()
  await page.locator('#cell-s [data-find]').waitFor()
  await page.locator('#cell-s [role=gridcell]').first().waitFor()
  await page.waitForTimeout(1000)
  const still = await page.evaluate(TYPE, LETTERS)
  await page.locator('#cell-s [data-find]').fill('')
  await page
    .getByRole('region', { name: /^Cell 3, rollout/ })
    .getByRole('button', { name: /^Run/ })
    .click()
  await page.locator('#cell-r .counts').waitFor({ timeout: 60_000 })
  while ((await inFlight(page)) < STREAMS) await page.waitForTimeout(100)
  // The first square of the first prompt: it decodes.
  const box = await page.locator('#cell-r .matrix canvas').boundingBox()
  if (!box) throw new Error('no matrix')
  await page.mouse.click(box.x + 2, box.y + 2)
  // What was written before somebody looked comes first, in one piece, and is as old as it is.
  await page.locator('.stream-text').filter({ hasText: /\d/ }).waitFor()
  await page.evaluate(WATCH)
  await page.evaluate(COUNT)
  const began = Date.now()
  const typed = await page.evaluate(TYPE, LETTERS)
  await page.waitForTimeout(8000)
  const seconds = (Date.now() - began) / 1000
  const delays = (await page.evaluate(DELAYS)) as number[]
  const tasks = (await page.evaluate('window.longTasks')) as number[]
  const drawn = (await page.evaluate('window.captions')) as number
  const streams = await inFlight(page)
  console.log(`token to page at ${streams} streams of ${1000 / DELAY} tokens/s: ${told(delays)} (wanted p99 50)`)
  console.log(
    `a bare client, as many streams: ${told(alone)}; the page adds ${(quantile(delays, 0.5) - quantile(alone, 0.5)).toFixed(0)} ms to its median, ratio of p99 ${(quantile(delays, 0.99) / Math.max(1, quantile(alone, 0.99))).toFixed(1)}`,
  )
  console.log(`typing in a cell meanwhile: ${told(typed)} (wanted most 50)`)
  console.log(
    `typing with nothing running: ${told(still)}; ratio of p95 ${(quantile(typed, 0.95) / quantile(still, 0.95)).toFixed(2)}`,
  )
  console.log(
    `tasks over 50 ms: ${tasks.length} in ${seconds.toFixed(0)} s, longest ${Math.max(0, ...tasks).toFixed(0)} ms; counts drawn ${(drawn / seconds).toFixed(1)} times a second`,
  )
} finally {
  await browser.close()
  await workbench.close()
  child.kill()
}
