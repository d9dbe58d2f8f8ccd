import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DryRunEvent } from '../../../core/contract.ts'
import { openTokenizer } from '../../../core/engine/rollout/tokenizer.ts'
import type { Message } from '../../../core/model/sample.ts'
import { type Fake, startFake } from '../../faults/fake-sglang.ts'
import { type Bench, ofKind, openBench, QUICK, SPEC } from './setup.ts'

/** A word a token, and a few special ones; [BOS] goes before a text that is encoded with special tokens. */
const WORDS = ['[UNK]', '[BOS]', '[system]', '[user]', '[assistant]', '[end]']
const TOKENIZER = {
  ...{ version: '1.0', truncation: null, padding: null, normalizer: null, decoder: null },
  added_tokens: WORDS.slice(1).map((content, i) => ({
    ...{ id: i + 1, content, special: true, normalized: false, single_word: false, lstrip: false, rstrip: false },
  })),
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '[BOS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { '[BOS]': { id: '[BOS]', ids: [1], tokens: ['[BOS]'] } },
  },
  model: {
    type: 'WordLevel',
    vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
    unk_token: '[UNK]',
  },
}
/** Default system message, trims, blocks whose line ends count, a role that is refused, a value of the run's own. */
const TEMPLATE = `{%- if messages[0].role != 'system' %}
    {{- bos_token + '[system] be brief [end]\\n' }}
{%- endif %}
{% for message in messages %}
    {%- if message.role not in ['system', 'user', 'assistant'] %}
        {{- raise_exception('no role ' + message.role) }}
    {%- endif %}
    {{- '[' + message['role'] + '] ' + message.content | trim + ' [end]\\n' }}
{% endfor %}
{%- if add_generation_prompt %}
    {{- '[assistant]' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- ' no thinking' }}
    {%- endif %}
{%- endif %}
`
const CONFIG = { bos_token: { __type: 'AddedToken', content: '[BOS]', special: true }, chat_template: TEMPLATE }

const user = (content: string): Message => ({ role: 'user', content })
/** Tokens as transformers 5.23.0 counts them: apply_chat_template(..., add_generation_prompt=True) of these files. */
const KNOWN: readonly { messages: readonly Message[]; tokens: number; unthinking: number; plain: number }[] = [
  { messages: [user('one two three')], tokens: 11, unthinking: 13, plain: 4 },
  {
    messages: [{ role: 'system', content: ' Answer, in  one word. ' }, user('What is 2 + 2?\n')],
    ...{ tokens: 17, unthinking: 19, plain: 13 },
  },
  {
    messages: [user('[end] 轴承 P-101'), { role: 'assistant', content: 'yes' }, user('x')],
    ...{ tokens: 19, unthinking: 21, plain: 8 },
  },
]

let dir: string
let bench: Bench | null = null
const fakes: Fake[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'longview-template-'))
  writeFileSync(join(dir, 'tokenizer.json'), JSON.stringify(TOKENIZER))
  writeFileSync(join(dir, 'tokenizer_config.json'), JSON.stringify(CONFIG))
})
afterEach(async () => {
  await bench?.close()
  bench = null
  for (const fake of fakes.splice(0)) await fake.close()
  rmSync(dir, { recursive: true, force: true })
})

async function counted(messages: readonly Message[], kwargs: Record<string, unknown> | null = null) {
  const tokenizer = await openTokenizer(dir, kwargs)
  try {
    return { ...(await tokenizer.count(messages)), why: tokenizer.why() }
  } finally {
    await tokenizer.close()
  }
}

describe('the chat template beside a tokenizer', () => {
  test('gives the tokens that transformers counts, with the run’s own values', async () => {
    for (const { messages, tokens, unthinking } of KNOWN) {
      expect(await counted(messages)).toEqual({ tokens, whole: true, why: null })
      expect(await counted(messages, { enable_thinking: false })).toEqual({
        tokens: unthinking,
        whole: true,
        why: null,
      })
    }
  })

  test('a file of its own wins; of several the default one is meant', async () => {
    writeFileSync(join(dir, 'chat_template.jinja'), '{% for m in messages %}{{ m.content }}{% endfor %} [end]')
    expect(await counted([user('one two')])).toEqual({ tokens: 3, whole: true, why: null })
    rmSync(join(dir, 'chat_template.jinja'))
    const several = [
      { name: 'tool_use', template: 'x' },
      { name: 'default', template: TEMPLATE },
    ]
    writeFileSync(join(dir, 'tokenizer_config.json'), JSON.stringify({ ...CONFIG, chat_template: several }))
    expect(await counted(KNOWN[0].messages)).toMatchObject({ tokens: KNOWN[0].tokens, whole: true })
  })

  test('without one, with one that cannot be read, or that refuses a prompt, the texts are counted and it is said why', async () => {
    const [{ messages, plain }] = KNOWN
    const write = (template: unknown) =>
      writeFileSync(join(dir, 'tokenizer_config.json'), JSON.stringify({ ...CONFIG, chat_template: template }))
    write(undefined)
    expect(await counted(messages)).toEqual({
      tokens: plain,
      whole: false,
      why: expect.stringMatching(/^no chat template/),
    })
    for (const broken of ['{% for %}', "{{ raise_exception('never') }}", [{ name: 'tool_use', template: 'x' }]]) {
      write(broken)
      const found = await counted(messages)
      expect(found).toEqual({
        tokens: plain,
        whole: false,
        why: expect.stringMatching(/^the chat template cannot be used: ./),
      })
    }
    write(TEMPLATE)
    const odd = [{ role: 'tool', content: 'one two three' } as unknown as Message]
    expect(await counted(odd)).toEqual({ tokens: plain, whole: false, why: expect.stringContaining('no role tool') })
  })
})

describe('a run', () => {
  async function endOf(events: AsyncIterable<DryRunEvent>) {
    for await (const event of events) if (event.kind === 'end') return event
    throw new Error('no end')
  }
  const fake = async (options: Parameters<typeof startFake>[0]) => {
    const one = await startFake(options)
    fakes.push(one)
    return one
  }

  test('a dry run says which way it counted: by the template, or without it and why', async () => {
    bench = await openBench([{ id: 'words', messages: [...KNOWN[0].messages] }])
    const router = await fake({ router: true })
    const spec = { ...SPEC, endpoints: [router.url], tokenizer: dir }
    expect(await endOf(bench.runs.dryRun(spec))).toMatchObject({ how: 'template', note: null, promptTokens: 11 })
    const unthinking = { ...spec, templateKwargs: { enable_thinking: false } }
    expect(await endOf(bench.runs.dryRun(unthinking))).toMatchObject({ how: 'template', promptTokens: 13 })
    writeFileSync(join(dir, 'tokenizer_config.json'), '{}')
    expect(await endOf(bench.runs.dryRun(spec))).toMatchObject({
      ...{ how: 'tokenizer', promptTokens: 4 + 64 },
      note: '64 tokens are added where the template is missing: no chat template lies beside the tokenizer',
    })
    const { tokenizer: _, ...bare } = spec
    expect(await endOf(bench.runs.dryRun(bare))).toMatchObject({
      how: 'estimate',
      note: expect.stringContaining('--tokenizer'),
    })
  })

  test('a prompt that fits alone but not with its template is set aside unasked', async () => {
    const fits = { id: 'fits', messages: [user('a '.repeat(80))] }
    const over = { id: 'over', messages: [user('a '.repeat(86))] }
    bench = await openBench([fits, over], { timing: QUICK })
    const server = await fake({ context: 100 })
    // 90 tokens are left: 86 words and the template's 8 are more, 80 and 8 are not.
    const events = await bench.play({ n: 1, endpoints: [server.url], maxTokens: 10, tokenizer: dir })
    expect(ofKind(events, 'failed').map(({ sampleId, error }) => [sampleId, error.value])).toEqual([
      ['over', `94 tokens by ${dir} and its chat template`],
    ])
    expect(ofKind(events, 'end')[0]).toMatchObject({ state: 'done', done: 1, givenUp: 1 })
  })
})
