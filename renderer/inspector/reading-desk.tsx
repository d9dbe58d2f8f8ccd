import { useEffect, useRef, useState } from 'react'
import { useDesk } from '../stores/desk.ts'
import { type SampleTab, type Subject, useSelection } from '../stores/selection.ts'
import { SubjectInspector } from './inspector.tsx'

/** Prompt and response side by side in the whole window: `f` in the inspector, Esc out. */
export function ReadingDesk({ subject }: { subject: Subject }) {
  const set = useSelection((selection) => selection.set)
  const [left, setLeft] = useState<SampleTab>('prompt')
  const [right, setRight] = useState<SampleTab>(subject.run ? 'responses' : 'truth')
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [])
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
