import { useMemo, useState } from 'react'
import type { NotebookDocument } from '../../../core/contract.ts'
import type { StepsSample } from '../../../core/notebook/compare-steps.ts'
import { type StepsOutput, stepsSampleTable, stepsTaskTable } from '../../../core/notebook/steps-tables.ts'
import { inputWords } from '../../../core/notebook/words.ts'
import { CopyTables } from '../../components/copy-table.tsx'
import { count, counted, reward } from '../../format.ts'
import { enterInspector } from '../../palette/focus.ts'
import { useSelection } from '../../stores/selection.ts'
import { useSettings } from '../../stores/settings.ts'
import { ChosenSample } from './chosen-sample.tsx'
import { MovedTable } from './moved-table.tsx'
import { orderedSteps, stepsColumns } from './steps-columns.tsx'
import { StepsTasks } from './steps-tasks.tsx'

interface StepsProps {
  readonly cell: string
  readonly output: StepsOutput
  readonly document: NotebookDocument
  readonly full: boolean
}

/** Several runs: means by task, the samples that moved most between any two, and both groups of the chosen one. */
export function StepsCompare({ cell, output, document, full }: StepsProps) {
  const [chosen, setChosen] = useState<StepsSample | null>(output.samples[0] ?? null)
  const { changed, known, common, single, over, runs } = output
  const choose = (sample: StepsSample) => {
    setChosen(sample)
    const { run, reward: set } = runs[sample.to]
    const subject = { kind: 'sample', id: sample.sampleId, run: { run, reward: set } } as const
    useSelection.getState().set({ subject, tab: 'across' })
  }
  return (
    <>
      <StepsTasks output={output} document={document} />
      <p className="note-line">
        {over === 'common'
          ? `Means over the ${counted(common, 'sample')} that all ${count(runs.length)} runs have, of ${count(known)}`
          : `Means over each run’s own samples: ${count(common)} of ${count(known)} are in all of them`}
        . {counted(changed, 'sample')} moved between two runs
        {single > 0 && `; ${count(single)} have a mean in fewer than two`}.
      </p>
      {output.samples.length === 0 ? (
        <p className="line">No mean moved: each sample has the same mean reward in every run that has it.</p>
      ) : (
        <MovedSamples cell={cell} output={output} document={document} chosen={chosen} onChoose={choose} full={full} />
      )}
      <CopyTables
        tables={[
          { name: 'means by task', table: () => stepsTaskTable(output) },
          { name: 'moved samples', table: () => stepsSampleTable(output) },
        ]}
      />
      {chosen && (
        <ChosenSample
          sample={chosen}
          before={runs[chosen.from]}
          after={runs[chosen.to]}
          document={document}
          full={full}
          facts={<Walk sample={chosen} output={output} document={document} />}
        />
      )}
    </>
  )
}

/** Its mean in every run; a run that does not have it says so. */
function Walk({ sample, output, document }: { sample: StepsSample; output: StepsOutput; document: NotebookDocument }) {
  return (
    <p className="pair-facts steps-walk">
      {output.runs.map(({ cell }, i) => {
        const rewards = sample.counts[i]
        return (
          <span className={i === sample.from || i === sample.to ? 'strong' : 'soft'} key={cell}>
            {inputWords(document, cell)}:{' '}
            {rewards === null ? 'does not have it' : rewards === 0 ? 'no reward' : walkWords(sample.means[i], rewards)}
          </span>
        )
      })}
    </p>
  )
}

const walkWords = (mean: number | null, rewards: number) => `${reward(mean ?? 0)} of ${counted(rewards, 'reward')}`

interface MovedProps extends StepsProps {
  readonly chosen: StepsSample | null
  readonly onChoose: (sample: StepsSample) => void
}

function MovedSamples({ cell, output, document, chosen, onChoose, full }: MovedProps) {
  const { samples, changed, runs } = output
  const names = runs.map((run) => inputWords(document, run.cell)).join('\n')
  const columns = useMemo(() => stepsColumns(names.split('\n')), [names])
  return (
    <MovedTable
      cell={cell}
      label="Samples that moved"
      rows={samples}
      columns={columns}
      ordered={orderedSteps}
      chosen={chosen}
      onChoose={onChoose}
      onOpen={(row) => {
        onChoose(row)
        useSelection.getState().set({ sheet: true })
        useSettings.getState().set({ inspector: true })
        enterInspector()
      }}
      full={full}
      more={{
        beside: changed > samples.length ? `the largest of ${count(changed)} moves` : null,
        end: (
          <span className="push">
            <kbd>Enter</kbd> opens it across steps
          </span>
        ),
      }}
    />
  )
}
