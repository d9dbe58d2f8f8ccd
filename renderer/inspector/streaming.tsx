import { useEffect, useRef, useState } from 'react'
import type { ResponseRow } from '../../core/contract.ts'
import { type ErrorParts, errorParts } from '../../core/model/errors.ts'
import { requestWords, useInFlight } from '../cells/rollout/in-flight.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import { Icon } from '../components/icon.tsx'
import { TaskName, taskLabel } from '../components/task.tsx'
import { useEngine, useEpoch } from '../data/link.tsx'
import { useQuery } from '../data/query.ts'
import { count, counted } from '../format.ts'
import { type Subject, useSelection } from '../stores/selection.ts'
import { InspectorHeader } from './header.tsx'
import { growingText } from './stream-text.ts'

type ResponseSubject = Extract<Subject, { kind: 'response' }>

/** Nearer to the end than this, the text is followed. */
const AT_END = 24
const LINE = 20
const UP_KEYS: ReadonlySet<string> = new Set(['ArrowUp', 'PageUp', 'Home'])

interface StreamingProps {
  readonly subject: ResponseSubject
  /** The responses of the sample that this run has. */
  readonly landed: readonly ResponseRow[]
  readonly onLanded: () => void
}

/** What a run has of a sample, where it lacks the one that was asked for. */
function lacking({ run, index }: ResponseSubject, others: readonly ResponseRow[]): string {
  const held = others.map((row) => row.index).sort((a, b) => a - b)
  const has =
    held.length === 0
      ? 'It has none to this sample.'
      : held.length === 1
        ? `It has number ${held[0]}.`
        : `It has ${count(held.length)} to this sample, from number ${held[0]} to ${held[held.length - 1]}.`
  return `Run ${run.run} has no response ${index} to this sample: it was not asked for, or was given up. ${has}`
}

/** A response that has not landed: its text as it is written, from what there is. Follows the end until one scrolls up. */
export function StreamingResponse({ subject, landed: others, onLanded }: StreamingProps) {
  const { id, index, run } = subject
  const engine = useEngine()
  const epoch = useEpoch()
  const set = useSelection((selection) => selection.set)
  const box = useRef<HTMLDivElement>(null)
  const landed = useRef(onLanded)
  landed.current = onLanded
  const [state, setState] = useState<'waiting' | 'writing' | 'over'>('waiting')
  const [error, setError] = useState<ErrorParts | null>(null)
  const [second, setSecond] = useState(0)
  const below = useFollowing(box)
  /** Nothing writes it: the run is not under way. */
  const absent = error?.code === 'usage'
  const sample = useQuery(['sample', id], (asked) => asked.sample({ id }))
  const request = useInFlight(run.run, second).get(`${id}:${index}`)
  // Neither written nor asked for: it may have landed since the list of those that have was fetched.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once a second
  useEffect(() => {
    if (state === 'waiting' && !request) landed.current()
  }, [second])
  const title = `Sample ${sample.data ? count(sample.data.number) : ''}, response ${index}`

  useEffect(() => {
    const timer = setInterval(() => setSecond((n) => n + 1), 1000)
    return () => clearInterval(timer)
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is watched anew
  useEffect(() => {
    const element = box.current
    if (!element) return
    element.replaceChildren()
    const text = growingText(element)
    setState('waiting')
    setError(null)
    const events = engine.watchText({ run: run.run, sampleId: id, index })[Symbol.asyncIterator]()
    let left = false
    const watch = async () => {
      for (let next = await events.next(); !next.done && !left; next = await events.next()) {
        const event = next.value
        if (event.kind === 'text') {
          text.add(event.at, event.text)
          setState('writing')
        } else {
          setState('over')
          landed.current()
        }
      }
      if (!left) landed.current()
    }
    watch().catch((thrown: unknown) => {
      const parts = errorParts(thrown)
      if (!left && parts.code !== 'connection') setError(parts)
    })
    return () => {
      left = true
      void events.return?.()
    }
  }, [engine, epoch, run.run, id, index])

  return (
    <aside className="inspector" aria-label={`${title}, ${taskLabel(sample.data?.task ?? null).toLowerCase()}`}>
      <InspectorHeader
        title={<TaskName task={sample.data?.task ?? null}>{title}</TaskName>}
        facts={request ? requestWords(request) : run.run}
        what="Response"
        back={{
          words: 'Back to the responses',
          go: () => set({ subject: { kind: 'sample', id, run }, tab: 'responses' }),
        }}
      />
      {error && !absent && <ErrorBlock error={error} />}
      {absent && <p className="line none">{lacking(subject, others)}</p>}
      <div className="stream" hidden={error !== null}>
        <div
          ref={box}
          className="stream-text scroll mono data"
          role="log"
          aria-live="off"
          aria-label={`${title}, as it is written`}
          tabIndex={0}
        />
        {below.lines > 0 && (
          <button type="button" className="btn stream-end" onClick={below.toEnd}>
            <Icon name="down" />
            {counted(below.lines, 'line')} below
          </button>
        )}
      </div>
      <p className="foot" hidden={absent}>
        <span className={state === 'writing' ? 'running' : 'quiet'}>{WORDS[state]}</span>
        {request && (
          <button
            type="button"
            className="btn bare push"
            onClick={() => void engine.cancelResponse({ run: run.run, sampleId: id, index })}
          >
            <Icon name="stop" />
            Cancel this response
          </button>
        )}
      </p>
    </aside>
  )
}

const WORDS = {
  waiting: 'No text yet: it waits, or the server reads the prompt',
  writing: 'Being written',
  over: 'The attempt is over',
}

interface Following {
  /** Lines under the window while it does not follow; 0 while it does. */
  readonly lines: number
  toEnd(): void
}

/** Keeps a scrolling element at its end until somebody scrolls up. */
function useFollowing(box: React.RefObject<HTMLElement | null>): Following {
  const [lines, setLines] = useState(0)
  const follows = useRef(true)
  useEffect(() => {
    const element = box.current
    if (!element) return
    let frame = 0
    /** Where following put it last: its scroll event tells of no wish. */
    let placed = 0
    const rest = () => element.scrollHeight - element.scrollTop - element.clientHeight
    const look = () => {
      frame = 0
      if (follows.current) {
        element.scrollTop = element.scrollHeight
        placed = element.scrollTop
      }
      setLines(follows.current ? 0 : Math.max(0, Math.round(rest() / LINE)))
    }
    const ask = () => {
      if (frame === 0) frame = requestAnimationFrame(look)
    }
    // Going up is a wish to stay, going down to the end one to follow; text that came since the last scroll is neither.
    let last = 0
    const onScroll = () => {
      const top = element.scrollTop
      // A taller window moves it up as well, and leaves it at the end.
      if (top < last) {
        follows.current &&= rest() < 1
        placed = -1
      } else if (top > last && top !== placed) {
        follows.current ||= rest() < AT_END
      }
      last = top
      ask()
    }
    // Up is a wish to stay, even by less than the margin; and to go on following would undo it before it has begun.
    const stay = () => {
      if (element.scrollHeight <= element.clientHeight) return
      follows.current = false
      ask()
    }
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0) stay()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (UP_KEYS.has(event.key)) stay()
    }
    const observer = new MutationObserver(ask)
    observer.observe(element, { childList: true, subtree: true, characterData: true })
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('wheel', onWheel, { passive: true })
    element.addEventListener('keydown', onKeyDown)
    return () => {
      if (frame !== 0) cancelAnimationFrame(frame)
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', onWheel)
      element.removeEventListener('keydown', onKeyDown)
    }
  }, [box])
  return {
    lines,
    toEnd() {
      follows.current = true
      setLines(0)
      const element = box.current
      if (!element) return
      element.scrollTop = element.scrollHeight
      element.focus({ preventScroll: true })
    },
  }
}
