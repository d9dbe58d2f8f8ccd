/**
 * The table of cell kinds: each declares its label, parameters, inputs and sentence once. Menus, forms, `--set`, docs and
 * tests derive from it; the engine maps a kind to its call (engine/notebook), the page to its view (renderer/cells).
 */
import { z } from 'zod'
import type { SampleOrder } from '../contract.ts'
import { DEFAULT_ESTIMATOR_PARAMS } from '../estimators/estimator.ts'
import { ESTIMATORS } from '../estimators/index.ts'
import { FIGURES } from '../figures/index.ts'
import { DEFAULT_REWARD_OPTIONS } from '../model/reward.ts'
import { TASKS, type TaskId } from '../model/tasks.ts'

export interface CellKind {
  readonly kind: string
  readonly label: string
  /** What it is for, one sentence. */
  readonly about: string
  readonly params: z.ZodObject
  /** Placeholder values of the parameters that have no default: what an added cell starts with. */
  readonly required: Readonly<Record<string, unknown>>
  /** Kinds whose output it takes; empty: it takes none. */
  readonly inputs: readonly string[]
  /** Takes any number of inputs; else one. */
  readonly many?: true
  /** Runs without an input too: it takes rows, and needs none. */
  readonly alone?: true
  /** Parameters that change how it is made, never what comes of it: another value of theirs makes no other output. */
  readonly neutral?: readonly string[]
  /** The cell as a sentence: plain words and the names of the parameters that stand between them. */
  readonly sentence: readonly (string | { readonly param: string })[]
}

const names = <T extends string>(values: readonly T[]) => z.enum(values as [T, ...T[]])
const count = z.number().int().positive()
const taskIds = TASKS.map((task) => task.id) as TaskId[]

export const noteParams = z.strictObject({ text: z.string().describe('Markdown') })

export const datasetParams = z.strictObject({
  name: z.string().min(1).describe('the name people see'),
  files: z.array(z.string().min(1)).min(1).describe('JSONL, JSON, parquet, .gz or .zst, relative to the notebook'),
})

/** Orders of samples by Longview's own columns; `field:NAME` is by one of the row's others. */
export const SAMPLE_ORDERS = [
  'number',
  'file',
  'source',
  'task',
  'rewardType',
  'subTask',
  'language',
  'ability',
  'bytes',
  'chars',
  'tokens',
  'evidence',
  'question',
  'meanReward',
  'sd',
] as const satisfies readonly SampleOrder[]

export const samplesParams = z.strictObject({
  tasks: z.array(names(taskIds)).nullable().default(null).describe('null: any'),
  rewardTypes: z.array(z.string()).nullable().default(null),
  subTasks: z.array(z.string()).nullable().default(null),
  languages: z
    .array(names(['English', 'Chinese'] as const))
    .nullable()
    .default(null),
  sources: z.array(z.string()).nullable().default(null),
  minBytes: z.number().int().nonnegative().nullable().default(null).describe('least prompt length, bytes'),
  maxBytes: z.number().int().nonnegative().nullable().default(null).describe('greatest prompt length, bytes'),
  search: z.string().nullable().default(null).describe('full-text search'),
  sets: z.array(z.string()).nullable().default(null).describe('in every one of these named sets'),
  run: z.string().nullable().default(null).describe('the run whose rewards the next ones speak of'),
  reward: z.string().nullable().default(null).describe("key of its rewards; null: the run's newest"),
  minReward: z.number().nullable().default(null).describe('least mean reward'),
  maxReward: z.number().nullable().default(null).describe('greatest mean reward'),
  rewarded: z.boolean().nullable().default(null).describe('true: with a mean reward; false: without one'),
  reasons: z.array(z.string()).nullable().default(null).describe('with a response of each of these reasons'),
  order: z.union([names(SAMPLE_ORDERS), z.templateLiteral(['field:', z.string()])]).default('number'),
  descending: z.boolean().default(false),
})

export const rolloutParams = z.strictObject({
  run: z.string().min(1).nullable().default(null).describe('name of the run; null: made from its content'),
  endpoints: z.array(z.string().min(1)).min(1).describe('URLs, or demo:'),
  model: z.string().nullable().default(null).describe("null: the endpoint's own"),
  n: count.max(1024).default(16).describe('responses a sample'),
  temperature: z.number().min(0).max(10).default(1),
  topP: z.number().gt(0).max(1).default(1).describe('nucleus sampling'),
  maxTokens: count.nullable().default(null).describe("longest response; null: the server's own limit"),
  concurrency: count.max(4096).nullable().default(null).describe('responses at once; null: what the endpoint takes'),
  order: names(['dataset', 'longest', 'fair'] as const)
    .default('dataset')
    .describe('which samples first; longest keeps the tail short, fair keeps all tasks at the same share'),
  system: z.string().nullable().default(null).describe('a system message before each prompt'),
  templateKwargs: z
    .record(z.string(), z.unknown())
    .nullable()
    .default(null)
    .describe('chat_template_kwargs as JSON, such as {"enable_thinking": true}'),
  maxTotalTokens: count.nullable().default(null).describe('stop when so many tokens are spent'),
  maxSeconds: count.nullable().default(null).describe('stop after so many seconds'),
  nPerRequest: count.default(1).describe('responses a request'),
  keyEnv: z.string().nullable().default(null).describe('environment variable of the engine that holds the key'),
  tokenizer: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      "the model's tokenizer.json, relative to the notebook, with the chat template beside it: counts tokens where the server does not",
    ),
})

export const scoreParams = z.strictObject({
  reward: z.string().nullable().default(null).describe("null: the trainer's dispatch by data_source"),
  mode: names(['reference', 'corrected'] as const).default(DEFAULT_REWARD_OPTIONS.mode),
  engine: names(['native', 'python', 'auto'] as const)
    .default(DEFAULT_REWARD_OPTIONS.engine)
    .describe('math-verify only'),
  thread: names(['main', 'pool'] as const)
    .default(DEFAULT_REWARD_OPTIONS.thread)
    .describe('math-verify only'),
  recursionLimit: count.default(DEFAULT_REWARD_OPTIONS.recursionLimit).describe('rouge-l only'),
})

const estimatorNumbers = {
  alpha: z
    .number()
    .min(0)
    .max(1)
    .default(DEFAULT_ESTIMATOR_PARAMS.alpha)
    .describe('weight of the group mean; published 0.8'),
  gamma: z.number().min(0).max(10).default(DEFAULT_ESTIMATOR_PARAMS.gamma).describe('the trainer ignores it'),
  epsilon: z.number().gt(0).max(1).default(DEFAULT_ESTIMATOR_PARAMS.epsilon).describe('the trainer ignores it'),
  normalizeByTaskScale: z.boolean().default(DEFAULT_ESTIMATOR_PARAMS.normalizeByTaskScale),
  mode: names(['reference', 'corrected'] as const).default(DEFAULT_ESTIMATOR_PARAMS.mode),
}

export const advantageParams = z.strictObject({
  estimator: names(ESTIMATORS.map((estimator) => estimator.name)).default('tmn-reweight'),
  ...estimatorNumbers,
  filterGroups: z
    .boolean()
    .default(false)
    .describe('drop groups whose rewards are all equal, as the published run does'),
  compareWith: names(ESTIMATORS.map((estimator) => estimator.name))
    .nullable()
    .default(null)
    .describe('drawn as outline'),
  pinned: z
    .strictObject(estimatorNumbers)
    .nullable()
    .default(null)
    .describe('its own numbers for what is compared with; null: the same as above'),
})

export const figureParams = z.strictObject({
  figure: names(FIGURES.map((figure) => figure.kind)),
  threshold: z.number().default(0.5).describe('pass-rate figures: a response passes above this reward'),
  length: names(['prompt', 'response'] as const)
    .default('prompt')
    .describe('length figures: of the prompt, or of the response'),
})

export const codeParams = z.strictObject({
  language: names(['typescript', 'sql'] as const).default('typescript'),
  source: z.string().max(1_000_000).describe('the code; its last expression or SELECT is the result'),
  texts: z.boolean().default(false).describe('hand over the responses themselves, as the column response'),
  seconds: z.number().min(1).max(3600).default(30).describe('stopped when it takes longer'),
})

export const compareParams = z.strictObject({
  what: names(['group', 'runs', 'steps', 'prompt'] as const)
    .default('group')
    .describe(
      'the responses to one prompt; two runs, before and after; two runs or more by task; one prompt across runs',
    ),
  sample: z
    .string()
    .nullable()
    .default(null)
    .describe('id or number of a sample; null: the widest spread, or the biggest change'),
  against: names(['first', 'before'] as const)
    .default('first')
    .describe('steps: what each run is held against, the first one or the one before'),
  over: names(['common', 'own'] as const)
    .default('common')
    .describe("steps: means over the samples that all runs have, or over each run's own"),
  most: count.max(10_000).default(200).describe('changed samples that are listed'),
})

const p = (param: string) => ({ param })

export const KINDS: Readonly<Record<string, CellKind>> = {
  note: {
    kind: 'note',
    label: 'note',
    about: 'Words in Markdown: what you look for, what you found.',
    params: noteParams,
    required: { text: '' },
    inputs: [],
    sentence: [],
  },
  dataset: {
    kind: 'dataset',
    label: 'dataset',
    about: 'Files of samples, indexed once.',
    params: datasetParams,
    required: { name: 'data', files: ['data.jsonl'] },
    inputs: [],
    sentence: [p('name'), ' from ', p('files')],
  },
  samples: {
    kind: 'samples',
    label: 'samples',
    about: 'Which samples, in which order.',
    params: samplesParams,
    required: {},
    inputs: ['dataset', 'samples'],
    sentence: ['where task is ', p('tasks'), ', length ', p('minBytes'), ' to ', p('maxBytes'), ', by ', p('order')],
  },
  rollout: {
    kind: 'rollout',
    label: 'rollout',
    about: 'n responses to each sample from an endpoint.',
    params: rolloutParams,
    required: { endpoints: ['demo:'] },
    inputs: ['samples', 'dataset'],
    // It counts tokens; what it sets aside unasked the server would refuse.
    neutral: ['tokenizer'],
    sentence: [p('n'), ' responses to each sample from ', p('endpoints'), ', temperature ', p('temperature')],
  },
  score: {
    kind: 'score',
    label: 'score',
    about: 'The reward of each response, and why.',
    params: scoreParams,
    required: {},
    inputs: ['rollout'],
    sentence: ['with ', p('reward'), ', mode ', p('mode')],
  },
  advantage: {
    kind: 'advantage',
    label: 'advantage',
    about: 'What the trainer would push up and down.',
    params: advantageParams,
    required: {},
    inputs: ['score'],
    sentence: ['by ', p('estimator'), ', α ', p('alpha'), ', γ ', p('gamma'), ', before: ', p('compareWith')],
  },
  figure: {
    kind: 'figure',
    label: 'figure',
    about: 'One plot with its table.',
    params: figureParams,
    required: { figure: FIGURES[0].kind },
    inputs: ['score', 'advantage'],
    sentence: [p('figure')],
  },
  compare: {
    kind: 'compare',
    label: 'compare',
    about:
      'Two runs or more by task and sample, the best response of a group against its worst, or one prompt across runs.',
    params: compareParams,
    required: {},
    inputs: ['score'],
    many: true,
    sentence: [p('what'), p('sample'), p('against'), p('over')],
  },
  code: {
    kind: 'code',
    label: 'code',
    about: 'TypeScript or SQL over the rows of other cells; a table, a number, words or a figure.',
    params: codeParams,
    required: { source: '' },
    inputs: ['dataset', 'samples', 'rollout', 'score', 'advantage', 'code'],
    many: true,
    alone: true,
    sentence: ['in ', p('language'), ', responses ', p('texts'), ', at most ', p('seconds'), ' s'],
  },
}

export type NoteParams = z.infer<typeof noteParams>
export type DatasetParams = z.infer<typeof datasetParams>
export type SamplesParams = z.infer<typeof samplesParams>
export type RolloutParams = z.infer<typeof rolloutParams>
export type ScoreParams = z.infer<typeof scoreParams>
export type AdvantageParams = z.infer<typeof advantageParams>
export type FigureParams = z.infer<typeof figureParams>
export type CompareParams = z.infer<typeof compareParams>
export type CodeParams = z.infer<typeof codeParams>

/** The kind of this name, own keys only. */
export function kindOf(name: string): CellKind | null {
  return Object.hasOwn(KINDS, name) ? KINDS[name] : null
}

/** Whether a cell of this kind needs an input to run. */
export function needsInput(kind: string): boolean {
  const known = kindOf(kind)
  return known !== null && known.inputs.length > 0 && known.alone !== true
}
