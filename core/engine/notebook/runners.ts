/** How each kind of cell is run: the notebook's verbs are the engine's, one call a kind. */
import { resolve } from 'node:path'
import type { CellDocument, Engine, RolloutSpec, RunProgress, SampleFilter } from '../../contract.ts'
import { figureNamed } from '../../figures/index.ts'
import { LongviewError } from '../../model/errors.ts'
import type { RunRow } from '../../model/rollout.ts'
import type {
  AdvantageParams,
  CodeParams,
  DatasetParams,
  FigureParams,
  RolloutParams,
  SamplesParams,
  ScoreParams,
} from '../../notebook/cells.ts'
import { resultWords } from '../../notebook/code.ts'
import { both, filterOf } from '../../notebook/filter.ts'
import type {
  AdvantageOutput,
  CellOutput,
  DatasetOutput,
  RolloutOutput,
  SamplesOutput,
  ScoreOutput,
} from '../../notebook/outputs.ts'
import { type CellRows, inputTables } from '../code/inputs.ts'
import { runCode } from '../code/run.ts'
import { isRewardFile } from '../score/user-reward.ts'
import { advantageOutput, figureOutput } from './advantage.ts'
import { compareOutput, compareSummary } from './compare.ts'
import { datasetFiles } from './plan.ts'

export type Verbs = Omit<Engine, 'runNotebook' | 'planNotebook' | 'untrusted' | 'trust' | 'output' | 'report' | 'close'>

export interface RunContext {
  readonly engine: Verbs
  /** Rows of a run, for code. */
  readonly rows: CellRows
  readonly baseDir: string
  /** The cell's own key: names what it makes. */
  readonly key: string
  /** Parameters of the cells it takes its input from, nearest first: a figure draws with its advantage's estimator. */
  readonly inputCells: readonly CellDocument[]
  /** Take a rollout that was stopped with what it has. */
  readonly asItIs: boolean
}

export interface CellResult {
  readonly output: CellOutput
  readonly summary: string
  /** A problem that did not stop it: makes the exit code 1. */
  readonly warning?: string
}

/** Yields its share done, 0..1; returns the result. Left early, it stops what it started. */
export type CellRun = AsyncGenerator<number, CellResult>

type Runner = (cell: CellDocument, inputs: readonly CellOutput[], context: RunContext) => CellRun

const counted = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`

async function* runDataset(
  cell: CellDocument,
  _inputs: readonly CellOutput[],
  { engine, baseDir }: RunContext,
): CellRun {
  const params = cell.params as DatasetParams
  const indexed: string[] = []
  for await (const event of engine.index({ files: datasetFiles(params, baseDir) })) {
    if (event.kind === 'failed') throw new LongviewError(event.error)
    if (event.kind === 'file') indexed.push(event.file)
    if (event.kind === 'progress') yield event.totalBytes > 0 ? event.bytes / event.totalBytes : 0
  }
  const files = (await engine.files()).filter((each) => indexed.includes(each.file))
  const facets = await engine.facets({ files: indexed })
  const setAside = files.reduce((sum, file) => sum + file.setAside, 0)
  const output: DatasetOutput = { kind: 'dataset', name: params.name, files, facets }
  return {
    output,
    summary: `${counted(facets.total, 'sample')}, ${setAside.toLocaleString('en-US')} set aside`,
    ...(setAside > 0 && { warning: `${counted(setAside, 'row')} set aside` }),
  }
}

function sampleFilter(input: CellOutput): SampleFilter {
  if (input.kind === 'dataset') return { files: input.files.map((each) => each.file) }
  if (input.kind === 'samples') return input.filter
  throw new LongviewError({ code: 'internal', what: `A ${input.kind} output holds no samples.` })
}

async function* runSamples(cell: CellDocument, inputs: readonly CellOutput[], { engine }: RunContext): CellRun {
  const params = cell.params as SamplesParams
  const outer = sampleFilter(inputs[0])
  const filter = both(outer, filterOf(params))
  yield 0
  const { total } = await engine.samples({ ...filter, limit: 1 })
  const { total: of } = await engine.samples({ ...outer, limit: 1 })
  const output: SamplesOutput = {
    kind: 'samples',
    filter,
    order: params.order,
    descending: params.descending,
    total,
    of,
  }
  return { output, summary: `${total.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}` }
}

async function* runRollout(cell: CellDocument, inputs: readonly CellOutput[], context: RunContext): CellRun {
  const { engine, key } = context
  const { run: named, ...params } = cell.params as RolloutParams
  const run = named ?? `${cell.id}-${key.slice(0, 8)}`
  const stored = (await engine.runs()).find((each) => each.run === run)
  if (context.asItIs && stored && stored.responses > 0 && !GOES_ON.has(stored.state)) return partOf(stored)
  const known = stored !== undefined
  const tokenizer = params.tokenizer === null ? null : resolve(context.baseDir, params.tokenizer)
  const samples = sampleFilter(inputs[0])
  const spec: RolloutSpec = { ...params, tokenizer, run, samples, shard: null, resume: known }
  await engine.startRun(spec)
  let end: RunProgress | null = null
  try {
    for await (const event of engine.watchRun({ run })) {
      if (event.kind === 'progress') yield event.wanted > 0 ? event.done / event.wanted : 0
      if (event.kind === 'end') {
        if (event.error) throw new LongviewError(event.error)
        end = event
      }
    }
  } finally {
    // Left early: what is in flight is saved or counted as lost before the cell ends.
    if (!end) await engine.stopRun({ run })
  }
  const row = (await engine.runs()).find((each) => each.run === run)
  if (!row) throw new LongviewError({ code: 'not-found', what: 'The run is gone.', value: run })
  if (row.state !== 'done') {
    throw new LongviewError({
      code: 'cancelled',
      what: `The run stopped after ${row.responses} of ${counted(row.wanted, 'response')}.`,
      where: `cell ${cell.id}`,
      value: run,
      remedy: 'Run the cell again: it goes on from there.',
    })
  }
  const output: RolloutOutput = { kind: 'rollout', run: row }
  const missing = row.wanted - row.responses
  return {
    output,
    summary: `${counted(row.responses, 'response')} to ${counted(row.samples, 'sample')}, run ${run}`,
    ...(missing > 0 && { warning: `${counted(missing, 'response')} given up` }),
  }
}

const GOES_ON: ReadonlySet<string> = new Set(['running', 'paused'])

/** A stopped run as its cell's output: what rests on it says that there could be more. */
function partOf(row: RunRow): CellResult {
  const had = `${row.responses.toLocaleString('en-US')} of ${counted(row.wanted, 'response')}`
  return {
    output: { kind: 'rollout', run: row },
    summary: `${had} to ${counted(row.samples, 'sample')}, run ${row.run}, kept as it is`,
    warning: `${had}: the run was stopped and is kept as it is`,
  }
}

async function* runScore(cell: CellDocument, inputs: readonly CellOutput[], context: RunContext): CellRun {
  const { engine, baseDir } = context
  const { reward: named, ...options } = cell.params as ScoreParams
  const reward = named !== null && isRewardFile(named) ? resolve(baseDir, named) : named
  const { run } = (inputs[0] as RolloutOutput).run
  for await (const event of engine.score({ run, ...options, ...(reward && { reward }) })) {
    if (event.kind === 'progress') yield event.total > 0 ? event.done / event.total : 0
    else {
      const { reward: stored, scored, unscorable, errors, reasons } = event
      const output: ScoreOutput = { kind: 'score', run, reward: stored, scored, unscorable, errors, reasons }
      return {
        output,
        summary: `${counted(scored, 'reward')}${unscorable > 0 ? `, ${unscorable.toLocaleString('en-US')} without` : ''}`,
        ...(unscorable > 0 && { warning: `${counted(unscorable, 'response')} without a reward` }),
      }
    }
  }
  throw new LongviewError({ code: 'internal', what: 'Scoring ended without a result.', where: `cell ${cell.id}` })
}

async function* runAdvantage(cell: CellDocument, inputs: readonly CellOutput[], { engine }: RunContext): CellRun {
  yield 0
  const { run, reward } = inputs[0] as ScoreOutput
  const output: AdvantageOutput = advantageOutput(await engine.columns({ run, reward }), cell.params as AdvantageParams)
  return { output, summary: `${output.estimator}, ${counted(output.statistics.length, 'reward type')}` }
}

async function* runFigure(cell: CellDocument, inputs: readonly CellOutput[], context: RunContext): CellRun {
  yield 0
  const input = inputs[0] as ScoreOutput | AdvantageOutput
  const columns = await context.engine.columns({ run: input.run, reward: input.reward })
  const above = context.inputCells.find((each) => each.kind === 'advantage')
  const params = cell.params as FigureParams
  const evidence =
    figureNamed(params.figure).needs === 'evidence'
      ? await context.engine.evidence({ ids: columns.sampleIds, wait: true })
      : undefined
  const advantage = (above?.params as AdvantageParams | undefined) ?? null
  const figure = figureOutput(columns, params, advantage, evidence)
  const of = { run: input.run, reward: input.reward, params, ...(advantage && { advantage }) }
  return { output: { kind: 'figure', figure, of }, summary: figure.title }
}

async function* runCodeCell(cell: CellDocument, inputs: readonly CellOutput[], context: RunContext): CellRun {
  const { engine, rows, inputCells } = context
  yield 0
  const tables = await inputTables(cell, inputs, { engine, rows, cells: inputCells })
  const { result, log, logLeft } = yield* runCode(cell.id, cell.params as CodeParams, tables)
  const given = tables.map((table) => ({
    name: table.name,
    rows: table.rows,
    columns: table.columns.map((column) => column.name),
  }))
  return { output: { kind: 'code', result, log, logLeft, given }, summary: resultWords(result) }
}

async function* runCompare(cell: CellDocument, inputs: readonly CellOutput[], { engine }: RunContext): CellRun {
  yield 0
  const output = await compareOutput(cell, inputs as readonly ScoreOutput[], engine)
  return { output, summary: compareSummary(output) }
}

export const RUNNERS: Readonly<Record<string, Runner>> = {
  dataset: runDataset,
  samples: runSamples,
  rollout: runRollout,
  score: runScore,
  advantage: runAdvantage,
  figure: runFigure,
  code: runCodeCell,
  compare: runCompare,
}

/** The scored runs that an output names. */
function runsOf(output: CellOutput): readonly { readonly run: string; readonly reward: string }[] {
  if (output.kind === 'score' || output.kind === 'advantage') return [output]
  if (output.kind !== 'compare') return []
  if (output.what === 'runs') return [output.before, output.after]
  if (output.what === 'steps') return output.runs
  return output.what === 'group' ? [output.group] : output.groups
}

/** False where a stored output names a run or rewards that are gone: it is run again. */
export async function stillThere(output: CellOutput, engine: Verbs): Promise<boolean> {
  const named = runsOf(output)
  if (output.kind !== 'rollout' && named.length === 0) return true
  const runs = new Set((await engine.runs()).map((each) => each.run))
  if (output.kind === 'rollout') return runs.has(output.run.run)
  for (const { run, reward } of named) {
    if (!runs.has(run)) return false
    if (!(await engine.rewardsOf({ run })).some((each) => each.reward === reward)) return false
  }
  return true
}
