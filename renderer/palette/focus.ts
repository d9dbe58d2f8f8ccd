import { useDesk } from '../stores/desk.ts'
import { useSelection } from '../stores/selection.ts'
import { useSettings } from '../stores/settings.ts'

/** Where the keyboard is and goes: panes, cells, lists. Enter goes in, Esc goes out. */

const PANES = ['.nav', '#notebook', '.inspector', '.status']
const TARGETS = '[tabindex="0"], button:not([disabled]), a[href], input, textarea'

/**
 * The keyboard to a cell, and the cell into sight.
 * @param head always with its sentence in sight; else a cell that fills the view stays as it stands
 */
export function focusCell(id: string, { head = false } = {}): void {
  const element = document.getElementById(`cell-${id}`)
  if (!element) return
  const view = element.closest('#notebook, .notebook')?.getBoundingClientRect()
  const box = element.getBoundingClientRect()
  // By itself a browser would show the end of a cell that is higher than the view, and not what it is.
  const high = view !== undefined && box.height > view.height
  const fills = view !== undefined && box.top < view.top && box.bottom > view.bottom
  if (!high) element.scrollIntoView({ block: 'nearest' })
  else if (head || !fills) element.scrollIntoView({ block: 'start' })
  element.focus({ preventScroll: true })
}

/** What a cell is entered for, the first that it has: its editor, its list, the words of its sentence. */
const INSIDE = ['.code-editor :is(textarea, .native-edit-context, pre)', '[role=grid] [tabindex="0"]', TARGETS]

/** Into the current cell; a note has nothing to enter. */
export function enterCell(): void {
  const { cell } = useSelection.getState()
  const element = cell ? document.getElementById(`cell-${cell}`) : null
  // The handle beside it is no way in.
  const body = element?.querySelector('.cell-body') ?? element
  for (const inside of INSIDE) {
    const target = body?.querySelector<HTMLElement>(inside)
    if (!target) continue
    target.focus()
    return
  }
}

/** The list that the inspector was opened from: Esc leads back to it. */
let cameFrom: Element | null = null

/** Esc leads back to where the focus is now. */
export function comeBackHere(): void {
  cameFrom = document.activeElement
}

/** So many frames are waited for what was chosen to be there: a second or two. */
const MOST_FRAMES = 120

export function enterInspector(): void {
  const from = document.activeElement
  cameFrom = from
  let frames = 0
  const look = () => {
    // Somebody went elsewhere meanwhile: the focus is theirs.
    if (document.activeElement !== from && document.activeElement !== document.body) return
    const target = document.querySelector<HTMLElement>('.inspector [role=tab][aria-selected=true], .inspector button')
    if (target) target.focus()
    else if (++frames < MOST_FRAMES) requestAnimationFrame(look)
  }
  // After the pane has what was chosen.
  requestAnimationFrame(look)
}

export function goOut(): void {
  const { full, sheet, cell, set } = useSelection.getState()
  const at = document.activeElement
  const { desk, compared } = useDesk.getState()
  // The inspector over the groups is a sheet of theirs: it closes first.
  if (compared && sheet) set({ sheet: false })
  else if (desk || compared) {
    useDesk.setState(desk ? { desk: false } : { compared: null })
    requestAnimationFrame(() => {
      const back = cameFrom?.isConnected ? cameFrom : document.getElementById(`cell-${full ?? cell}`)
      if (back instanceof HTMLElement) back.focus()
    })
  } else if (at?.closest('.inspector')) {
    if (sheet) set({ sheet: false })
    const back = cameFrom?.isConnected ? cameFrom : document.getElementById(`cell-${cell}`)
    if (back instanceof HTMLElement) back.focus()
  } else if (sheet) set({ sheet: false })
  else if (at?.closest('.cell') && !at.matches('.cell')) (at.closest('.cell') as HTMLElement).focus()
  else if (full) {
    set({ full: null })
    requestAnimationFrame(() => focusCell(full))
  } else if (cell) focusCell(cell)
}

export function nextPane(delta: number): void {
  const panes = PANES.map((pane) => document.querySelector<HTMLElement>(pane)).filter((pane) => pane !== null)
  const at = panes.findIndex((pane) => pane.contains(document.activeElement))
  const next = panes[(at + delta + panes.length) % panes.length]
  const { cell } = useSelection.getState()
  const inside = next?.id === 'notebook' && cell ? document.getElementById(`cell-${cell}`) : null
  const target = inside ?? next?.querySelector<HTMLElement>(TARGETS)
  target?.focus()
}

/** The find field of the pane or cell one is in; else the reader's, else the first there is. */
export function findHere(): void {
  const near = document.activeElement?.closest('.cell, .inspector')?.querySelector<HTMLElement>('[data-find]')
  const field = near ?? document.querySelector<HTMLElement>('.inspector [data-find], [data-find]')
  field?.focus()
  if (field instanceof HTMLInputElement) field.select()
}

/** The search box of the first samples cell: full text over everything indexed. */
export function searchText(): void {
  if (!document.querySelector('[data-find=samples]')) useSettings.getState().set({ folded: {} })
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-find=samples]')?.focus())
}
