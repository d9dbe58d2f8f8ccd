import { useSelection } from '../stores/selection.ts'

/** Something that can be pressed where one is: a button of the current cell or of the inspector. */
export interface Act {
  readonly words: string
  /** Where it stands. */
  readonly note: string
  readonly press: () => void
}

/** Rows and words of the sentence have ways of their own; the handle holds commands that the table has already. */
const NOT = '[role=grid] *, .sentence *, .handle, [aria-disabled=true], :disabled'

/** What a button is called: its name, else its words without the key beside them. */
function wordsOf(button: HTMLElement): string {
  const named = button.getAttribute('aria-label')
  if (named) return named
  const own = button.cloneNode(true) as HTMLElement
  for (const beside of own.querySelectorAll('kbd, svg, .hidden')) beside.remove()
  return (own.textContent ?? '').replace(/\s+/g, ' ').trim()
}

function actsOf(place: Element | null, note: string): Act[] {
  const buttons = [...(place?.querySelectorAll<HTMLElement>('button, [role=tab]') ?? [])]
  return buttons
    .filter((button) => !button.matches(NOT) && button.checkVisibility())
    .map((button) => ({
      words: wordsOf(button),
      note,
      press: () => {
        button.focus()
        button.click()
      },
    }))
    .filter(({ words }) => /\p{L}/u.test(words))
}

/** The buttons where one is, read when the palette opens: whatever can be pressed can be found by its words. */
export function actsInSight(): readonly Act[] {
  const { cell, full } = useSelection.getState()
  const here = document.getElementById(`cell-${full ?? cell}`)
  const name = here?.getAttribute('aria-label')?.split(',').slice(0, 2).join(',') ?? 'cell'
  const acts = [...actsOf(here, name), ...actsOf(document.querySelector('.inspector'), 'inspector')]
  return acts.filter((act, at) => acts.findIndex((each) => each.words === act.words && each.note === act.note) === at)
}
