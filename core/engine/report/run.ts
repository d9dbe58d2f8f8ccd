import type { RewardSpec } from '../../contract.ts'
import { count } from '../../figures/format.ts'
import { buildFigure, FIGURES } from '../../figures/index.ts'
import { buildReport, type ReportSection } from '../../figures/report.ts'
import { advantageParams } from '../../notebook/cells.ts'
import { estimateColumns } from '../../notebook/estimate.ts'
import type { Verbs } from '../notebook/runners.ts'
import { auditPart } from './audit.ts'
import { provenance, rewardWords } from './facts.ts'
import { fontCss } from './fonts.ts'

/** The published run's estimator and settings, beside plain grpo: what a run's report draws when nothing else is said. */
const PUBLISHED = advantageParams.parse({ estimator: 'tmn-reweight', alpha: 0.8, compareWith: 'grpo' })

/** Every figure of one scored run. */
export async function runReport(
  run: string,
  set: { readonly reward: string; readonly spec: RewardSpec },
  engine: Verbs,
): Promise<string> {
  const columns = await engine.columns({ run, reward: set.reward })
  const { figures } = estimateColumns(columns, PUBLISHED)
  const row = (await engine.runs()).find((each) => each.run === run) ?? null
  const evidence = await engine.evidence({ ids: columns.sampleIds, wait: true })
  const sections: ReportSection[] = FIGURES.map(({ kind, label }) => ({
    kind: 'figure',
    sentence: ['of run ', { strong: run }, ': ', { strong: label }],
    hash: set.reward,
    figure: buildFigure(kind, { ...figures, evidence }),
  }))
  // The surprises are those of the trainer's own rewards: another reward has its own.
  const audit = set.spec.reward === undefined ? await auditPart(run, engine) : null
  if (audit?.figure) {
    const sentence = ['of run ', { strong: run }, ': ', { strong: 'audit' }]
    sections.push({ kind: 'figure', sentence, hash: set.reward, figure: audit.figure })
  }
  const unscored = columns.scored.reduce((sum, flag) => sum + (flag ? 0 : 1), 0)
  return buildReport({
    title: `Run ${run}`,
    about: `Longview report. ${count(columns.rewards.length)} responses to ${count(columns.sampleIds.length)} samples, ${rewardWords(set.spec)}.`,
    sections,
    warnings: [
      ...(audit?.warning ? [audit.warning] : []),
      ...(unscored > 0 ? [`${count(unscored)} responses are without a reward and take no part.`] : []),
      ...(row && row.state !== 'done'
        ? [`The run is ${row.state}: ${count(row.responses)} of ${count(row.wanted)} responses.`]
        : []),
    ],
    provenance: await provenance(engine, null, row, [set]),
    replay: `longview report --run ${run} -o report.html`,
    fontCss: fontCss(),
  })
}
