import type { NotebookDocument } from '../../core/contract.ts'
import { type ErrorParts, LongviewError } from '../../core/model/errors.ts'
import { baseName } from '../../core/notebook/words.ts'
import type { SampleTab } from '../stores/selection.ts'

/** What somebody looks at, as a link says it: only names, so that it opens the same view elsewhere. */
export interface Place {
  /** File name of the notebook. */
  readonly notebook: string | null
  readonly cell: string | null
  /** The cell fills the window. */
  readonly full: boolean
  readonly sample: string | null
  readonly tab: SampleTab | null
  readonly run: string | null
  /** Key of the reward set under which numbers are shown. */
  readonly reward: string | null
  readonly response: number | null
  /** UTF-16 offsets into the response, or into the prompt where no response is named. */
  readonly span: { readonly start: number; readonly end: number } | null
  /** Prompt and response side by side. */
  readonly desk: boolean
}

export const NOWHERE: Place = {
  notebook: null,
  cell: null,
  full: false,
  sample: null,
  tab: null,
  run: null,
  reward: null,
  response: null,
  span: null,
  desk: false,
}

const TABS: readonly string[] = ['prompt', 'truth', 'responses', 'across', 'row'] satisfies readonly SampleTab[]

/** `#notebook=tour.longview&cell=score&sample=3f2a&run=first&response=4&span=120-140`; empty for nowhere. */
export function placeHash(place: Place): string {
  const words = new URLSearchParams()
  const add = (name: string, value: string | number | null) => value !== null && words.set(name, String(value))
  add('notebook', place.notebook)
  add('cell', place.cell)
  if (place.full) add('full', 1)
  add('sample', place.sample)
  if (place.tab !== 'prompt') add('tab', place.tab)
  add('run', place.run)
  add('reward', place.reward)
  add('response', place.response)
  if (place.span) add('span', `${place.span.start}-${place.span.end}`)
  if (place.desk) add('desk', 1)
  const text = words.toString()
  return text ? `#${text}` : ''
}

function wrong(name: string, value: string): LongviewError {
  return new LongviewError({
    code: 'usage',
    what: 'This link cannot be read.',
    where: name,
    value,
    remedy: 'Copy it again with y where it was made.',
  })
}

/** A place as a link names it. Names that it does not know are left aside. @throws {LongviewError} usage */
export function readPlace(hash: string): Place {
  const words = new URLSearchParams(hash.replace(/^#/, ''))
  const text = (name: string) => words.get(name) || null
  const [response, span, tab] = [text('response'), text('span'), text('tab')]
  if (response !== null && !/^\d{1,9}$/.test(response)) throw wrong('response', response)
  const offsets = span === null ? null : /^(\d{1,12})-(\d{1,12})$/.exec(span)
  if (span !== null && (!offsets || Number(offsets[1]) > Number(offsets[2]))) throw wrong('span', span)
  if (tab !== null && !TABS.includes(tab)) throw wrong('tab', tab)
  if (response !== null && text('run') === null) throw wrong('run', 'a response without its run')
  return {
    notebook: text('notebook'),
    cell: text('cell'),
    full: words.has('full'),
    sample: text('sample'),
    tab: tab as SampleTab | null,
    run: text('run'),
    reward: text('reward'),
    response: response === null ? null : Number(response),
    span: offsets && { start: Number(offsets[1]), end: Number(offsets[2]) },
    desk: words.has('desk'),
  }
}

/** The open notebook, as far as links need it. */
interface PlaceOf {
  readonly path: string
  readonly document: NotebookDocument
}

/** What a place names and this page does not have; a sample or response that is missing says so where it would stand. */
export function missing(place: Place, open: PlaceOf | null): ErrorParts | null {
  const here = open && baseName(open.path)
  if (place.notebook && here && place.notebook !== here) {
    return {
      code: 'not-found',
      what: 'This link leads into another notebook.',
      where: `the open notebook is ${here}`,
      value: place.notebook,
      remedy: `Open that one: longview serve ${place.notebook}. What is shown here is what this notebook has of it.`,
    }
  }
  if (place.cell && open && !open.document.cells.some((cell) => cell.id === place.cell)) {
    return {
      code: 'not-found',
      what: 'This link leads to a cell that is not in the notebook any more.',
      value: place.cell,
      remedy: 'It was removed or has another name; the rest of the link was followed.',
    }
  }
  return null
}
