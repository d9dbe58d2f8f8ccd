import { resolve } from 'node:path'
import type { Engine, RewardSpec, RunColumns } from '../../contract.ts'
import { ESTIMATOR_NAMES } from '../../estimators/index.ts'
import { type ErrorParts, errorParts } from '../../model/errors.ts'
import { DEFAULT_REWARD_OPTIONS, type Reward, type RewardOptions } from '../../model/reward.ts'
import { rewardReach } from '../../notebook/reach.ts'
import type { Context } from '../frame/context.ts'
import { EXIT } from '../frame/exit.ts'
import type { Judges } from '../frame/judge.ts'
import { choice, flag, text, usage, type ValuesOf } from '../frame/option.ts'
import { rewardAt, rewardFields, rewardLine, runRewards } from '../frame/reward-lines.ts'
import { tellRights } from '../frame/rights.ts'
import { openRows, readRows } from '../frame/rows.ts'
import { untilStopped } from '../frame/stop.ts'
import { AGAINST_COLUMNS, createTally, TALLY_COLUMNS, type Tally } from '../frame/tally.ts'
import { isError, judgesOfRows, type ScoreRow, scoreRow } from '../frame/truths.ts'
import { verb } from '../frame/verb.ts'
import { percent } from '../frame/words.ts'

const OPTIONS = {
  run: text('NAME', 'the responses of a stored run; its rewards are stored with it'),
  reward: text('NAME|FILE', "a reward for all rows (default: the trainer's choice by data_source)"),
  mode: choice(['reference', 'corrected'] as const, 'as the trainer computes it, or with its listed surprises mended', {
    fallback: DEFAULT_REWARD_OPTIONS.mode,
  }),
  engine: choice(['native', 'python', 'auto'] as const, 'who decides about mathematics', {
    fallback: DEFAULT_REWARD_OPTIONS.engine,
  }),
  thread: choice(['main', 'pool'] as const, 'mathematics: pool is what the released trainer gives, always 0', {
    fallback: DEFAULT_REWARD_OPTIONS.thread,
  }),
  against: text('NAME|FILE', 'a second reward for the same rows; tells what changes'),
  estimator: choice(ESTIMATOR_NAMES, 'with --run and --against: under which signs of advantages are compared', {
    fallback: 'tmn-reweight',
  }),
  trace: flag('with each reward the stages that led to it'),
} as const

type Values = ValuesOf<typeof OPTIONS>

/** The name of a built-in, or a file's path as the engine finds it; Python's rights are told. */
async function rewardNamed(name: string | undefined, { cwd, notes }: Context): Promise<string | undefined> {
  if (name === undefined) return undefined
  const { isRewardFile } = await import('../../engine/score/user-reward.ts')
  if (isRewardFile(name)) {
    tellRights(name, notes)
    return resolve(cwd, name)
  }
  const { builtIn } = await import('../../rewards/index.ts')
  return builtIn(name).name
}

interface Scoring {
  readonly context: Context
  readonly values: Values
  readonly reward: string | undefined
  readonly against: string | undefined
  readonly options: RewardOptions
  readonly tally: Tally
}

const failed = (error: ErrorParts): Reward => ({ value: null, reason: `error:${error.code}`, error })

async function scoreRows(scoring: Scoring, name: string): Promise<void> {
  const { openJudges } = await import('../frame/judge.ts')
  const judges = await openJudges(scoring.reward ?? null, scoring.options)
  let others: Judges | null = null
  try {
    if (scoring.against !== undefined) others = await openJudges(scoring.against, scoring.options)
    await judgeRows(scoring, name, judges, others)
  } finally {
    judges.close()
    others?.close()
  }
}

async function judgeRows(
  { context, values, tally }: Scoring,
  name: string,
  judges: Judges,
  others: Judges | null,
): Promise<void> {
  const { out, notes, stop, json } = context
  const engine = () => context.engine('read')
  const first = judgesOfRows(engine, judges)
  const second = others && judgesOfRows(engine, others)
  let rows = 0
  for await (const input of untilStopped(
    readRows(openRows(name, context.cwd, process.stdin), stop.signal),
    stop.signal,
  )) {
    const where = `line ${input.line}`
    const row: ReturnType<typeof scoreRow> = input.row
      ? scoreRow(input.row)
      : { code: 'unreadable', what: `The line cannot be read: ${input.problem}.` }
    const prepared = isError(row) ? row : await first(row)
    const judged = isError(row) || isError(prepared) ? null : { row, ...prepared }
    const traced = judged && values.trace ? await judged.judge.trace(judged.row) : null
    const answer: Reward = isError(prepared)
      ? failed({ ...prepared, where })
      : (traced ?? (await prepared.judge.score(row as ScoreRow)))
    const told = typeof input.row?.reward_type === 'string' ? input.row.reward_type : ''
    const type = judged?.rewardType ?? told
    tally.add(type, answer.value, answer.reason)
    const opponent = second && !isError(row) ? await second(row) : null
    let other: Reward | null = null
    if (opponent) {
      other = isError(opponent) ? failed({ ...opponent, where }) : await opponent.judge.score(row as ScoreRow)
      tally.compare(type, answer.value, other.value)
    }
    rows++
    notes.progress(`${rows} rows scored`)
    if (!json) {
      if (traced) await out.trace(String(input.row?.id ?? where), traced, (row as ScoreRow).response)
      continue
    }
    const { sampleId, group } = isError(row) ? { sampleId: null, group: null } : row
    await out.json({
      id: input.row?.id ?? input.line,
      sample_id: sampleId,
      group,
      ...(input.row?.index !== undefined && { index: input.row.index }),
      reward_type: type,
      ...rewardFields(answer),
      ...(other && { against: rewardFields(other) }),
      ...(traced && { trace: traced.trace }),
    })
  }
}

/** Scores what is not scored yet; returns the key of the rewards. */
async function scoreStored(
  { context }: Scoring,
  engine: Engine,
  run: string,
  spec: RewardSpec,
): Promise<string | null> {
  const { notes, stop } = context
  let key: string | null = null
  for await (const event of untilStopped(engine.score({ run, ...spec }), stop.signal)) {
    if (event.kind === 'end') key = event.reward
    else notes.progress(`${run}: ${event.done} of ${event.total} scored (${percent(event.done, event.total)})`)
  }
  notes.settle()
  return key
}

/** The columns under both rewards, for what they change together; null where there is one reward alone. */
async function scoreRun(scoring: Scoring, run: string): Promise<readonly [RunColumns, RunColumns] | null> {
  const { context, values, reward, against, options, tally } = scoring
  const { out, stop, json } = context
  const engine = await context.engine('write')
  const { agreeTyped } = await import('../frame/trust.ts')
  agreeTyped(context, [rewardReach(reward, '/'), rewardReach(against, '/')])
  const specOf = (name: string | undefined): RewardSpec => ({ ...options, ...(name !== undefined && { reward: name }) })
  const key = await scoreStored(scoring, engine, run, specOf(reward))
  const otherKey = against === undefined ? null : await scoreStored(scoring, engine, run, specOf(against))
  if (key === null) return null
  const columns = await engine.columns({ run, reward: key })
  const others = otherKey === null ? null : await engine.columns({ run, reward: otherKey })
  let at = 0
  for (const rollout of runRewards(columns)) {
    if (stop.signal.aborted) return null
    const { sampleId, index, type, reward: answer } = rollout
    const other = others && rewardAt(others, at)
    at++
    tally.add(type, answer.value, answer.reason)
    if (other) tally.compare(type, answer.value, other.value)
    if (!json && !values.trace) continue
    const traced = values.trace ? await engine.trace({ run, sampleId, index, ...specOf(reward) }) : null
    if (!json) {
      const { text } = await engine.response({ run, sampleId, index })
      if (traced) await out.trace(`${sampleId} ${index} ${type}`, traced, text ?? '')
      continue
    }
    await out.json({
      ...rewardLine(at, traced?.error ? { ...rollout, reward: { ...answer, error: traced.error } } : rollout),
      ...(other && { against: rewardFields(other) }),
      ...(traced && { trace: traced.trace }),
    })
  }
  return others && [columns, others]
}

export const scoreVerb = verb({
  name: 'score',
  lines:
    '{id (or line number), sample_id, group, index (where the row has one), reward_type, reward (number or null), reason, error (object, or absent)}; with --against the same of the other under against; with --trace the trace',
  about: `
Rows are {data_source, response, ground_truth, extra_info}, one JSON object a line; rows with a sample_id
take what they lack from the workspace. A reward of your own is a TypeScript or JavaScript file (run in a
sandbox) or a Python file with verl's compute_score (run as you, with your rights). Answers keep the order of
the rows. A reward that cannot be told is null with its reason, never 0.`,
  positionals: [{ name: 'FILE', help: 'rows as JSON Lines, .gz and .zst too; - is standard input', optional: true }],
  options: OPTIONS,
  examples: ['longview score rows.jsonl --json', 'longview score --run first --mode corrected'],
  async run(context, values, [file]) {
    const { out, notes, json } = context
    if ((file === undefined) === (values.run === undefined))
      throw usage('longview score takes either FILE (or -) or --run NAME', { value: file })
    const scoring: Scoring = {
      context,
      values,
      reward: await rewardNamed(values.reward, context),
      against: await rewardNamed(values.against, context),
      options: { ...DEFAULT_REWARD_OPTIONS, mode: values.mode, engine: values.engine, thread: values.thread },
      tally: createTally(),
    }
    const { tally } = scoring
    let both: readonly [RunColumns, RunColumns] | null = null
    try {
      if (values.run !== undefined) both = await scoreRun(scoring, values.run)
      else await scoreRows(scoring, file)
    } catch (error) {
      // A truncated input: what was scored before it stands, and is told.
      if (tally.rows.length === 0) throw error
      notes.settle()
      notes.error(errorParts(error))
      if (!json) await out.table(tally.rows, scoring.against === undefined ? TALLY_COLUMNS : AGAINST_COLUMNS)
      return EXIT.unreadable
    }
    notes.settle()
    if (!json && tally.rows.length > 0)
      await out.table(tally.rows, scoring.against === undefined ? TALLY_COLUMNS : AGAINST_COLUMNS)
    if (!json && both) {
      const { tellAgainst } = await import('../frame/against.ts')
      await tellAgainst(out, ...both, values.estimator)
    }
    if (tally.unscored > 0) notes.warn(`${tally.unscored} rewards could not be told: they are null, with their reason.`)
    return tally.unscored > 0 ? EXIT.partly : EXIT.well
  },
})
