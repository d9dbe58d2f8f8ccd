import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { fakeEndpoint } from './endpoint.ts'
import { indexed, jsonLines, longview, SAMPLES } from './longview.ts'

const CELLS = [
  { id: 'data', kind: 'dataset', inputs: [], params: { name: 'mini', files: [SAMPLES] } },
  { id: 'pick', kind: 'samples', inputs: ['data'], params: { tasks: ['precise-retrieval', 'comprehension'] } },
  { id: 'roll', kind: 'rollout', inputs: ['pick'], params: { endpoints: ['demo:'], n: 4 } },
  { id: 'score', kind: 'score', inputs: ['roll'], params: {} },
  { id: 'adv', kind: 'advantage', inputs: ['score'], params: { estimator: 'tmn-reweight' } },
  { id: 'fig', kind: 'figure', inputs: ['adv'], params: { figure: 'stages' } },
]
const notebook = (cells: readonly object[] = CELLS) => JSON.stringify({ version: 1, cells })

let cwd: string
beforeAll(async () => {
  cwd = await indexed()
  writeFileSync(join(cwd, 'n.longview'), notebook())
})

interface CellLine {
  readonly cell: string
  readonly kind: string
  readonly status: string
  readonly outputs: readonly { readonly key: string; readonly summary: string; readonly files: readonly string[] }[]
}

describe('longview run', () => {
  it('runs the whole line, writes what it left, and runs nothing twice', async () => {
    const run = await longview(['run', 'n.longview', '--out', 'out', '--json'], { cwd })
    expect(run.code, run.err).toBe(0)
    const cells = jsonLines<CellLine>(run)
    expect(Object.keys(cells[0])).toEqual(['cell', 'kind', 'status', 'seconds', 'outputs'])
    expect(cells.map(({ cell, status }) => [cell, status])).toEqual(CELLS.map(({ id }) => [id, 'fresh']))
    const files = cells.flatMap(({ outputs }) => outputs.flatMap((output) => output.files))
    expect([...files, 'report.html'].sort()).toEqual(readdirSync(join(cwd, 'out')).sort())
    expect(files.sort()).toEqual([
      ...['adv.csv', 'adv.json', 'adv.svg', 'data.csv', 'fig.csv', 'fig.json', 'fig.svg'],
      ...['pick.csv', 'roll.json', 'score.csv', 'score.jsonl'],
    ])
    const read = (name: string) => readFileSync(join(cwd, 'out', name), 'utf8')
    expect(read('fig.svg')).toMatch(/^<svg /)
    expect(JSON.parse(read('fig.json')).kind).toBe('stages')
    expect(read('adv.csv').split('\r\n')[0]).toMatch(/^reward_type,mean_reward,/)
    const rewards = read('score.jsonl').trimEnd().split('\n')
    expect(rewards.length).toBe(4 * (read('pick.csv').trimEnd().split('\r\n').length - 1))
    const again = await longview(['run', 'n.longview', '--json'], { cwd })
    expect(again.code).toBe(0)
    expect(jsonLines<CellLine>(again).map(({ status }) => status)).toEqual(CELLS.map(() => 'cached'))
  })

  it('runs code and compare cells as the page does, and writes what they leave', async () => {
    const cells = [
      ...CELLS,
      {
        id: 'asked',
        kind: 'code',
        inputs: ['adv'],
        params: { language: 'sql', source: ['SELECT task, count(*) AS n', 'FROM adv GROUP BY task ORDER BY task'] },
      },
      { id: 'told', kind: 'code', inputs: ['score'], params: { source: "console.log('seen')\nscore.length" } },
      { id: 'best', kind: 'compare', inputs: ['score'], params: {} },
    ]
    writeFileSync(join(cwd, 'code.longview'), notebook(cells))
    const run = await longview(['run', 'code.longview', '--out', 'coded', '--json'], { cwd })
    expect(run.code, run.err).toBe(0)
    const lines = jsonLines<CellLine>(run)
    const files = (id: string) => lines.find(({ cell }) => cell === id)?.outputs[0].files
    expect([files('asked'), files('told'), files('best')]).toEqual([
      ['asked.csv'],
      ['told.txt', 'told.log'],
      ['best.csv'],
    ])
    const read = (name: string) => readFileSync(join(cwd, 'coded', name), 'utf8')
    expect(read('asked.csv').split('\r\n').slice(0, 2)).toEqual([
      'task,n',
      expect.stringMatching(/^comprehension,\d+$/),
    ])
    expect(read('told.txt')).toBe(`${read('score.jsonl').trimEnd().split('\n').length}\n`)
    expect(read('told.log')).toBe('seen\n')
    expect(read('best.csv').split('\r\n')[0]).toBe('run,index,reward,reason,tokens,finish_reason')
    expect(read('report.html')).toContain('The responses to one prompt')
    const set = await longview(['run', 'code.longview', '--set', 'told.source=nope', '--json'], { cwd })
    expect(set.code).toBe(1)
    const failed = jsonLines<CellLine & { error?: { where: string } }>(set).find(({ cell }) => cell === 'told')
    expect(failed).toMatchObject({ status: 'error', error: { where: 'cell told, line 1' } })
  })

  it('leaves a report that needs nothing from elsewhere', () => {
    const html = readFileSync(join(cwd, 'out/report.html'), 'utf8')
    expect(html.length).toBeGreaterThan(1000)
    expect(html).not.toMatch(/<script|(src|href)="?https?:|@import|url\(["']?https?:/)
  })

  it('takes other values for parameters, and runs only what they change', async () => {
    const run = await longview(['run', 'n.longview', '--set', 'adv.alpha=0.8', '--out', 'set out', '--json'], { cwd })
    expect(readFileSync(join(cwd, 'set out', 'report.html'), 'utf8')).toContain(
      'longview run n.longview --set adv.alpha=0.8 --out out',
    )
    const statuses = Object.fromEntries(jsonLines<CellLine>(run).map(({ cell, status }) => [cell, status]))
    expect(statuses).toMatchObject({ score: 'cached', adv: 'fresh', fig: 'fresh' })
    for (const [set, part] of [
      ['adv.alfa=1', 'alpha'],
      ['nope.alpha=1', 'data, pick'],
      ['adv.alpha=high', 'alpha'],
      ['alpha', 'CELL.PARAM=VALUE'],
    ]) {
      const { code, err, out } = await longview(['run', 'n.longview', '--set', set], { cwd })
      expect([code, out], set).toEqual([2, ''])
      expect(err).toContain(part)
    }
  })

  it('goes on past a failed cell and ends with 1; nothing readable is 3', async () => {
    const failing = CELLS.map((cell) =>
      cell.id === 'roll' ? { ...cell, params: { endpoints: ['http://127.0.0.1:9'] } } : cell,
    )
    writeFileSync(join(cwd, 'down.longview'), notebook(failing))
    const down = await longview(['run', 'down.longview', '--trust', '--json'], { cwd })
    expect(down.code).toBe(1)
    const statuses = jsonLines<CellLine>(down).map(({ cell, status }) => [cell, status])
    expect(statuses).toContainEqual(['roll', 'error'])
    expect(statuses).toContainEqual(['score', 'skipped'])
    const missing = [{ ...CELLS[0], params: { name: 'x', files: ['missing.jsonl'] } }]
    writeFileSync(join(cwd, 'missing.longview'), notebook(missing))
    expect((await longview(['run', 'missing.longview'], { cwd })).code).toBe(3)
    writeFileSync(join(cwd, 'broken.longview'), '{"version":1')
    for (const name of ['broken.longview', 'none.longview', '.']) {
      const { code, err } = await longview(['run', name], { cwd })
      expect(code, name).toBe(3)
      expect(err).toMatch(/remedy/)
    }
  })

  it('asks before it reaches beyond this machine, and remembers the answer', async () => {
    const endpoint = await fakeEndpoint(Number.POSITIVE_INFINITY)
    const elsewhere = CELLS.slice(0, 3).map((cell) =>
      cell.id === 'roll' ? { ...cell, params: { endpoints: [endpoint.url], n: 1 } } : cell,
    )
    const path = join(cwd, 'elsewhere')
    mkdirSync(path)
    writeFileSync(join(path, 'n.longview'), notebook(elsewhere))
    const args = ['run', join(path, 'n.longview'), '--json']
    const refused = await longview(args, { cwd })
    expect([refused.code, refused.out]).toEqual([2, ''])
    expect(refused.err).toContain(`endpoint ${endpoint.url}`)
    expect(endpoint.keys).toEqual([])
    // On a host without a home it runs all the same, and says that it is not remembered.
    const homeless = await longview([...args, '--trust'], {
      cwd,
      env: { XDG_CONFIG_HOME: join(cwd, 'broken.longview') },
    })
    expect([homeless.code, homeless.err]).toEqual([0, expect.stringContaining('It will be asked for again.')])
    expect((await longview(args, { cwd })).code).toBe(2)
    expect((await longview([...args, '--trust'], { cwd })).code).toBe(0)
    expect((await longview(args, { cwd })).code).toBe(0)
    const other = elsewhere.map((cell) =>
      cell.id === 'roll' ? { ...cell, params: { endpoints: ['http://127.0.0.1:10'] } } : cell,
    )
    writeFileSync(join(path, 'n.longview'), notebook(other))
    expect((await longview(args, { cwd })).code).toBe(2)
    endpoint.close()
  })
})

describe('longview plot', () => {
  let run: string
  beforeAll(async () => {
    const [notebooks] = jsonLines(await longview(['runs', '--json'], { cwd })).slice(-1)
    run = String(notebooks.run)
  })

  it('draws every figure as SVG, and one as JSON and HTML', async () => {
    const { FIGURES } = await import('../../core/figures/index.ts')
    for (const { kind } of FIGURES) {
      const drawn = await longview(['plot', '--run', run, '--figure', kind, '-o', `${kind}.svg`, '--json'], { cwd })
      expect(drawn.code, `${kind} ${drawn.err}`).toBe(0)
      expect(jsonLines(drawn)).toEqual([{ file: join(cwd, `${kind}.svg`), figure: kind, title: expect.any(String) }])
      expect(readFileSync(join(cwd, `${kind}.svg`), 'utf8')).toMatch(/^<svg .*<\/svg>$/s)
    }
    await longview(['plot', '--run', run, '-o', 'a.json'], { cwd })
    expect(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')).kind).toBe('rewards')
    await longview(['plot', '--run', run, '-o', 'a.html'], { cwd })
    expect(readFileSync(join(cwd, 'a.html'), 'utf8')).toMatch(/^<!doctype html>.*<svg /s)
  })

  it('draws PNG with a browser; without one it ends with 2 and the remedy', async () => {
    const none = await longview(['plot', '--run', run, '-o', 'a.png'], {
      cwd,
      env: { LONGVIEW_BROWSER: '/none/there' },
    })
    expect(none.code).toBe(2)
    expect(none.err).toMatch(/Install Chromium or Chrome.*\.svg/)
    expect(existsSync(join(cwd, 'a.png'))).toBe(false)
    const drawn = await longview(['plot', '--run', run, '-o', 'a.png'], { cwd })
    expect(drawn.code, drawn.err).toBe(0)
    const png = readFileSync(join(cwd, 'a.png'))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    const svg = /width="(\d+)" height="(\d+)"/.exec(readFileSync(join(cwd, 'rewards.svg'), 'utf8'))
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(svg?.[1]), 2 * Number(svg?.[2])])
  })

  it('ends with 2 for a run that is unknown or not scored', async () => {
    expect((await longview(['plot', '--run', 'nope', '-o', 'a.svg'], { cwd })).code).toBe(2)
    await longview(['rollout', '--endpoint', 'demo:', '-n', '1', '--run', 'bare', '--task', 'comprehension'], { cwd })
    const bare = await longview(['plot', '--run', 'bare', '-o', 'a.svg'], { cwd })
    expect(bare.code).toBe(2)
    expect(bare.err).toContain('longview score --run bare')
  })

  it('takes the rewards that are named among several, the trainer’s by default', async () => {
    await longview(['score', '--run', run, '--reward', 'accuracy', '--quiet'], { cwd })
    const mean = async (...more: string[]) =>
      jsonLines(await longview(['advantage', '--run', run, '--statistics', '--json', ...more], { cwd }))
    const [trainer, named] = [await mean(), await mean('--reward', 'accuracy')]
    expect(named).not.toEqual(trainer)
    expect((await longview(['advantage', '--run', run, '--statistics', '--reward', 'em'], { cwd })).code).toBe(2)
  })
})

describe('longview report', () => {
  it('writes one file of a run or a notebook', async () => {
    const [{ run }] = jsonLines(await longview(['runs', '--json'], { cwd }))
      .filter(({ state }) => state === 'done')
      .slice(-1)
    for (const args of [['--run', String(run)], ['n.longview']]) {
      const written = await longview(['report', ...args, '-o', 'r.html', '--json'], { cwd })
      expect(written.code, written.err).toBe(0)
      const html = readFileSync(join(cwd, 'r.html'))
      expect(jsonLines(written)).toEqual([{ file: join(cwd, 'r.html'), bytes: html.length }])
      expect(html.length).toBeLessThan(5_000_000)
    }
    expect((await longview(['report', '--run', 'nope', '-o', 'r.html'], { cwd })).code).toBe(2)
  })
})
