import type { Figure } from './figure.ts'
import { count, counted, reward, signed } from './format.ts'

/** One surprise of the reference and what it did to a run: what the engine's audit tells of it. */
export interface AuditRow {
  readonly surprise: number
  readonly finding: string
  readonly samples: number
  readonly responses: number
  readonly changed: number
  readonly meanChange: number | null
  readonly worst: readonly {
    readonly sampleId: string
    readonly index: number | null
    readonly reference: number | null
    readonly corrected: number | null
  }[]
}

export interface AuditScope {
  /** Samples and responses that were looked at. */
  readonly samples: number
  readonly responses: number
  /** Samples of the run, looked at or not. */
  readonly of: number
}

const value = (of: number | null) => (of === null ? 'null' : reward(of))

/** The findings of an audit as a table without a plot, by the surprise's number. */
export function auditFigure(run: string, rows: readonly AuditRow[], { samples, responses, of }: AuditScope): Figure {
  const whole = samples === of
  const looked = whole
    ? `all ${counted(responses, 'response')} to ${counted(of, 'sample')}`
    : `${counted(responses, 'response')} to ${count(samples)} of ${counted(of, 'sample')}, taken evenly over the run`
  const most = [...rows].sort((a, b) => b.changed - a.changed)[0]
  const finding =
    most === undefined
      ? 'No surprise of the reference hits what was looked at.'
      : most.changed === 0
        ? 'No correction changes a reward.'
        : `${most.finding}: correcting that alone changes ${counted(most.changed, 'reward')} of the ${counted(most.responses, 'response')} that it hits${most.meanChange === null ? '' : `, by ${signed(most.meanChange, 3)} in the mean`}.`
  return {
    kind: 'audit',
    title: `Surprises of the reference in run ${run}`,
    caption: `Looked at: ${looked}. Each surprise is corrected alone, everything else as the trainer has it; change is corrected less reference, its mean over the responses that are hit. Example: the largest change, by sample and response.`,
    finding,
    alt: `Table of ${counted(rows.length, 'finding')} of the audit.`,
    columns: 1,
    panels: [],
    table: {
      columns: [
        { name: 'surprise', label: 'No.', numeric: true, form: 'count' },
        { name: 'finding', label: 'Surprise', numeric: false },
        { name: 'samples', label: 'Samples', numeric: true, form: 'count' },
        { name: 'responses', label: 'Responses', numeric: true, form: 'count' },
        { name: 'changed', label: 'Changed', numeric: true, form: 'count' },
        { name: 'mean_change', label: 'Mean change', numeric: true, form: 'difference' },
        { name: 'example', label: 'Example', numeric: false },
      ],
      rows: rows.map((row) => [
        row.surprise,
        row.finding,
        row.samples,
        row.responses,
        row.changed,
        row.meanChange,
        exampleWords(row),
      ]),
    },
  }
}

function exampleWords({ worst, meanChange }: AuditRow): string {
  const [first] = worst
  if (!first) return ''
  const place = first.index === null ? first.sampleId : `${first.sampleId} ${first.index}`
  // Where nothing can be corrected there is one value alone.
  if (meanChange === null && first.corrected === null) return `${place}: ${value(first.reference)}`
  return `${place}: ${value(first.reference)} \u2192 ${value(first.corrected)}`
}
