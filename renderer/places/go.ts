import { baseName } from '../../core/notebook/words.ts'
import { focusCell } from '../palette/focus.ts'
import { useDesk } from '../stores/desk.ts'
import { type OpenNotebook, useNotebook } from '../stores/notebook.ts'
import { type Subject, useSelection } from '../stores/selection.ts'
import { missing, NOWHERE, type Place } from './place.ts'

function fileName(open: OpenNotebook | null): string | null {
  return open ? baseName(open.path) : null
}

/** Where somebody is now. A span only where something is selected in the text. */
export function currentPlace(span: Place['span'] = null): Place {
  const { cell, full, subject, tab } = useSelection.getState()
  const notebook = fileName(useNotebook.getState().open)
  const at: Place = { ...NOWHERE, notebook, cell: full ?? cell, full: full !== null, desk: useDesk.getState().desk }
  if (!subject) return at
  const run = subject.run ? { run: subject.run.run, reward: subject.run.reward } : {}
  if (subject.kind === 'response') return { ...at, ...run, sample: subject.id, response: subject.index, span }
  return { ...at, ...run, sample: subject.id, tab, span: tab === 'prompt' ? span : null }
}

function subjectOf({ sample, response, run, reward }: Place): Subject | null {
  if (sample === null) return null
  if (run === null) return { kind: 'sample', id: sample }
  const view = { run, reward }
  if (response === null) return { kind: 'sample', id: sample, run: view }
  return { kind: 'response', id: sample, index: response, run: view }
}

/** Shows a place. What is missing of it is told above the notebook. */
export function goTo(place: Place): void {
  const { open } = useNotebook.getState()
  const { set, subject: before } = useSelection.getState()
  const cell = open?.document.cells.find((each) => each.id === place.cell)?.id ?? null
  const subject = subjectOf(place)
  set({
    ...(cell && { cell }),
    full: place.full ? cell : null,
    ...((subject || before) && { subject }),
    tab: place.tab ?? 'prompt',
    sheet: subject !== null,
    notice: missing(place, open),
  })
  useDesk.setState({
    desk: place.desk && subject !== null,
    span: subject && place.span && { of: subject, ...place.span },
  })
  if (cell) requestAnimationFrame(() => focusCell(cell))
}
