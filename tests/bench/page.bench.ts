/**
 * Opening long prompts in the page: from the key press in the table to the new text painted, Monaco already loaded,
 * against the same text as one plain <pre>. Goal: a prompt of 1 MB under 300 ms.
 */
import { launchBrowser, startWorkbench } from '../e2e/workbench.ts'

const ROUNDS = 7
const WORDS =
  'the harbour lease moves clause eleven to the tenant before March and nobody signed it 本修正案以英文和中文签署 '.split(
    ' ',
  )

/** Text of a given length, from a seed: lines of 60 to 200 characters, numbered documents. */
function prompt(length: number, seed: number): string {
  let state = seed
  const next = (n: number) => {
    state = (state * 1664525 + 1013904223) >>> 0
    return state % n
  }
  let text = ''
  for (let doc = 1; text.length < length; doc++) {
    text += `<|doc_${doc}|>\n`
    for (let line = 0; line < 12; line++) {
      const until = text.length + 60 + next(140)
      while (text.length < until) text += `${WORDS[next(WORDS.length)]} `
      text += '\n'
    }
  }
  return `${text}The serial is GOLD-${seed}.`
}

const sizes = [100_000, 1_000_000, 1_000_000, 4_000_000]
const row = (length: number, i: number) => ({
  data_source: 'EM',
  prompt: [{ role: 'user', content: prompt(length, i + 1) }],
  ability: 'x',
  reward_model: { ground_truth: { golden_label: `GOLD-${i + 1}`, doc_ids: [], summary: 'English' } },
  extra_info: { reward_mode: 'EM', question: `What is the serial of text ${i + 1}?` },
})
const notebook = {
  version: 1,
  cells: [
    { id: 'd', kind: 'dataset', inputs: [], params: { name: 'long', files: ['long.jsonl'] } },
    { id: 's', kind: 'samples', inputs: ['d'], params: {} },
  ],
}
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]

/** In the page: presses the key, waits for two frames after the inspector has the new text. */
const OPEN = new Function(
  'wanted',
  `return new Promise((done) => {
    const began = performance.now()
    const cell = document.querySelector('#cell-s [role=gridcell][tabindex="0"]')
    cell.focus()
    cell.dispatchEvent(new KeyboardEvent('keydown', { key: wanted.key, bubbles: true, cancelable: true }))
    const look = () => {
      const title = document.querySelector('.inspector h2')?.textContent ?? ''
      const label = document.querySelector('.inspector textarea.inputarea')?.getAttribute('aria-label') ?? ''
      const painted = document.querySelectorAll('.inspector .view-line').length > 5
      if (title === wanted.title && label.endsWith(wanted.title.toLowerCase()) && painted) {
        return requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0))
      }
      requestAnimationFrame(look)
    }
    look()
  })`,
) as (wanted: { key: string; title: string }) => Promise<number>

const PLAIN = new Function(
  'text',
  `return new Promise((done) => {
    const box = document.createElement('pre')
    box.style = 'position:fixed;inset:0;overflow:auto;white-space:pre-wrap;font:13px/20px var(--mono);z-index:99'
    const began = performance.now()
    box.textContent = text
    document.body.append(box)
    box.getBoundingClientRect()
    requestAnimationFrame(() => setTimeout(() => { const took = performance.now() - began; box.remove(); done(took) }, 0))
  })`,
) as (text: string) => Promise<number>

/** In the page: scrolls the text a window a frame; intervals between frames, ms. */
const SCROLL = new Function(
  `return new Promise((done) => {
    const target = document.querySelector('.inspector .monaco-scrollable-element')
    const frames = []
    let last = performance.now()
    const step = () => {
      const now = performance.now()
      frames.push(now - last)
      last = now
      if (frames.length > 90) return done(frames.slice(5))
      target.dispatchEvent(new WheelEvent('wheel', { deltaY: 400, bubbles: true, cancelable: true }))
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })`,
) as () => Promise<number[]>

const files = {
  'long.jsonl': sizes.map((size, i) => `${JSON.stringify(row(size, i))}\n`).join(''),
  'long.longview': JSON.stringify(notebook),
}
const [browser, workbench] = await Promise.all([
  launchBrowser(),
  startWorkbench({ files, notebook: 'long.longview', run: true }),
])
try {
  const { page } = await workbench.open(browser)
  await page.locator('#cell-s [role=gridcell]').first().click()
  await page.locator('.inspector .view-line').nth(6).waitFor()
  const times: Record<string, number[]> = { '1 MB': [], '4 MB': [], '100 KB': [] }
  for (let round = 0; round < ROUNDS; round++) {
    times['1 MB'].push(await page.evaluate(OPEN, { key: 'j', title: 'Sample 2' }))
    times['1 MB'].push(await page.evaluate(OPEN, { key: 'j', title: 'Sample 3' }))
    times['4 MB'].push(await page.evaluate(OPEN, { key: 'j', title: 'Sample 4' }))
    times['100 KB'].push(await page.evaluate(OPEN, { key: 'g', title: 'Sample 1' }))
  }
  const plain: number[] = []
  for (let round = 0; round < 3; round++) plain.push(await page.evaluate(PLAIN, prompt(1_000_000, 2)))
  await page.evaluate(OPEN, { key: 'j', title: 'Sample 2' })
  const frames = await page.evaluate(SCROLL)
  const base = median(plain)
  for (const [name, taken] of Object.entries(times)) {
    console.log(
      `open ${name.padEnd(6)}  median ${median(taken).toFixed(0)} ms, most ${Math.max(...taken).toFixed(0)} ms`,
    )
  }
  console.log(
    `1 MB as a plain <pre>  median ${base.toFixed(0)} ms; the reader takes ${(median(times['1 MB']) / base).toFixed(2)} of it`,
  )
  const late = frames.filter((ms) => ms > 25).length
  console.log(`scrolling 1 MB  median ${median(frames).toFixed(1)} ms a frame, ${late} of ${frames.length} over 25 ms`)
  console.log(`goal 1 MB under 300 ms: ${median(times['1 MB']) < 300 ? 'reached' : 'missed'}`)
} finally {
  await browser.close()
  await workbench.close()
}
