import { useEffect, useMemo, useState } from 'react'
import type { PromptText } from '../../core/contract.ts'
import type { SampleDetail } from '../../core/model/sample.ts'
import { goldTerms } from '../../core/rewards/evidence.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import { Loading } from '../components/loading.tsx'
import { TaskName, taskLabel } from '../components/task.tsx'
import { type Query, useLast, useQuery } from '../data/query.ts'
import { byteText, count, counted } from '../format.ts'
import type { TextMark } from '../reader/marks.ts'
import { Reader } from '../reader/reader.tsx'
import { joinMessages } from '../reader/text.ts'
import { useSpan } from '../stores/desk.ts'
import type { SampleTab, Subject } from '../stores/selection.ts'
import { AcrossSteps } from './across-steps.tsx'
import { goldItems } from './gold.ts'
import { InspectorHeader } from './header.tsx'
import { ResponseList } from './response-list.tsx'
import { RowTable } from './row-table.tsx'
import { type Tab, Tabs } from './tabs.tsx'
import { TruthView } from './truth.tsx'

type SampleSubject = Extract<Subject, { kind: 'sample' }>

/** What an inspector looks at, and where it leads: the selection, a pinned subject or one side of the desk. */
export interface InspectorProps<S extends Subject> {
  readonly subject: S
  readonly tab: SampleTab
  readonly onTab: (tab: SampleTab) => void
  readonly go: (subject: Subject, tab?: SampleTab) => void
}

function factsOf(sample: SampleDetail, tokens: number | undefined): string {
  const length = sample.chars === null ? byteText(sample.bytes) : counted(sample.chars, 'character')
  const kind = sample.subTask || sample.rewardType || sample.dataSource
  const line = `line ${count(sample.line)} of ${sample.file.replace(/^.*\//, '')}`
  return [tokens ? counted(tokens, 'token') : null, length, sample.language, kind || null, line]
    .filter((words) => words !== null)
    .join(', ')
}

/** One sample, whole: prompt, truth, responses, row. */
export function SampleInspector({ subject, tab, onTab, go }: InspectorProps<SampleSubject>) {
  const { id, run } = subject
  const detail = useQuery(['sample', id], (engine) => engine.sample({ id }))
  const prompt = usePrompt(id)
  const row = useQuery(run ? ['tokens', id, run.run] : null, (engine) =>
    engine.samples({ ids: [id], run: run?.run, limit: 1 }),
  )
  const tokens = row.data?.rows.find((each) => each.id === id)?.tokens
  const sample = detail.data
  if (detail.error) {
    return (
      <aside className="inspector" aria-label="Inspector">
        <ErrorBlock error={detail.error} remedies={[{ label: 'Try again', run: detail.again }]} />
      </aside>
    )
  }
  if (!sample) {
    return (
      <aside className="inspector" aria-label="Inspector">
        <Loading what="Fetching the sample" />
      </aside>
    )
  }
  const tabs: Tab<SampleTab>[] = [
    {
      id: 'prompt',
      label: 'Prompt',
      panel: () => <PromptPanel sample={sample} prompt={prompt} tokens={tokens} onTruth={() => onTab('truth')} />,
    },
    { id: 'truth', label: `Truth ${goldItems(sample.truth).length}`, panel: () => <TruthView sample={sample} /> },
    ...(run
      ? [
          {
            id: 'responses',
            label: 'Responses',
            panel: () => <ResponseList sampleId={id} view={run} go={go} />,
          } satisfies Tab<SampleTab>,
          {
            id: 'across',
            label: 'Across steps',
            panel: () => <AcrossSteps sampleId={id} view={run} go={go} onResponses={() => onTab('responses')} />,
          } satisfies Tab<SampleTab>,
        ]
      : []),
    { id: 'row', label: 'Row', panel: () => <RowTable row={sample.row} /> },
  ]
  const name = `Sample ${count(sample.number)}`
  return (
    <aside className="inspector" aria-label={`${name}, ${taskLabel(sample.task).toLowerCase()}`}>
      <InspectorHeader
        title={<TaskName task={sample.task}>{name}</TaskName>}
        facts={factsOf(sample, tokens)}
        what="Sample"
      />
      <Tabs label={name} tabs={tabs} chosen={tab} onChoose={onTab} />
    </aside>
  )
}

/** UTF-16 units that fill any window: with them a long prompt is on the screen while the rest is on its way. */
const BEGINNING = 40_000

/** A prompt: of a long one first the beginning, and the whole once that has been painted. */
function usePrompt(id: string): Query<PromptText> {
  const beginning = useQuery(['prompt', id, 'beginning'], (engine) => engine.prompt({ id, most: BEGINNING }))
  const begun = beginning.data?.id === id ? beginning.data : undefined
  const [painted, setPainted] = useState('')
  const unfinished = begun !== undefined && begun.left > 0
  useEffect(() => {
    if (!unfinished) return
    let timer: ReturnType<typeof setTimeout> | undefined
    // The editor draws in the frame after it has the text.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(id))
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [id, unfinished])
  const whole = useQuery(unfinished && painted === id ? ['prompt', id] : null, (engine) => engine.prompt({ id }))
  if (!unfinished) return beginning
  return whole.data?.id === id || whole.error ? whole : beginning
}

interface PromptProps {
  readonly sample: SampleDetail
  readonly prompt: Query<PromptText>
  /** As the run's server counted them, like the table's column. */
  readonly tokens: number | undefined
  readonly onTruth: () => void
}

function PromptPanel({ sample, prompt, tokens, onTruth }: PromptProps) {
  const text = prompt.data?.id === sample.id ? prompt.data : undefined
  const next = useMemo(
    () =>
      text && {
        kind: 'prompt' as const,
        label: `Prompt of sample ${count(sample.number)}`,
        source: { ...joinMessages(text.messages), hidden: null, left: text.left },
        terms: goldTerms(sample.truth),
      },
    [text, sample],
  )
  // The former prompt stays until the next one is there, whole: under the new one's name it would be laid out for nothing.
  const shown = useLast(next)
  const span = useSpan(sample.id, null)
  const marks = useMemo((): readonly TextMark[] => (span ? [{ ...span, look: 'note' }] : []), [span])
  if (prompt.error) {
    return <ErrorBlock error={prompt.error} remedies={[{ label: 'Try again', run: prompt.again }]} />
  }
  return (
    <>
      {!shown && <Loading what="Fetching the prompt" />}
      {shown && (
        <Reader
          {...shown}
          tokens={next ? tokens : null}
          marks={marks}
          openAt={span?.start}
          keys={{ t: onTruth }}
          waiting={!next}
        />
      )}
    </>
  )
}
