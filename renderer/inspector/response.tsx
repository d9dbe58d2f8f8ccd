import { useMemo, useState } from 'react'
import type { ResponseRow, RewardSpec } from '../../core/contract.ts'
import type { TracedReward } from '../../core/model/reward.ts'
import { rewardReach } from '../../core/notebook/reach.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import { Icon } from '../components/icon.tsx'
import { Loading } from '../components/loading.tsx'
import { RewardNumber } from '../components/number.tsx'
import { ReasonWord } from '../components/reason.tsx'
import { TaskName, taskLabel } from '../components/task.tsx'
import { useLast, useQuery } from '../data/query.ts'
import { count, counted, duration } from '../format.ts'
import { UntrustedError } from '../notebook/untrusted-error.tsx'
import type { TextMark } from '../reader/marks.ts'
import { Reader } from '../reader/reader.tsx'
import { asSource, type Stretch } from '../reader/text.ts'
import { useSpan } from '../stores/desk.ts'
import { useReading } from '../stores/reading.ts'
import type { Subject } from '../stores/selection.ts'
import { InspectorHeader } from './header.tsx'
import type { InspectorProps } from './sample.tsx'
import { type Thinking, thinkingOf } from './thinking.ts'
import { StageDetail, TraceStrip } from './trace.tsx'

export type ResponseSubject = Extract<Subject, { kind: 'response' }>

function factsOf(response: ResponseRow): string {
  const length = response.usage
    ? counted(response.usage.completionTokens, 'token')
    : counted(response.chars, 'character')
  return [length, `finish ${response.finishReason}`, response.endpoint, duration(response.seconds), response.run].join(
    ', ',
  )
}

/** Marks of the chosen stage; the thinking, which no reward reads, is dimmed. */
function marksOf(
  { stretch, unclosed }: Thinking,
  traced: TracedReward | undefined,
  stage: number,
): readonly TextMark[] {
  const marks: TextMark[] = []
  if (stretch) marks.push({ ...stretch, look: 'dim' })
  if (unclosed) marks.push({ ...unclosed, look: 'missing', after: 'never closed' })
  for (const span of traced?.trace.stages[stage]?.spans ?? []) {
    if (span.side !== 'response' || span.end <= span.start) continue
    marks.push({ start: span.start, end: span.end, look: span.verdict, ...(span.note && { after: span.note }) })
  }
  return marks
}

/** Where to start reading: at what the chosen stage marked, else behind the thinking. */
function openAt(text: string, traced: TracedReward | undefined, stage: number): number {
  const span = traced?.trace.stages[stage]?.spans.find((each) => each.side === 'response')
  return span?.start ?? Math.max(0, text.lastIndexOf('</think>'))
}

/** The stage that decided: the comparison where it came so far, else the last one. */
function decidingStage(traced: TracedReward | undefined): number {
  const stages = traced?.trace.stages ?? []
  const failed = stages.findIndex((stage) => stage.verdict === 'fail')
  const compared = stages.findIndex((stage) => stage.kind === 'compare')
  if (compared >= 0) return compared
  return failed >= 0 ? failed : Math.max(0, stages.length - 1)
}

/** One response: its reward and why, stage by stage, each with its spans in the text. */
export function ResponseInspector({ subject, go }: Pick<InspectorProps<ResponseSubject>, 'subject' | 'go'>) {
  const { id, index, run } = subject
  const [chosen, setChosen] = useState<{ of: string; stage: number } | null>(null)
  const name = `${run.run}/${id}/${index}`
  const sample = useQuery(['sample', id], (engine) => engine.sample({ id }))
  const response = useQuery(['response', run.run, id, index], (engine) =>
    engine.response({ run: run.run, sampleId: id, index }),
  )
  const group = useQuery(['group-size', run.run, id], (engine) => engine.responses({ run: run.run, sampleId: id }))
  const specs = useQuery(run.reward ? ['rewards-of', run.run] : null, (engine) => engine.rewardsOf({ run: run.run }))
  const spec: RewardSpec | undefined = specs.data?.find((each) => each.reward === run.reward)?.spec
  const trace = useQuery(run.reward && spec ? ['trace', name, spec] : null, (engine) =>
    engine.trace({ run: run.run, sampleId: id, index, ...spec }),
  )
  const traced = trace.stale ? undefined : trace.data
  const stage = chosen?.of === name ? chosen.stage : decidingStage(traced)
  const text = response.stale ? undefined : (response.data?.text ?? undefined)
  const failed = response.error ?? sample.error
  const title = `Sample ${sample.data ? count(sample.data.number) : ''}, response ${index}`
  const span = useSpan(id, index)
  const toTruth = () => go({ kind: 'sample', id, run }, 'truth')
  const step = (delta: number) => {
    const others = group.data?.map((row) => row.index) ?? []
    const at = others.indexOf(index)
    const next = others[(at + delta + others.length) % others.length]
    if (next !== undefined) go({ ...subject, index: next })
  }
  return (
    <aside className="inspector" aria-label={`${title}, ${taskLabel(sample.data?.task ?? null).toLowerCase()}`}>
      <InspectorHeader
        title={<TaskName task={sample.data?.task ?? null}>{title}</TaskName>}
        facts={response.data ? factsOf(response.data) : ''}
        what="Response"
        onStep={step}
        back={{
          words: 'Back to the responses',
          go: () => go({ kind: 'sample', id, run }, 'responses'),
        }}
      />
      {failed && <ErrorBlock error={failed} remedies={[{ label: 'Try again', run: response.again }]} />}
      {traced && (
        <>
          <p className="verdict">
            <b>
              <RewardNumber value={traced.value} />
            </b>
            <ReasonWord reason={traced.reason} />
            {traced.detail && <span className="quiet cut data">{traced.detail}</span>}
          </p>
          <TraceStrip
            stages={traced.trace.stages}
            chosen={stage}
            onChoose={(next) => setChosen({ of: name, stage: next })}
          />
          <StageDetail trace={traced.trace} stage={stage} />
        </>
      )}
      {run.reward && specs.data && !spec && (
        <p className="alarm-line warn">
          <Icon name="warn" />
          <span>
            The rewards under the key {run.reward} are not in this run any more: the response is shown without them.
          </span>
        </p>
      )}
      {trace.error && (
        <UntrustedError error={trace.error} reach={[rewardReach(spec?.reward, '/')]} again={trace.again} />
      )}
      {!failed && (
        <ResponseText
          title={title}
          text={text}
          tokens={response.data?.usage?.completionTokens ?? null}
          traced={traced}
          stage={stage}
          span={span}
          step={step}
          toTruth={toTruth}
        />
      )}
    </aside>
  )
}

interface TextProps {
  readonly title: string
  /** Undefined while it is fetched: the former one stays. */
  readonly text: string | undefined
  /** As the server counted them. */
  readonly tokens: number | null
  readonly traced: TracedReward | undefined
  readonly stage: number
  /** The stretch that a link leads to. */
  readonly span: Stretch | null
  readonly step: (delta: number) => void
  readonly toTruth: () => void
}

/** The response itself, its thinking shown or hidden, with the spans of the chosen stage. */
function ResponseText({ title, text, tokens, traced, stage, span, step, toTruth }: TextProps) {
  const reading = useReading()
  const thinking = useMemo(() => thinkingOf(text ?? ''), [text])
  const hidden = reading.thinking ? null : thinking.stretch
  const source = useMemo(() => (text === undefined ? undefined : { ...asSource(text), hidden }), [text, hidden])
  const marks = useMemo(() => {
    const all = marksOf(thinking, traced, stage)
    return span ? [...all, { ...span, look: 'note' as const }] : all
  }, [thinking, traced, stage, span])
  const at = span?.start ?? openAt(text ?? '', traced, stage)
  const shown = useLast(source && { kind: 'response' as const, label: title, source, tokens, marks, openAt: at })
  const hide = () => reading.set({ thinking: !reading.thinking })
  if (!shown) return <Loading what="Fetching the response" />
  return (
    <>
      {thinking.unclosed && (
        <p className="alarm-line warn">
          <Icon name="warn" />
          <span>The thinking never ends: there is no &lt;/think&gt;, so no reward reads an answer here.</span>
        </p>
      )}
      {text === '' && <p className="none">The response is empty: not one character came.</p>}
      <Reader
        {...shown}
        waiting={!source}
        keys={{ h: hide, t: toTruth, '[': () => step(-1), ']': () => step(1) }}
        tools={
          thinking.stretch && (
            <button type="button" className="btn bare" aria-pressed={!reading.thinking} onClick={hide}>
              {reading.thinking ? 'Hide thinking' : 'Show thinking'} <kbd>h</kbd>
            </button>
          )
        }
      />
    </>
  )
}
