import { describe, expect, it } from 'vitest'
import type { Verb } from '../../core/cli/frame/verb.ts'
import { GLOBAL_OPTIONS } from '../../core/cli/frame/verb.ts'
import { VERBS } from '../../core/cli/verbs.ts'
import { longview } from './longview.ts'

/** What chooses samples beyond the specification: `samples`, `sets` and `rollout` take the same. */
const FILTERS = 'file source max-bytes set rewards-of min-reward max-reward no-reward reason'

/** The specification's options, verb by verb; `more` are this command's own. */
const SPEC: Readonly<Record<string, { readonly options: string; readonly more?: string; readonly words?: string }>> = {
  index: { options: '', more: 'text', words: 'FILE...' },
  samples: { options: 'task reward-type sub-task language min-bytes search order limit csv', more: FILTERS },
  sets: {
    options: '',
    more: `task reward-type sub-task language min-bytes search ${FILTERS}`,
    words: '[save NAME] [delete NAME...]',
  },
  show: { options: 'response', more: 'run', words: 'ID' },
  rollout: {
    options:
      'task reward-type sub-task language min-bytes search endpoint model n temperature top-p max-tokens concurrency run resume shard system template-kwargs order max-total-tokens max-seconds n-per-request key-env dry-run',
    more: `${FILTERS} tokenizer`,
  },
  runs: { options: '', words: '[rename NAME NEW] [delete NAME...]' },
  score: { options: 'run reward mode engine thread against trace', more: 'estimator', words: '[FILE]' },
  advantage: {
    options: 'run estimator alpha gamma epsilon no-task-scale filter-groups mode statistics',
    more: 'reward',
    words: '[FILE]',
  },
  plot: {
    options: 'run figure output',
    more: 'reward threshold estimator alpha gamma epsilon no-task-scale filter-groups mode',
  },
  report: { options: 'run output', words: '[NOTEBOOK]' },
  run: { options: 'set out trust', words: 'NOTEBOOK' },
  serve: { options: 'port host token-file open', words: '[NOTEBOOK]' },
  audit: { options: 'run', words: '[DATA...]' },
  lint: { options: 'reward mode', words: 'DATA...' },
  'demo-endpoint': { options: 'port' },
  doctor: { options: '', more: 'endpoint model key-env' },
}
const GLOBAL = ['json', 'quiet', 'workspace', 'help', 'version']
const words = (text = '') => text.split(' ').filter(Boolean)
const dashed = (name: string) => (name.length === 1 ? `-${name}` : `--${name}`)

describe('the verbs', () => {
  it('are those of the specification and `sets`, and --help lists them at once', async () => {
    expect(Object.keys(VERBS)).toEqual(Object.keys(SPEC))
    const { code, out, err } = await longview(['--help'])
    expect([code, err]).toEqual([0, ''])
    const listed = out.split('\n').map((line) => line.trim().replace(/ +/, ' '))
    for (const [name, { summary }] of Object.entries(VERBS)) expect(listed).toContain(`${name} ${summary}`)
    for (const name of GLOBAL) expect(out).toContain(dashed(name))
    expect((await longview(['help'])).out).toBe(out)
    expect((await longview(['help', 'score'])).out).toBe((await longview(['score', '-h'])).out)
  })

  it('have a version, and without a verb the command is used wrongly', async () => {
    expect(await longview(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
    expect(await longview(['score', '--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
    expect((await longview([])).code).toBe(2)
    expect((await longview(['--json'])).code).toBe(2)
  })
})

describe.each(Object.keys(SPEC))('longview %s', (name) => {
  it('takes the options of the specification and tells of each', async () => {
    const { options, more, words: positionals } = SPEC[name]
    const verb: Verb = await VERBS[name].load()
    expect(verb.name).toBe(name)
    expect(Object.keys(verb.options).sort()).toEqual([...words(options), ...words(more)].sort())
    expect(Object.keys(GLOBAL_OPTIONS)).toEqual(GLOBAL)
    const { code, out, err } = await longview([name, '--help'])
    expect([code, err]).toEqual([0, ''])
    for (const option of [...Object.keys(verb.options), ...GLOBAL])
      expect(out).toMatch(new RegExp(`^  (-\\w, )?${dashed(option)}( |$)`, 'm'))
    for (const { help } of Object.values(verb.options)) expect(out).toContain(help)
    expect(out).toContain(`usage: longview ${[name, positionals, '[options]'].filter(Boolean).join(' ')}\n`)
    for (const line of out.split('\n')) expect(line).not.toContain('undefined')
  })

  it('says what its JSON lines are, with examples that parse', async () => {
    const verb: Verb = await VERBS[name].load()
    expect(verb.lines).toBeTruthy()
    expect(verb.examples.length).toBeGreaterThan(0)
    const { parse } = await import('../../core/cli/frame/parse.ts')
    for (const example of verb.examples) {
      const first = example.split(' | ').find((part) => part.startsWith(`longview ${name}`))
      const typed = [...(first ?? '').matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2])
      expect(() => parse(verb, typed.slice(2)), example).not.toThrow()
    }
  })
})
