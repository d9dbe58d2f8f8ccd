import type { CellDocument, RunColumns } from '../../contract.ts'
import { reward, signed } from '../../figures/format.ts'
import { LongviewError } from '../../model/errors.ts'
import type { CompareParams } from '../../notebook/cells.ts'
import { bestOf, type ComparedGroup, groupNamed, widestGroup, worstOf } from '../../notebook/compare-group.ts'
import { compareRuns } from '../../notebook/compare-runs.ts'
import { compareSteps } from '../../notebook/compare-steps.ts'
import type { ComparedSide, CompareOutput, ScoreOutput } from '../../notebook/outputs.ts'
import type { Verbs } from './runners.ts'

/**
 * What a compare cell leaves: from the runs' columns alone, texts are fetched when they are looked at.
 * @throws {LongviewError} usage where the inputs are too few or the sample is in none
 */
export async function compareOutput(
  cell: CellDocument,
  inputs: readonly ScoreOutput[],
  engine: Pick<Verbs, 'columns' | 'sample'>,
): Promise<CompareOutput> {
  const { what, sample, most, against, over } = cell.params as CompareParams
  const columns = await Promise.all(inputs.map(({ run, reward: set }) => engine.columns({ run, reward: set })))
  const sides = inputs.map(({ run, reward: set }, i): ComparedSide => ({ cell: cell.inputs[i], run, reward: set }))
  const question = async (id: string) => (await engine.sample({ id }).catch(unknownSample))?.question ?? ''
  if (what === 'group') {
    const group = named(cell.id, columns[0], sample) ?? widestGroup(columns[0])
    if (!group) throw wrong(cell.id, 'The run has no response yet.', 'Run the rollout above it.')
    const best = bestOf(group.responses)
    const worst = worstOf(group.responses, best)
    return {
      kind: 'compare',
      what,
      group: { ...group, ...sides[0] },
      question: await question(group.sampleId),
      best: best?.index ?? null,
      worst: worst?.index ?? null,
    }
  }
  if (inputs.length < 2) {
    const words = TOO_FEW[what]
    throw wrong(cell.id, `${words}, and the cell has one input.`, 'Give it a second score cell as input.')
  }
  if (what === 'runs') {
    if (inputs.length > 2)
      throw wrong(
        cell.id,
        `Two runs are compared, and the cell has ${inputs.length} inputs.`,
        `Take two of them, or compare all: --set ${cell.id}.what=steps.`,
      )
    const found = compareRuns(columns[0], columns[1], most)
    if (found.all.samples === 0)
      throw wrong(cell.id, 'The two runs have no sample in common.', 'Compare runs of one dataset.')
    return { kind: 'compare', what, before: sides[0], after: sides[1], ...found }
  }
  if (what === 'steps') {
    const found = compareSteps(columns, { against, over, most })
    if (found.common === 0 && over === 'common')
      throw wrong(
        cell.id,
        'The runs have no sample that all of them have.',
        `Compare runs of one dataset, or set over to own: --set ${cell.id}.over=own.`,
      )
    return { kind: 'compare', what, runs: sides, ...found }
  }
  const id = sample === null ? mostChanged(columns) : sampleIn(cell.id, columns, sample)
  const groups = columns.flatMap((each, i) => {
    const group = groupNamed(each, id)
    return group ? [{ ...group, ...sides[i] }] : []
  })
  return { kind: 'compare', what, groups, question: await question(id) }
}

const TOO_FEW = {
  runs: 'Two runs are compared',
  steps: 'Two runs or more are compared',
  prompt: 'One prompt is compared across two runs or more',
} as const

/** One line: what it says most. */
export function compareSummary(output: CompareOutput): string {
  const number = (value: number | null) => (value === null ? 'null' : reward(value))
  if (output.what === 'runs') {
    const { all } = output
    const difference = all.difference === null ? 'no mean' : signed(all.difference, 4)
    return `${difference}: ${number(all.before)} to ${number(all.after)}, ${all.up} up, ${all.down} down of ${all.samples}`
  }
  if (output.what === 'steps') {
    const [first, last] = [output.all[0], output.all[output.all.length - 1]]
    const difference = first.mean === null || last.mean === null ? null : last.mean - first.mean
    const moved = `${output.changed} of ${output.known} samples moved`
    return `${output.runs.length} runs, mean ${number(first.mean)} to ${number(last.mean)}${difference === null ? '' : ` (${signed(difference, 4)})`}; ${moved}`
  }
  if (output.what === 'group') {
    const { responses, number: place } = output.group
    const at = (index: number | null) => responses.find((each) => each.index === index)
    const side = (index: number | null) => (index === null ? 'none' : `${index} (${number(at(index)?.reward ?? null)})`)
    return `sample ${place}: best ${side(output.best)}, worst ${side(output.worst)}`
  }
  const means = output.groups.map((group) => number(group.mean)).join(' to ')
  return `sample ${output.groups[0]?.number ?? ''}: mean ${means}`
}

function named(cell: string, columns: RunColumns, sample: string | null): ComparedGroup | null {
  if (sample === null) return null
  const group = groupNamed(columns, sample)
  if (group) return group
  throw wrong(cell, 'The run has no response to this sample.', 'Name a sample by its id or its number.', sample)
}

function sampleIn(cell: string, columns: readonly RunColumns[], sample: string): string {
  const group = columns.map((each) => groupNamed(each, sample)).find((each) => each !== null)
  if (group) return group.sampleId
  throw wrong(cell, 'None of the runs has a response to this sample.', 'Name a sample by its id or its number.', sample)
}

/** The sample whose mean differs most between the first and the last run. */
function mostChanged(columns: readonly RunColumns[]): string {
  const [biggest] = compareRuns(columns[0], columns[columns.length - 1], 1).samples
  return biggest?.sampleId ?? columns[0].sampleIds[0] ?? ''
}

/** A run may outlive its dataset's index: then the question is not known. */
function unknownSample(error: unknown): null {
  if (error instanceof LongviewError && error.code === 'not-found') return null
  throw error
}

function wrong(cell: string, what: string, remedy: string, value?: string): LongviewError {
  return new LongviewError({ code: 'usage', what, where: `cell ${cell}`, ...(value && { value }), remedy })
}
