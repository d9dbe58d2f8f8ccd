import { useState, useSyncExternalStore } from 'react'
import { Icon } from '../components/icon.tsx'
import { sameSubject, useDesk } from '../stores/desk.ts'
import { type SampleTab, type Subject, useSelection } from '../stores/selection.ts'
import { LiveResponse } from './live-response.tsx'
import { SampleInspector } from './sample.tsx'

/** What is selected, close up. Follows the selection and never steals the focus. */
export function Inspector() {
  const subject = useSelection((selection) => selection.subject)
  const { pinned } = useDesk()
  if (pinned && subject && !sameSubject(pinned, subject)) return <PinnedAndNext pinned={pinned} />
  return (
    <>
      {pinned && <PinLine />}
      <FollowingInspector />
    </>
  )
}

function FollowingInspector() {
  const { subject, tab, set } = useSelection()
  if (!subject) {
    return (
      <aside className="inspector" aria-label="Inspector">
        <p className="line none">Choose a sample, a group or a response to read it here.</p>
      </aside>
    )
  }
  return (
    <SubjectInspector
      subject={subject}
      tab={tab}
      onTab={(next) => set({ tab: next })}
      go={(next, nextTab) => set({ subject: next, ...(nextTab && { tab: nextTab }) })}
    />
  )
}

interface SubjectProps {
  readonly subject: Subject
  readonly tab: SampleTab
  readonly onTab: (tab: SampleTab) => void
  readonly go: (subject: Subject, tab?: SampleTab) => void
}

export function SubjectInspector({ subject, tab, onTab, go }: SubjectProps) {
  return subject.kind === 'sample' ? (
    <SampleInspector subject={subject} tab={tab} onTab={onTab} go={go} />
  ) : (
    <LiveResponse subject={subject} go={go} />
  )
}

/** Wide enough for a second inspector beside the first. */
const WIDE = matchMedia('(min-width: 1800px)')

function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      WIDE.addEventListener('change', listener)
      return () => WIDE.removeEventListener('change', listener)
    },
    () => WIDE.matches,
  )
}

/** The pinned subject and the one chosen since: beside each other where there is room, else one behind the other. */
function PinnedAndNext({ pinned }: { pinned: Subject }) {
  const wide = useWide()
  const [front, setFront] = useState<'pinned' | 'chosen'>('chosen')
  const [tab, setTab] = useState<SampleTab>('prompt')
  const held = (
    <SubjectInspector
      subject={pinned}
      tab={tab}
      onTab={setTab}
      go={(next, nextTab) => {
        useDesk.setState({ pinned: next })
        if (nextTab) setTab(nextTab)
      }}
    />
  )
  return (
    <>
      <PinLine>
        {wide ? (
          <span>Pinned, and what was chosen since</span>
        ) : (
          <fieldset className="seg">
            <legend className="hidden">Inspector</legend>
            {(['pinned', 'chosen'] as const).map((name) => (
              <button key={name} type="button" aria-pressed={front === name} onClick={() => setFront(name)}>
                {name === 'pinned' ? 'Pinned' : 'Chosen'}
              </button>
            ))}
          </fieldset>
        )}
      </PinLine>
      {wide ? (
        <div className="inspector-pair">
          {held}
          <FollowingInspector />
        </div>
      ) : front === 'pinned' ? (
        held
      ) : (
        <FollowingInspector />
      )}
    </>
  )
}

function PinLine({ children }: { children?: React.ReactNode }) {
  return (
    <div className="pin-line">
      <Icon name="pin" />
      {children ?? <span>Pinned</span>}
      <button type="button" className="btn bare push" onClick={() => useDesk.setState({ pinned: null })}>
        Let go
      </button>
    </div>
  )
}
