import type { RewardSpec } from '../../contract.ts'
import { count, counted } from '../../figures/format.ts'
import type { ReportFact } from '../../figures/report.ts'
import type { RunRow } from '../../model/rollout.ts'
import { baseName } from '../../notebook/words.ts'
import { VERSION } from '../doctor/index.ts'
import type { Verbs } from '../notebook/runners.ts'

/** What a report rests on, as rows of words with hashes at the right. */
export async function provenance(
  engine: Verbs,
  files: readonly string[] | null,
  run: RunRow | null,
  rewards: readonly { readonly reward: string; readonly spec: RewardSpec }[],
): Promise<ReportFact[]> {
  const indexed = (await engine.files()).filter((each) => files === null || files.includes(each.file))
  return [
    ...indexed.map(({ file, rows, setAside, bytes, state }) => ({
      label: 'Data',
      words: `${baseName(file)}: ${counted(rows, 'sample')}, ${count(setAside)} set aside, ${count(bytes)} bytes${state === 'fresh' ? '' : `, ${state} since`}`,
    })),
    ...(run ? runFacts(run) : []),
    ...rewards.map(({ reward, spec }) => ({ label: 'Rewards', words: rewardWords(spec), mark: reward })),
    { label: 'Longview', words: 'numbers after GoLongRL c34dba3', mark: VERSION },
  ]
}

function runFacts(run: RunRow): ReportFact[] {
  const { model, endpoints, responses, wanted, failed, lost, started, state } = run
  const attempts = responses + failed + lost
  const spend =
    attempts === 0
      ? 'no attempt was made'
      : `${counted(attempts, 'attempt')}: ${count(responses)} done, ${count(failed)} failed, ${count(lost)} lost`
  return [
    {
      label: 'Run',
      words: `${run.run}, ${state}, ${count(responses)} of ${count(wanted)} responses, started ${started.slice(0, 16)} UTC`,
    },
    { label: 'Model', words: `${model} at ${endpoints.join(', ')}` },
    { label: 'Spend', words: spend },
  ]
}

/** "the trainer's reward of each row, mode reference". */
export function rewardWords({ reward, mode, engine, thread, recursionLimit }: RewardSpec): string {
  const what = reward === undefined ? 'the trainer’s reward of each row' : baseName(reward)
  const rest = [
    ...(mode ? [`mode ${mode}`] : []),
    ...(engine && engine !== 'auto' ? [`math by ${engine}`] : []),
    ...(thread === 'pool' ? ['math on a worker thread'] : []),
    ...(recursionLimit !== undefined && recursionLimit !== 960 ? [`recursion limit ${recursionLimit}`] : []),
  ]
  return [what, ...rest].join(', ')
}
