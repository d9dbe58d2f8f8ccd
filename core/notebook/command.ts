/** Cells, samples and reports as lines for a shell: what the page does, the command line does too. */
import type { CellDocument, NotebookDocument, SampleFilter } from '../contract.ts'
import { estimatorNamed } from '../estimators/index.ts'
import {
  type AdvantageParams,
  type DatasetParams,
  type FigureParams,
  kindOf,
  type RolloutParams,
  type SamplesParams,
  type ScoreParams,
} from './cells.ts'
import { both, filterOf } from './filter.ts'

/** A word as a POSIX shell reads it back: quoted where it holds anything but plain signs. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** `longview` and its words as one line. */
export function commandLine(words: readonly string[]): string {
  return ['longview', ...words].map(shellWord).join(' ')
}

/** What the page knows of a notebook besides its document. */
export interface CommandPlace {
  /** The notebook's file name. */
  readonly notebook: string
  readonly document: NotebookDocument
  /** The name of a rollout cell's run; null while it has none. */
  runOf(cell: CellDocument): string | null
}

/** The whole notebook, for what no verb says alone. */
const runNotebook = ({ notebook }: CommandPlace) => ['run', notebook, '--out', 'out']

/** The cell as words of the command line. Null for a note. What no verb can say is the whole notebook's run. */
export function cellCommand(cell: CellDocument, place: CommandPlace): readonly string[] | null {
  const params = kindOf(cell.kind)?.params.safeParse(cell.params)
  if (!params?.success) return cell.kind === 'note' ? null : runNotebook(place)
  switch (cell.kind) {
    case 'note':
      return null
    case 'dataset':
      return [
        'index',
        ...(params.data as DatasetParams).files.map((file) => (file.startsWith('-') ? `./${file}` : file)),
      ]
    case 'samples':
      return samplesWords(params.data as SamplesParams, filterAbove(cell, place.document)) ?? runNotebook(place)
    case 'rollout':
      return rolloutWords(cell, params.data as RolloutParams, place) ?? runNotebook(place)
    case 'score':
      return scoreWords(cell, params.data as ScoreParams, place) ?? runNotebook(place)
    case 'advantage':
      return advantageWords(cell, params.data as AdvantageParams, place) ?? runNotebook(place)
    case 'figure':
      return figureWords(cell, params.data as FigureParams, place) ?? runNotebook(place)
    default:
      return runNotebook(place)
  }
}

export function sampleCommand(id: string): readonly string[] {
  return ['show', id]
}

export function responseCommand(id: string, index: number, run: string): readonly string[] {
  return ['show', id, ...option('response', index), ...option('run', run)]
}

export function reportCommand(notebook: string): readonly string[] {
  return ['report', notebook, '-o', `${notebook.replace(/\.longview$/, '')}.html`]
}

/** An option only where it says something else than its default. */
function option(name: string, value: unknown, fallback: unknown = null): string[] {
  if (value === null || value === undefined || value === fallback) return []
  const flag = name.length === 1 ? `-${name}` : `--${name}`
  const word = String(value)
  // A value that looks like an option is tied to its own.
  return word.startsWith('-') && name.length > 1 ? [`${flag}=${word}`] : [flag, word]
}

function inputOf(cell: CellDocument, document: NotebookDocument): CellDocument | undefined {
  return document.cells.find((each) => each.id === cell.inputs[0])
}

/** The nearest cell of a kind that a cell rests on. */
function above(cell: CellDocument, kind: string, document: NotebookDocument): CellDocument | null {
  for (let at = inputOf(cell, document); at; at = inputOf(at, document)) if (at.kind === kind) return at
  return null
}

/** The filters of all samples cells that a cell rests on, and its own. */
function filterAbove(cell: CellDocument, document: NotebookDocument): SampleFilter {
  let filter: SampleFilter = {}
  for (let at: CellDocument | undefined = cell; at; at = inputOf(at, document)) {
    const params = at.kind === 'samples' ? kindOf('samples')?.params.safeParse(at.params) : null
    if (params?.success) filter = both(filter, filterOf(params.data as SamplesParams))
  }
  return filter
}

/**
 * The line that lists the samples of a query in its order, under the newest rewards of its run. Null where no option says
 * it: a choice of ids, or "any mean reward".
 */
export function samplesCommand(
  { run, reward: _, ...filter }: SampleFilter,
  order: Pick<SamplesParams, 'order' | 'descending'>,
): string | null {
  const { minReward, maxReward, rewarded, reasons } = filter
  const speaks = [minReward, maxReward, rewarded, reasons].some((value) => value !== undefined)
  const sorts = ['meanReward', 'sd', 'tokens'].includes(order.order)
  const words = samplesWords(order, { ...filter, ...(run !== undefined && (speaks || sorts) && { run }) })
  return words && commandLine(words)
}

/** Null where the filter holds what `longview samples` has no option for. */
function filterWords(filter: SampleFilter): string[] | null {
  const { tasks, rewardTypes, subTasks, languages, sources, minBytes, maxBytes, search, ...more } = filter
  const { files, sets, run, minReward, maxReward, rewarded, reasons, ...rest } = more
  if (Object.values(rest).some((value) => value !== undefined) || rewarded === true) return null
  const each = (name: string, values: readonly string[] = []) => values.flatMap((value) => option(name, value))
  return [
    ...each('file', files),
    ...each('task', tasks),
    ...each('reward-type', rewardTypes),
    ...each('sub-task', subTasks),
    ...each('language', languages),
    ...each('source', sources),
    ...option('min-bytes', minBytes),
    ...option('max-bytes', maxBytes),
    ...option('search', search),
    ...each('set', sets),
    ...option('rewards-of', run),
    ...option('min-reward', minReward),
    ...option('max-reward', maxReward),
    ...(rewarded === false ? ['--no-reward'] : []),
    ...each('reason', reasons),
  ]
}

function samplesWords(
  { order, descending }: Pick<SamplesParams, 'order' | 'descending'>,
  filter: SampleFilter,
): string[] | null {
  const words = filterWords(filter)
  if (!words) return null
  // `rewardType` is `reward_type` there; `field:NAME` stays as it is.
  const name = order.startsWith('field:') ? order : order.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return ['samples', ...words, ...option('order', `${descending ? '-' : ''}${name}`, 'number')]
}

function rolloutWords(cell: CellDocument, params: RolloutParams, place: CommandPlace): string[] | null {
  const words = filterWords(filterAbove(cell, place.document))
  if (!words) return null
  const kwargs = params.templateKwargs && JSON.stringify(params.templateKwargs)
  return [
    'rollout',
    ...words,
    ...params.endpoints.flatMap((endpoint) => ['--endpoint', endpoint]),
    ...option('model', params.model),
    ...option('n', params.n, 16),
    ...option('temperature', params.temperature, 1),
    ...option('top-p', params.topP, 1),
    ...option('max-tokens', params.maxTokens),
    ...option('concurrency', params.concurrency),
    ...option('order', params.order, 'dataset'),
    ...option('system', params.system),
    ...option('template-kwargs', kwargs),
    ...option('max-total-tokens', params.maxTotalTokens),
    ...option('max-seconds', params.maxSeconds),
    ...option('n-per-request', params.nPerRequest, 1),
    ...option('key-env', params.keyEnv),
    ...option('tokenizer', params.tokenizer),
    ...option('run', place.runOf(cell)),
  ]
}

/** The run that a cell rests on; null while it has no name. */
function runAbove(cell: CellDocument, place: CommandPlace): string | null {
  const rollout = above(cell, 'rollout', place.document)
  return rollout && place.runOf(rollout)
}

function scoreWords(cell: CellDocument, params: ScoreParams, place: CommandPlace): string[] | null {
  const run = runAbove(cell, place)
  // The recursion limit is no option of the verb.
  if (run === null || params.recursionLimit !== 960) return null
  return [
    'score',
    ...option('run', run),
    ...option('reward', params.reward),
    ...option('mode', params.mode, 'reference'),
    ...option('engine', params.engine, 'auto'),
    ...option('thread', params.thread, 'main'),
  ]
}

/** What an estimator reads, as options of `advantage` and `plot`. */
export function estimatorWords(params: Omit<AdvantageParams, 'compareWith' | 'pinned'>): string[] {
  const { reads } = estimatorNamed(params.estimator)
  return [
    '--estimator',
    params.estimator,
    ...(reads.includes('alpha') ? ['--alpha', String(params.alpha)] : []),
    ...(reads.includes('gamma') ? ['--gamma', String(params.gamma)] : []),
    ...(reads.includes('epsilon') ? ['--epsilon', String(params.epsilon)] : []),
    ...(reads.includes('normalizeByTaskScale') && !params.normalizeByTaskScale ? ['--no-task-scale'] : []),
    ...(reads.includes('mode') && params.mode === 'corrected' ? ['--mode', 'corrected'] : []),
    ...(params.filterGroups ? ['--filter-groups'] : []),
  ]
}

function advantageWords(cell: CellDocument, params: AdvantageParams, place: CommandPlace): string[] | null {
  const run = runAbove(cell, place)
  return run === null ? null : ['advantage', ...option('run', run), ...estimatorWords(params)]
}

function figureWords(cell: CellDocument, params: FigureParams, place: CommandPlace): string[] | null {
  const run = runAbove(cell, place)
  const input = inputOf(cell, place.document)
  if (run === null || !input) return null
  const estimator = input.kind === 'advantage' ? kindOf('advantage')?.params.safeParse(input.params) : null
  return [
    'plot',
    ...option('run', run),
    ...option('figure', params.figure),
    ...option('threshold', params.threshold, 0.5),
    ...(estimator?.success ? estimatorWords(estimator.data as AdvantageParams) : []),
    '-o',
    `${params.figure}.svg`,
  ]
}
