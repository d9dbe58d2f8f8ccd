import type { NotebookDocument } from '../../../core/contract.ts'
import type { StepMean } from '../../../core/notebook/compare-steps.ts'
import type { StepsOutput } from '../../../core/notebook/steps-tables.ts'
import { inputWords } from '../../../core/notebook/words.ts'
import { RewardNumber } from '../../components/number.tsx'
import { TaskName } from '../../components/task.tsx'
import { count, counted, reward, signed } from '../../format.ts'

/** Mean reward by task in each run, its spread, and the change against the first run or the one before. */
export function StepsTasks({ output, document }: { output: StepsOutput; document: NotebookDocument }) {
  const { runs, tasks, all, against, over, known, missing } = output
  const row = (name: React.ReactNode, key: string, steps: readonly StepMean[]) => (
    <tr key={key}>
      <th scope="row">{name}</th>
      {steps.map((step, i) => (
        <StepCells key={runs[i].cell} step={step} first={i === 0} own={over === 'own' || i === 0} />
      ))}
    </tr>
  )
  return (
    <section className="steps-tasks" aria-label="Means by task" tabIndex={0}>
      <table className="table">
        <caption className="hidden">
          Mean reward by task in {counted(runs.length, 'run')}, its SD, and the change against{' '}
          {against === 'first' ? 'the first' : 'the one before'}
        </caption>
        <thead>
          <tr>
            <th rowSpan={2}>Task</th>
            {runs.map(({ cell, run }, i) => (
              <th key={cell} colSpan={i === 0 ? 3 : over === 'own' ? 4 : 3} className="step-head" title={run}>
                <span className="data">{inputWords(document, cell)}</span>
                <span className="quiet data"> {run}</span>
                {missing[i] > 0 && (
                  <span className="quiet">{`, lacks ${count(missing[i])} of ${counted(known, 'sample')}`}</span>
                )}
              </th>
            ))}
          </tr>
          <tr>
            {runs.map(({ cell }, i) => (
              <StepHeads key={cell} first={i === 0} own={over === 'own' || i === 0} />
            ))}
          </tr>
        </thead>
        <tbody>
          {tasks.map(({ task, steps }) => row(<TaskName task={task} />, task ?? 'none', steps))}
          {row(<b>All</b>, 'all', all)}
        </tbody>
      </table>
    </section>
  )
}

function StepHeads({ first, own }: { first: boolean; own: boolean }) {
  return (
    <>
      {own && <th className="num step-first">Samples</th>}
      <th className={own ? 'num' : 'num step-first'}>Mean</th>
      <th className="num">SD</th>
      {!first && <th className="num">Change</th>}
    </>
  )
}

function StepCells({ step, first, own }: { step: StepMean; first: boolean; own: boolean }) {
  const { samples, responses, mean, sd, change } = step
  const of = `${counted(samples, 'sample')}, ${counted(responses, 'reward')}`
  const none = samples === 0
  return (
    <>
      {own && <td className="num quiet step-first">{count(samples)}</td>}
      <td className={own ? 'num' : 'num step-first'} title={of}>
        {none ? <span className="quiet">no sample</span> : <RewardNumber value={mean} />}
      </td>
      <td className="num quiet">{sd === null ? '' : reward(sd)}</td>
      {!first && (
        <td className="num">
          {change === null ? (
            <i className="null">{none ? '' : 'null'}</i>
          ) : (
            <span className={change < 0 ? 'neg' : change > 0 ? 'pos' : 'quiet'}>{signed(change, 4)}</span>
          )}
        </td>
      )}
    </>
  )
}
