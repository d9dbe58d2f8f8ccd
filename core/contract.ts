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
import type { CellEvent, CellPlan, NotebookDocument, Reach, RunNotebookParams } from './contract/notebook.ts'
import type {
  AuditEvent,
  AuditParams,
  LintEvent,
  LintParams,
  RewardSaved,
  RewardSpec,
  RunColumns,
  ScoreEvent,
  ScoreSpec,
} from './contract/rewards.ts'
import type { GroupQuery, GroupRow, ResponseAlarms, ResponseRow, RolloutSpec, RunEvent } from './contract/runs.ts'
import type {
  DryRunEvent,
  EndpointFacts,
  RunningResponse,
  SquareEvent,
  StoredFault,
  TextEvent,
} from './model/endpoint.ts'
import type { Page } from './model/page.ts'
import type { RewardMode, TracedReward } from './model/reward.ts'
import type { RunRow } from './model/rollout.ts'
import type { SampleDetail, SetAside, Truth } from './model/sample.ts'

export type * from './contract/datasets.ts'
export type * from './contract/notebook.ts'
export type * from './contract/rewards.ts'
export type * from './contract/runs.ts'
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
  /** With `most` only the beginning of a longer prompt: so many UTF-16 units of its contents, what a window needs. */
  prompt(params: { readonly id: string; readonly most?: number }): Promise<PromptText>
  /** What a scorer needs, for rows that name a sample; unknown ids are left out. */
  truths(params: { readonly ids: readonly string[] }): Promise<Readonly<Record<string, Truth>>>
  /** Columns of these rows that are none of Longview's own, those of most rows first. */
  fields(filter: SampleFilter): Promise<readonly FieldName[]>
  /**
   * The text around the first hit in each of these prompts, in the order of the ids; with an empty search the end of each
   * prompt's last user message, where a question stands that no column holds.
   */
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
    params:
      | { readonly run: string; readonly reward?: string }
      | (RunNotebookParams & { readonly name?: string; readonly set?: readonly string[] }),
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
