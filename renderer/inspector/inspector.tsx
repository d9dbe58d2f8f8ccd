import { useSelection } from '../stores/selection.ts'
import { LiveResponse } from './live-response.tsx'
import { SampleInspector } from './sample.tsx'

/** What is selected, close up. Follows the selection and never steals the focus. */
export function Inspector() {
  const subject = useSelection((selection) => selection.subject)
  if (!subject) {
    return (
      <aside className="inspector" aria-label="Inspector">
        <p className="line none">Choose a sample, a group or a response to read it here.</p>
      </aside>
    )
  }
  return subject.kind === 'sample' ? <SampleInspector subject={subject} /> : <LiveResponse subject={subject} />
}
