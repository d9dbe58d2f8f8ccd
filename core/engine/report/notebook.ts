import type { CellDocument, CellPlan, NotebookDocument, RunNotebookParams } from '../../contract.ts'
import { count, counted } from '../../figures/format.ts'
import { buildReport, type ReportSection, type Sentence } from '../../figures/report.ts'
import { resultFigure } from '../../notebook/code.ts'
import { shellWord } from '../../notebook/command.ts'
import { compareFigure } from '../../notebook/compare-figure.ts'
import { checkNotebook } from '../../notebook/document.ts'
import type { CellOutput } from '../../notebook/outputs.ts'
import { sentenceOf } from '../../notebook/sentence.ts'
import { cellNumbers } from '../../notebook/words.ts'
import { type Planned, planNotebook } from '../notebook/plan.ts'
import type { Verbs } from '../notebook/runners.ts'
import { type AuditPart, auditPart } from './audit.ts'
import { provenance } from './facts.ts'
import { fontCss } from './fonts.ts'
import { noteHtml, splitTitle, titleHtml } from './markdown.ts'

export type NotebookReportParams = RunNotebookParams & {
  /** The notebook's file, without its folder. */
  readonly name?: string
  /** What `--set` said: the document has it already, its file has not. */
  readonly set?: readonly string[]
}

/** A notebook's notes and what its cells have left, in its order; a cell without an output is said to have none. */
export async function notebookReport(params: NotebookReportParams, engine: Verbs, outputs: Planned): Promise<string> {
  const document = checkNotebook(params.document, 'notebook')
  const plans = new Map(planNotebook({ ...params, document }, outputs).map((plan) => [plan.cell, plan]))
  const left = new Map<string, CellOutput & { warning?: string }>()
  for (const { cell, key } of plans.values()) {
    const stored = key === null ? null : outputs.read(key)
    if (stored) left.set(cell, stored.body as CellOutput)
  }
  const { title, cells } = titled(document)
  const numbers = cellNumbers(document)
  const audits = await auditsOf(cells, left, engine)
  const sections = cells.flatMap((cell) => {
    const own = sectionsOf(cell, document, numbers, left.get(cell.id), plans.get(cell.id))
    const figure = audits.get(cell.id)?.figure
    const sentence = [{ strong: 'audit' }, ' of the reference’s surprises']
    return figure ? [...own, { kind: 'figure' as const, sentence, figure }] : own
  })
  const run = [...left.values()].find((output) => output.kind === 'rollout')
  const scores = [...left.values()].filter((output) => output.kind === 'score')
  const files = [...left.values()].flatMap((output) =>
    output.kind === 'dataset' ? output.files.map((each) => each.file) : [],
  )
  const sets = run ? await engine.rewardsOf({ run: run.run.run }) : []
  return buildReport({
    title,
    titleHtml: titleHtml(title),
    about: aboutLine(params.name, numbers.size, left.size),
    sections,
    warnings: [
      ...warningsOf(document, numbers, left),
      ...[...audits.values()].flatMap(({ warning }) => (warning ? [warning] : [])),
    ],
    provenance: await provenance(
      engine,
      files,
      run?.run ?? null,
      sets.filter(({ reward }) => scores.some((score) => score.reward === reward)),
    ),
    replay: replayOf(params),
    fontCss: fontCss(),
  })
}

function replayOf({ name, set = [] }: NotebookReportParams): string {
  const words = [name ?? 'NOTEBOOK.longview', ...set.flatMap((each) => ['--set', each]), '--out', 'out']
  return ['longview', 'run', ...words.map(shellWord)].join(' ')
}

/** What, of what, when: "Longview report. Notebook tour, 12 cells, all fresh. 22 November 2026, 06:35 UTC." */
function aboutLine(name: string | undefined, cells: number, fresh: number): string {
  const what = name ? `Notebook ${name.replace(/\.longview$/, '')}` : 'A notebook'
  const state = fresh === cells ? 'all fresh' : `${count(cells - fresh)} without a fresh result`
  return `Longview report. ${what}, ${counted(cells, 'cell')}, ${state}. ${moment(new Date())}`
}

function moment(at: Date): string {
  const date = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return `${date}, ${at.toISOString().slice(11, 16)} UTC.`
}

/** The audit of each scored run under the trainer's own rewards, once a run, at the first cell that scores it. */
async function auditsOf(
  cells: readonly CellDocument[],
  left: ReadonlyMap<string, CellOutput>,
  engine: Verbs,
): Promise<ReadonlyMap<string, AuditPart>> {
  const audits = new Map<string, AuditPart>()
  const runs = new Set<string>()
  for (const { id, kind, params } of cells) {
    const output = left.get(id)
    if (output?.kind !== 'score' || kind !== 'score' || params.reward != null || runs.has(output.run)) continue
    runs.add(output.run)
    audits.set(id, await auditPart(output.run, engine))
  }
  return audits
}

/** The first note's heading is the report's title. */
function titled(document: NotebookDocument): { title: string; cells: readonly CellDocument[] } {
  const [first, ...others] = document.cells
  const split = first?.kind === 'note' ? splitTitle(String(first.params.text)) : null
  if (!split) return { title: 'Notebook', cells: document.cells }
  return { title: split.title, cells: [{ ...first, params: { ...first.params, text: split.rest } }, ...others] }
}

function sectionsOf(
  cell: CellDocument,
  document: NotebookDocument,
  numbers: ReadonlyMap<string, number>,
  output: CellOutput | undefined,
  plan: CellPlan | undefined,
): ReportSection[] {
  if (cell.kind === 'note') {
    const text = String(cell.params.text)
    return text.trim() === '' ? [] : [{ kind: 'note', html: noteHtml(text) }]
  }
  const sentence: Sentence = [{ strong: cell.kind }, ' ', ...sentenceOf(cell, document).map(partWords)]
  const number = String(numbers.get(cell.id) ?? '')
  const hash = plan?.key ?? ''
  if (output?.kind === 'figure') return [{ kind: 'figure', number, sentence, hash, figure: output.figure }]
  if (output?.kind === 'advantage') {
    return [{ kind: 'figure', number, sentence, hash, figure: output.figure, above: output.stages }]
  }
  const made =
    output?.kind === 'code'
      ? resultFigure(output.result, `Result of cell ${number}`)
      : output?.kind === 'compare'
        ? compareFigure(output)
        : null
  if (made) return [{ kind: 'figure', number, sentence, hash: plan?.key ?? '', figure: made }]
  const summary = plan?.summary ?? (plan?.error ? plan.error.what : 'not run')
  return [{ kind: 'line', number, sentence, summary, ...(plan?.key && { hash: plan.key }) }]
}

function partWords(part: ReturnType<typeof sentenceOf>[number]): Sentence[number] {
  return part.kind === 'param' ? { strong: part.words } : part.words
}

function warningsOf(
  document: NotebookDocument,
  numbers: ReadonlyMap<string, number>,
  left: ReadonlyMap<string, CellOutput & { warning?: string }>,
): string[] {
  return document.cells.flatMap((cell) => {
    if (cell.kind === 'note') return []
    const output = left.get(cell.id)
    const name = `Cell ${numbers.get(cell.id)} (${cell.kind})`
    if (!output) return [`${name} has no output: it was not run, or was changed since.`]
    return output.warning ? [`${name}: ${output.warning}.`] : []
  })
}
