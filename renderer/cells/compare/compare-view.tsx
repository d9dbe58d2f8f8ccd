import { useMemo } from 'react'
import type { NotebookDocument } from '../../../core/contract.ts'
import type { ComparedGroup } from '../../../core/notebook/compare-group.ts'
import type { ComparedSide, CompareOutput } from '../../../core/notebook/outputs.ts'
import { inputWords } from '../../../core/notebook/words.ts'
import { RewardNumber } from '../../components/number.tsx'
import { TaskName } from '../../components/task.tsx'
import { count } from '../../format.ts'
import type { CellViewProps } from '../view.ts'
import { Pair, type PairSide } from './pair.tsx'
import { RunsCompare } from './runs.tsx'
import { StepsCompare } from './steps.tsx'

type Group = ComparedGroup & ComparedSide

/** Two runs or more, the group of a sample, or one prompt across runs: a list and two texts. */
export function CompareView({ cell, document, size, output }: CellViewProps<CompareOutput>) {
  const groups = useMemo(
    () => (output?.what === 'group' ? [output.group] : output?.what === 'prompt' ? output.groups : []),
    [output],
  )
  if (!output) return null
  const full = size === 'full'
  if (output.what === 'runs') {
    return (
      <div className={full ? 'compare-cell full' : 'compare-cell'}>
        <RunsCompare cell={cell.id} output={output} document={document} full={full} />
      </div>
    )
  }
  if (output.what === 'steps') {
    return (
      <div className={full ? 'compare-cell full' : 'compare-cell'}>
        <StepsCompare cell={cell.id} output={output} document={document} full={full} />
      </div>
    )
  }
  return (
    <div className={full ? 'compare-cell full' : 'compare-cell'}>
      <GroupFacts groups={groups} question={output.question} document={document} />
      <GroupPair
        groups={groups}
        document={document}
        full={full}
        start={groups.length > 1 ? 'First and last' : 'Best and worst'}
      />
    </div>
  )
}

function GroupFacts({
  groups,
  question,
  document,
}: {
  groups: readonly Group[]
  question: string
  document: NotebookDocument
}) {
  const [first] = groups
  return (
    <div className="pair-facts">
      <TaskName task={first.task}>{`Sample ${count(first.number)}`}</TaskName>
      {groups.map((group) => (
        <span className="soft" key={group.cell}>
          {groups.length > 1 && `${inputWords(document, group.cell)}: `}mean <RewardNumber value={group.mean} />
          {groups.length === 1 && (
            <>
              , SD <RewardNumber value={group.sd} />
            </>
          )}
        </span>
      ))}
      <span className="quiet cut data" title={question}>
        {question}
      </span>
    </div>
  )
}

interface GroupPairProps {
  readonly groups: readonly Group[]
  readonly document: NotebookDocument
  readonly full: boolean
  readonly start: string
}

function GroupPair({ groups, document, full, start }: GroupPairProps) {
  // By name, so that an edit elsewhere in the notebook leaves what was chosen.
  const names = groups.map((group) => inputWords(document, group.cell)).join('\n')
  const sides = useMemo((): readonly PairSide[] => {
    const words = names.split('\n')
    return groups.map(({ run, reward, responses }, i) => ({ run, reward, name: words[i], responses }))
  }, [groups, names])
  return <Pair sampleId={groups[0].sampleId} sides={sides} fill={full} start={start} />
}
