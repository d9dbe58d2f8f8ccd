import type { ReactNode } from 'react'
import type { RewardSpec } from '../../../../core/contract.ts'
import type { TracedReward } from '../../../../core/model/reward.ts'
import { type Reason, reasonWords } from '../../../../core/model/reward.ts'
import { rewardReach } from '../../../../core/notebook/reach.ts'
import { type ComparedText, CompareTexts } from '../../../components/diff/compare-texts.tsx'
import type { DiffMark } from '../../../components/diff/segments.ts'
import { useQuery } from '../../../data/query.ts'
import { count, reward } from '../../../format.ts'
import { UntrustedError } from '../../../notebook/untrusted-error.tsx'
import type { RunView } from '../../../stores/selection.ts'
import type { Pair } from './pairs.ts'
import { AlarmWords, type Strip } from './strips.tsx'

interface ComparePairProps {
  readonly sampleId: string
  readonly view: RunView
  readonly pair: Pair
  readonly strips: readonly Strip[]
  readonly lead: ReactNode
}

/** Two responses of a group beside each other, with what the reward saw in each. */
export function ComparePair({ sampleId, view, pair, strips, lead }: ComparePairProps) {
  const specs = useQuery(view.reward ? ['rewards-of', view.run, view.reward] : null, (engine) =>
    engine.rewardsOf({ run: view.run }),
  )
  const spec = specs.data?.find((each) => each.reward === view.reward)?.spec
  const left = useSide(sampleId, view, pair[0], strips, spec)
  const right = useSide(sampleId, view, pair[1], strips, spec)
  const error = left.error ?? right.error
  const again = () => {
    left.again()
    right.again()
  }
  const notes = [left, right].filter((side) => side.detail)
  return (
    <>
      {error && <UntrustedError error={error} reach={[rewardReach(spec?.reward, '/')]} again={again} />}
      <CompareTexts left={left.text} right={right.text} lead={lead} />
      <p className="answerkey">
        <span className="r-matched">in the truth</span>
        <span className="r-extra">extra, costs precision</span>
        <span className="r-missing">missed, costs recall</span>
      </p>
      {notes.map((side) => (
        <p className="note-line data" key={side.text.label}>
          {side.text.label}: {side.detail}
        </p>
      ))}
    </>
  )
}

function useSide(
  sampleId: string,
  view: RunView,
  index: number,
  strips: readonly Strip[],
  spec: RewardSpec | undefined,
) {
  const name = [view.run, sampleId, index]
  const response = useQuery(['response', ...name], (engine) => engine.response({ run: view.run, sampleId, index }))
  const trace = useQuery(spec ? ['trace', ...name, spec] : null, (engine) =>
    engine.trace({ run: view.run, sampleId, index, ...spec }),
  )
  const strip = strips.find((each) => each.index === index)
  const traced = trace.stale ? undefined : trace.data
  const text: ComparedText = {
    label: `Response ${index}`,
    text: response.stale ? undefined : (response.data?.text ?? undefined),
    marks: traced ? marksOf(traced) : undefined,
    head: (
      <>
        <b>Response {index}</b>
        <span className="quiet cut">{strip && sideWords(strip)}</span>
        {strip && <AlarmWords alarms={strip.alarms} />}
      </>
    ),
  }
  return { text, error: response.error ?? trace.error, again: trace.again, detail: traced?.detail ?? '' }
}

/** "reward 0, wrong; 15,871 tokens" */
function sideWords({ reward: given, usage, chars, finishReason }: Strip): string {
  const length = usage ? `${count(usage.completionTokens)} tokens` : `${count(chars)} characters`
  const ended = finishReason === 'length' ? ', truncated' : ''
  if (!given) return length + ended
  const value = given.value === null ? 'no reward' : `reward ${reward(given.value)}`
  return `${value}, ${reasonWords(given.reason as Reason)}; ${length}${ended}`
}

/** What the stage that compares found in the response; before it the last that looked at it. */
function marksOf(traced: TracedReward): readonly DiffMark[] {
  const { stages } = traced.trace
  const compared = stages.findLast(
    (stage) => stage.kind === 'compare' && stage.spans.some((span) => span.side === 'response'),
  )
  const stage = compared ?? stages.findLast((each) => each.spans.some((span) => span.side === 'response'))
  return (stage?.spans ?? [])
    .filter((span) => span.side === 'response' && span.end > span.start)
    .map(({ start, end, verdict }) => ({ start, end, look: verdict }))
}
