import { useEffect, useRef, useState } from 'react'
import { useDesk } from '../stores/desk.ts'
import { type SampleTab, type Subject, useSelection } from '../stores/selection.ts'
import { SubjectInspector } from './inspector.tsx'

/** So many frames are waited for a text: a second or two. */
const MOST_FRAMES = 120

/** Prompt and response side by side in the whole window: `f` in the inspector, Esc out. */
export function ReadingDesk({ subject }: { subject: Subject }) {
  const set = useSelection((selection) => selection.set)
  const [left, setLeft] = useState<SampleTab>('prompt')
  const [right, setRight] = useState<SampleTab>(subject.run ? 'responses' : 'truth')
  const box = useRef<HTMLElement>(null)
  const reads = subject.kind === 'response' ? ':last-child' : ':first-child'
  // biome-ignore lint/correctness/useExhaustiveDependencies: only its opening moves the focus
  useEffect(() => {
    const desk = box.current
    desk?.focus()
    // To the text that was read, once it is there; unless somebody went elsewhere meanwhile.
    let frames = MOST_FRAMES
    let frame = 0
    const look = () => {
      if (document.activeElement !== desk) return
      const text = desk?.querySelector<HTMLElement>(`.desk-sides > ${reads} .reader-text textarea`)
      if (text) text.focus()
      else if (--frames > 0) frame = requestAnimationFrame(look)
    }
    frame = requestAnimationFrame(look)
    return () => cancelAnimationFrame(frame)
  }, [])
  const sample: Subject = { kind: 'sample', id: subject.id, ...(subject.run && { run: subject.run }) }
  const go = (next: Subject, tab?: SampleTab) => {
    set({ subject: next })
    if (tab) setRight(tab)
  }
  return (
    <section ref={box} className="desk" aria-label="Prompt and response" tabIndex={-1}>
      <div className="full-head">
        <span className="kind">Prompt and response, side by side</span>
        <button type="button" className="btn bare push" onClick={() => useDesk.setState({ desk: false })}>
          Back <kbd>Esc</kbd>
        </button>
      </div>
      <div className="desk-sides">
        <SubjectInspector subject={sample} tab={left} onTab={setLeft} go={go} />
        <SubjectInspector subject={subject} tab={right} onTab={setRight} go={go} />
      </div>
    </section>
  )
}
