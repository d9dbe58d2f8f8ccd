/**
 * THE boundary between the engine and any front (CLI, page, desktop): one interface, several transports.
 * Everything that crosses is plain data (structured clone, or JSON with typed arrays beside it). Errors cross as ErrorParts.
 * A stream that its consumer leaves early cancels its producer; long work that must outlive its viewer (a rollout run)
 * is started by a call and watched by a stream, so that leaving the stream stops only the watching.
 */

import type {
  DatasetFile,
  EvidenceColumns,
  Facets,
  FieldName,
  IndexEvent,
  IndexParams,
  PromptText,
  SampleFilter,
  SamplePage,
  SampleQuery,
  SampleSet,
  SaveSetParams,
  Snippet,
} from './contract/datasets.ts'
import type {
  DryRunEvent,
  EndpointFacts,
  EndpointHealth,
  FaultCause,
  RunningResponse,
  SquareEvent,
  StoredFault,
  TextEvent,
} from './model/endpoint.ts'
import type { ErrorParts } from './model/errors.ts'
import type { Page } from './model/page.ts'
import type { RewardMode, RewardOptions, TracedReward } from './model/reward.ts'
import type { FinishReason, RunRow, Sampling, Usage } from './model/rollout.ts'
import type { SampleDetail, SetAside, Truth } from './model/sample.ts'
import type { TaskId } from './model/tasks.ts'
import type { AlarmId } from './rewards/alarms.ts'

export type * from './contract/datasets.ts'

// ---- runs ----

export type {
  DryRunEvent,
  DryRunMisfit,
  EndpointFacts,
  EndpointHealth,
  FaultCause,
  RunningResponse,
  SquareEvent,
  StoredFault,
  TextEvent,
} from './model/endpoint.ts'

export interface RolloutSpec extends Sampling {
  /** Name of the run; null: a fresh one is made up. */
  readonly run: string | null
  readonly samples: SampleFilter
  /** URLs with or without /v1, or `demo:`. */
  readonly endpoints: readonly string[]
  readonly model: string | null
  readonly concurrency: number | null
  /** fair: dataset order within each task, the tasks side by side, so that a run cut short covers all of them alike. */
  readonly order: 'dataset' | 'longest' | 'fair'
  readonly resume: boolean
  readonly shard: { readonly index: number; readonly of: number } | null
  readonly system: string | null
  readonly templateKwargs: Readonly<Record<string, unknown>> | null
  readonly maxTotalTokens: number | null
  readonly maxSeconds: number | null
  readonly nPerRequest: number
  /** Name of the environment variable that holds the key; the key itself never crosses. */
  readonly keyEnv: string | null
}

export interface RunProgress {
  readonly run: string
  readonly state: RunRow['state']
  readonly wanted: number
  readonly done: number
  readonly running: number
  /** Of those running: with text already. */
  readonly decoding: number
  /** Waiting to be asked again after a fault. */
  readonly retrying: number
  readonly failed: number
  readonly lost: number
  /** Responses given up in this session: `failed` events name them. Above 0 the run did not do all of its work. */
  readonly givenUp: number
  readonly promptTokens: number
  readonly completionTokens: number
  /** Share of prompt tokens that came from the server's prefix cache; null where the server does not say. */
  readonly cacheShare: number | null
  /** Completion tokens over the last ten seconds. */
  readonly tokensPerSecond: number
  /** Prompt tokens over the last ten seconds, cached or not. */
  readonly promptTokensPerSecond: number
  /** Written by attempts of this session that came to nothing, told from their text. */
  readonly discardedTokens: number
  /** Nothing new is sent any more: what is in flight is awaited. */
  readonly stopping: boolean
  /** Empty for a run that is not under way. */
  readonly endpoints: readonly EndpointHealth[]
  /** Faults of this session by what they were, most frequent first; at most 20. */
  readonly causes: readonly FaultCause[]
  /** Null until it can be told: after 30 s and 3 % of the work. */
  readonly secondsLeft: number | null
  readonly seconds: number
}

export type RunEvent =
  | ({ readonly kind: 'progress' } & RunProgress)
  | ({ readonly kind: 'response' } & ResponseRow)
  | { readonly kind: 'failed'; readonly sampleId: string; readonly index: number; readonly error: ErrorParts }
  | { readonly kind: 'note'; readonly message: string }
  | ({ readonly kind: 'end' } & RunProgress & { readonly error: ErrorParts | null })

export interface ResponseRow {
  readonly run: string
  readonly sampleId: string
  readonly index: number
  /** Null in lists; whole in `response` events of a watcher that asked for texts, and in `response()`. */
  readonly text: string | null
  readonly chars: number
  readonly finishReason: FinishReason
  readonly usage: Usage | null
  readonly endpoint: string
  readonly seconds: number
  readonly dataSource: string
  readonly rewardType: string
  /** Undefined: not scored under the asked reward; value null: unscorable. */
  readonly reward?: { readonly value: number | null; readonly reason: string }
}

/** What is wrong with the writing of a response: ALARMS of core/rewards/alarms.ts, in their order. */
export interface ResponseAlarms {
  readonly index: number
  readonly alarms: readonly AlarmId[]
}

export interface GroupRow {
  readonly sampleId: string
  readonly number: number
  readonly task: TaskId | null
  readonly rewardType: string
  readonly question: string
  readonly responses: number
  /** In index order, null where unscorable; reasons beside. Empty when the run is not scored. */
  readonly rewards: readonly (number | null)[]
  readonly reasons: readonly string[]
  readonly mean: number | null
  /** Sample standard deviation (n - 1); null under two rewards. */
  readonly sd: number | null
}

export type GroupOrder = 'number' | 'mean' | 'sd' | 'task'

export interface GroupQuery {
  readonly run: string
  readonly reward: string
  readonly tasks?: readonly TaskId[]
  readonly order?: GroupOrder
  readonly descending?: boolean
  readonly offset?: number
  readonly limit?: number
}

// ---- rewards ----

export interface RewardSpec extends Partial<RewardOptions> {
  /** Absent: the trainer's dispatch by data_source. A built-in's name forces that one; a path is a user's file. */
  readonly reward?: string
}

export interface ScoreSpec extends RewardSpec {
  readonly run: string
}

export type ScoreEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'end'
      /** The key under which this run's rewards are stored: a hash of source and options. */
      readonly reward: string
      readonly scored: number
      readonly unscorable: number
      readonly errors: number
      readonly reasons: Readonly<Record<string, number>>
      readonly seconds: number
    }

// ---- audit and lint ----

/** A stored run's responses, or samples alone (then only how many the surprise can meet). */
export type AuditParams =
  | {
      readonly run: string
      /** Whole groups, taken evenly over the run, up to this many responses; absent: all. */
      readonly most?: number
    }
  | { readonly filter: SampleFilter }

/** One surprise of the reference (rewards.md section 4) and what it did to this data. */
export interface AuditFinding {
  /** Its number in rewards.md. */
  readonly surprise: number
  readonly finding: string
  readonly what: string
  readonly correction: string | null
  /** Samples with a response that it hits; without responses: samples whose reward can meet it. */
  readonly samples: number
  readonly responses: number
  /** Responses whose reward that one correction changes. */
  readonly changed: number
  /** Corrected less reference, mean over the responses that it hits; null where nothing can be corrected. */
  readonly meanChange: number | null
  /** The largest changes first. */
  readonly worst: readonly {
    readonly sampleId: string
    readonly index: number | null
    readonly reference: number | null
    readonly corrected: number | null
  }[]
}

export type AuditEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | ({ readonly kind: 'finding' } & AuditFinding)
  | {
      readonly kind: 'end'
      /** Looked at. */
      readonly samples: number
      readonly responses: number
      /** Samples that there are. */
      readonly of: number
      readonly seconds: number
    }

export interface LintParams extends RewardSpec {
  readonly filter: SampleFilter
}

export type LintEvent =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** An exploit that pays on one sample, `broken-gold`, or `gold-not-in-prompt`. */
  | {
      readonly kind: 'finding'
      readonly sampleId: string
      readonly rewardType: string
      readonly exploit: string
      /** Whether its writer must know the gold: it then shows what the measure lets pass, not what a policy finds alone. */
      readonly knowsGold: boolean
      readonly reward: number | null
      /** The shortest response that shows it; for `gold-not-in-prompt` the parts that are missing. */
      readonly response: string
    }
  | { readonly kind: 'end'; readonly samples: number; readonly seconds: number }

/** A reward file, or code beside it, was saved, made or removed. */
export interface RewardSaved {
  /** As it was asked for. */
  readonly file: string
}

/** A run's numbers as columns, ordered by group, then response index. Typed arrays cross as binary, once. */
export interface RunColumns {
  readonly run: string
  readonly reward: string
  /** One per group. */
  readonly sampleIds: readonly string[]
  readonly sampleNumbers: Int32Array
  /** groups + 1 offsets into the rollout columns. */
  readonly offsets: Int32Array
  /** Per group, index into `rewardTypes`. */
  readonly types: Int32Array
  readonly rewardTypes: readonly string[]
  /** Per group, index into TASKS, -1 for none. */
  readonly tasks: Int8Array
  /** Per group, the prompt's bytes. */
  readonly promptBytes: Float64Array
  /** Per rollout; meaningless where `scored` is 0. Never NaN. */
  readonly rewards: Float64Array
  /** 1 where the reward is a number, 0 where it is null or missing. */
  readonly scored: Uint8Array
  /** Per rollout, index into `reasonNames`. */
  readonly reasons: Uint8Array
  readonly reasonNames: readonly string[]
  readonly indices: Int32Array
  /** Completion tokens as the server counted, -1 unknown. */
  readonly tokens: Int32Array
  readonly chars: Int32Array
  /** 1 where finish_reason is length. */
  readonly truncated: Uint8Array
}

// ---- notebook ----

export interface CellDocument {
  readonly id: string
  readonly kind: string
  /** What people call it; changes no output. */
  readonly title?: string
  readonly params: Readonly<Record<string, unknown>>
  readonly inputs: readonly string[]
}

export interface NotebookDocument {
  readonly version: number
  readonly cells: readonly CellDocument[]
}

export type CellStatus = 'waiting' | 'running' | 'fresh' | 'cached' | 'error' | 'cancelled' | 'skipped'

export interface CellEvent {
  readonly cell: string
  readonly kind: string
  readonly status: CellStatus
  readonly seconds: number
  /** 0..1 while running. */
  readonly progress?: number
  readonly error?: ErrorParts
  /** A problem that did not stop the cell: rows set aside, failed samples, undecided rewards. */
  readonly warning?: string
  /** Key of the output and a one-line summary, when it is there. */
  readonly output?: { readonly key: string; readonly summary: string }
}

export interface RunNotebookParams {
  readonly document: NotebookDocument
  /** Directory that relative paths in the document start from. */
  readonly baseDir: string
  /** Only these cells and what they need; absent: all. */
  readonly cells?: readonly string[]
  /** Rollouts among these that were stopped are taken with the responses they have, instead of going on. */
  readonly asTheyAre?: readonly string[]
}

/** Where a cell stands before anything runs: its key follows from the document and the files alone. */
export interface CellPlan {
  readonly cell: string
  /** Null where an input's own key cannot be told (a file that is missing). */
  readonly key: string | null
  /** True where the output under this key is stored: shown at once, not run again. */
  readonly fresh: boolean
  readonly summary: string | null
  readonly error?: ErrorParts
}

/** One thing that a notebook reaches beyond itself. */
export interface Reach {
  /** python: a file that runs as the user; reward: one that runs in the sandbox; code: named beside the others, asks nothing. */
  readonly kind: 'endpoint' | 'python' | 'reward' | 'code'
  /** What people are shown: an address, a path as the notebook has it. */
  readonly name: string
  /** What more they should know of it. */
  readonly detail: string | null
  /** Cells that reach it. */
  readonly cells: readonly string[]
  /** What is agreed to: exactly this. An address with the key sent there, a path. */
  readonly print: string
}

// ---- the rest ----

export interface EngineStatus {
  readonly version: string
  readonly workspace: string
  readonly writable: boolean
  readonly samples: number
  readonly textIndexed: number
  readonly memoryBytes: number
  readonly freeBytes: number
  readonly pid: number
}

export interface Check {
  readonly check: string
  readonly ok: boolean
  readonly detail: string
  readonly remedy: string | null
}

export interface Engine {
  status(): Promise<EngineStatus>
  doctor(params: { readonly endpoints?: readonly string[] }): Promise<readonly Check[]>

  index(params: IndexParams): AsyncIterable<IndexEvent>
  files(): Promise<readonly DatasetFile[]>
  setAside(params: { readonly file?: string }): Promise<readonly SetAside[]>
  samples(query: SampleQuery): Promise<SamplePage>
  facets(filter: SampleFilter): Promise<Facets>
  sample(params: { readonly id: string }): Promise<SampleDetail>
  prompt(params: { readonly id: string }): Promise<PromptText>
  /** What a scorer needs, for rows that name a sample; unknown ids are left out. */
  truths(params: { readonly ids: readonly string[] }): Promise<Readonly<Record<string, Truth>>>
  /** Columns of these rows that are none of Longview's own, those of most rows first. */
  fields(filter: SampleFilter): Promise<readonly FieldName[]>
  /** The text around the first hit in each of these prompts, in the order of the ids. */
  snippets(params: { readonly ids: readonly string[]; readonly search: string }): Promise<readonly Snippet[]>
  sets(): Promise<readonly SampleSet[]>
  /**
   * Keeps samples under a name: those of a filter, less some, or a list of ids. A set of that name is replaced.
   * @returns the set, and the ids that stood under the name before (null: there was none), to undo it by
   */
  saveSet(params: SaveSetParams): Promise<SampleSet & { readonly before: readonly string[] | null }>
  /** @returns the ids that it held, to undo it by */
  deleteSet(params: { readonly name: string }): Promise<{ readonly ids: readonly string[] }>
  /**
   * What is known of where the gold answers stand in these prompts. It is found in the background; with `wait` prompts that
   * have not been read for it are read now, in a thread, and only those whose file is gone stay unknown.
   */
  evidence(params: { readonly ids: readonly string[]; readonly wait?: boolean }): Promise<EvidenceColumns>

  runs(): Promise<readonly RunRow[]>
  renameRun(params: { readonly run: string; readonly to: string }): Promise<void>
  deleteRun(params: { readonly run: string }): Promise<{ readonly freedBytes: number }>
  /** Returns when the run is recorded and under way; it goes on without its caller. */
  startRun(spec: RolloutSpec): Promise<RunRow>
  /** Drains: what is in flight is awaited and saved; returns then. Called again, or with `now`, it cuts: the rest is lost. */
  stopRun(params: { readonly run: string; readonly now?: boolean }): Promise<RunRow>
  /** Progress at most ten times a second, then `end`. With `texts`, every response as it lands. */
  watchRun(params: { readonly run: string; readonly texts?: boolean }): AsyncIterable<RunEvent>
  /** While paused nothing new is sent; what is in flight goes on and lands. */
  pauseRun(params: { readonly run: string; readonly paused: boolean }): Promise<RunRow>
  /** Cuts one response in flight, at the server too; this session does not ask for it again. False: it was not in flight. */
  cancelResponse(params: { readonly run: string; readonly sampleId: string; readonly index: number }): Promise<boolean>
  /** Endpoints of a run that is under way: added ones take groups at once, dropped ones finish what they have. */
  changeEndpoints(params: {
    readonly run: string
    readonly add?: readonly string[]
    readonly drop?: readonly string[]
  }): Promise<RunRow>
  /** Asks again for what was given up: at once where the run is under way, else by going on with it. */
  retryFailed(params: { readonly run: string }): Promise<RunRow>
  /** What went wrong over all sessions of a run, by cause, most frequent first; at most 50. */
  faults(params: { readonly run: string }): Promise<readonly StoredFault[]>
  /** Where every response stands, with its reward under this key (null: none). Ends with the run's session. */
  watchSquares(params: { readonly run: string; readonly reward: string | null }): AsyncIterable<SquareEvent>
  /** Responses in flight, those sent first before the others. */
  runningResponses(params: { readonly run: string }): Promise<readonly RunningResponse[]>
  /** The text of one response as it streams; ends with the run's session. */
  watchText(params: {
    readonly run: string
    readonly sampleId: string
    readonly index: number
  }): AsyncIterable<TextEvent>
  /** What stands at an endpoint, within about two seconds. */
  connectEndpoint(params: {
    readonly endpoint: string
    readonly model?: string | null
    readonly keyEnv?: string | null
    readonly templateKwargs?: Readonly<Record<string, unknown>> | null
  }): Promise<EndpointFacts>
  /** What a run would ask for, token counts and misfits; asks for no response. */
  dryRun(spec: RolloutSpec): AsyncIterable<DryRunEvent>
  groups(query: GroupQuery): Promise<Page<GroupRow>>
  responses(params: {
    readonly run: string
    readonly sampleId: string
    readonly reward?: string
  }): Promise<readonly ResponseRow[]>
  response(params: { readonly run: string; readonly sampleId: string; readonly index: number }): Promise<ResponseRow>
  /** Loops, unclosed thinking, truncation and the like, of each response that has landed. */
  responseAlarms(params: { readonly run: string; readonly sampleId: string }): Promise<readonly ResponseAlarms[]>

  score(spec: ScoreSpec): AsyncIterable<ScoreEvent>
  /** Reward keys stored for a run, newest first. */
  rewardsOf(params: {
    readonly run: string
  }): Promise<readonly { readonly reward: string; readonly spec: RewardSpec; readonly mode: RewardMode }[]>
  trace(
    params: { readonly run: string; readonly sampleId: string; readonly index: number } & RewardSpec,
  ): Promise<TracedReward>
  columns(params: { readonly run: string; readonly reward: string }): Promise<RunColumns>
  /** The surprises of the reference that hit this data: how many, how much. Findings come at the end, by number. */
  audit(params: AuditParams): AsyncIterable<AuditEvent>
  /** Cheap exploits that pay, gold that does not earn its reward, gold that the prompt does not hold; as they are found. */
  lint(params: LintParams): AsyncIterable<LintEvent>
  /** Tells when reward files are saved, until it is left; relative paths start from `baseDir`. */
  watchRewards(params: { readonly files: readonly string[]; readonly baseDir: string }): AsyncIterable<RewardSaved>

  /** Runs what is not fresh, inputs first. Leaving the stream early stops it after what is under way is saved. */
  runNotebook(params: RunNotebookParams): AsyncIterable<CellEvent>
  /** Runs nothing: which cells are fresh, by their keys. */
  planNotebook(params: RunNotebookParams): Promise<readonly CellPlan[]>
  /** What the notebook reaches beyond itself that nobody agreed to in this workspace; empty: it may run. */
  untrusted(params: { readonly document: NotebookDocument; readonly baseDir: string }): Promise<readonly Reach[]>
  /** A person agreed to these, by their prints. A page's runs are refused before (code `untrusted`). */
  trust(params: { readonly prints: readonly string[] }): Promise<void>
  /** A cell's output by its key; its shape is the kind's own. */
  output(params: { readonly key: string }): Promise<unknown>
  /** One self-contained HTML file of a run or of a notebook's outputs; `name` is the notebook's file, for its words. */
  report(
    params: { readonly run: string; readonly reward?: string } | (RunNotebookParams & { readonly name?: string }),
  ): Promise<string>

  close(): Promise<void>
}

/** Every method, how it answers and whether it writes: transports, the read-only guard and tests derive from this. */
export const METHODS = {
  status: { kind: 'call', writes: false },
  doctor: { kind: 'call', writes: false },
  index: { kind: 'stream', writes: true },
  files: { kind: 'call', writes: false },
  setAside: { kind: 'call', writes: false },
  samples: { kind: 'call', writes: false },
  facets: { kind: 'call', writes: false },
  sample: { kind: 'call', writes: false },
  prompt: { kind: 'call', writes: false },
  truths: { kind: 'call', writes: false },
  evidence: { kind: 'call', writes: false },
  fields: { kind: 'call', writes: false },
  snippets: { kind: 'call', writes: false },
  sets: { kind: 'call', writes: false },
  saveSet: { kind: 'call', writes: true },
  deleteSet: { kind: 'call', writes: true },
  runs: { kind: 'call', writes: false },
  renameRun: { kind: 'call', writes: true },
  deleteRun: { kind: 'call', writes: true },
  startRun: { kind: 'call', writes: true },
  stopRun: { kind: 'call', writes: true },
  watchRun: { kind: 'stream', writes: false },
  pauseRun: { kind: 'call', writes: true },
  cancelResponse: { kind: 'call', writes: true },
  changeEndpoints: { kind: 'call', writes: true },
  retryFailed: { kind: 'call', writes: true },
  faults: { kind: 'call', writes: false },
  watchSquares: { kind: 'stream', writes: false },
  runningResponses: { kind: 'call', writes: false },
  watchText: { kind: 'stream', writes: false },
  connectEndpoint: { kind: 'call', writes: false },
  dryRun: { kind: 'stream', writes: false },
  groups: { kind: 'call', writes: false },
  responses: { kind: 'call', writes: false },
  response: { kind: 'call', writes: false },
  responseAlarms: { kind: 'call', writes: false },
  score: { kind: 'stream', writes: true },
  rewardsOf: { kind: 'call', writes: false },
  trace: { kind: 'call', writes: false },
  columns: { kind: 'call', writes: false },
  audit: { kind: 'stream', writes: false },
  lint: { kind: 'stream', writes: false },
  watchRewards: { kind: 'stream', writes: false },
  runNotebook: { kind: 'stream', writes: true },
  planNotebook: { kind: 'call', writes: false },
  untrusted: { kind: 'call', writes: false },
  trust: { kind: 'call', writes: true },
  output: { kind: 'call', writes: false },
  report: { kind: 'call', writes: true },
} as const satisfies Record<Exclude<keyof Engine, 'close'>, { kind: 'call' | 'stream'; writes: boolean }>

export type MethodName = keyof typeof METHODS
