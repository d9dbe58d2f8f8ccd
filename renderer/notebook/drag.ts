import { useRef } from 'react'
import { useNotebook } from '../stores/notebook.ts'
import { moveTo } from './edits.ts'

/** A press that moves less is a press. */
const THRESHOLD_PX = 5
/** This close to an edge the notebook scrolls along. */
const EDGE_PX = 40

interface Dragging {
  readonly pointer: number
  readonly y: number
  moved: boolean
  /** Place among the other cells. */
  to: number
}

/**
 * Drags a cell by its handle to another place. The line that shows where it would go is one element moved about:
 * nothing of the notebook is drawn again while the pointer moves. Escape leaves the cell where it was.
 */
export function useDrag(cell: string) {
  const dragging = useRef<Dragging | null>(null)
  const last = useRef(false)
  const line = useRef<HTMLElement | null>(null)
  const end = () => {
    line.current?.remove()
    line.current = null
    document.getElementById(`cell-${cell}`)?.classList.remove('dragged')
    dragging.current = null
    removeEventListener('keydown', onKey, true)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    end()
  }
  const handlers = {
    onPointerDown(event: React.PointerEvent) {
      last.current = false
      if (event.button !== 0) return
      dragging.current = { pointer: event.pointerId, y: event.clientY, moved: false, to: -1 }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove(event: React.PointerEvent) {
      const drag = dragging.current
      if (!drag || drag.pointer !== event.pointerId) return
      if (!drag.moved) {
        if (Math.abs(event.clientY - drag.y) < THRESHOLD_PX) return
        drag.moved = true
        last.current = true
        document.getElementById(`cell-${cell}`)?.classList.add('dragged')
        addEventListener('keydown', onKey, true)
      }
      const list = document.querySelector('.cells')
      if (!list) return
      const box = list.getBoundingClientRect()
      if (event.clientY < box.top + EDGE_PX) list.scrollTop -= 12
      if (event.clientY > box.bottom - EDGE_PX) list.scrollTop += 12
      const { to, y } = placeAt(cell, event.clientY)
      drag.to = to
      line.current ??= list.appendChild(Object.assign(document.createElement('div'), { className: 'drop-line' }))
      line.current.style.transform = `translateY(${y - box.top + list.scrollTop}px)`
    },
    onPointerUp(event: React.PointerEvent) {
      const drag = dragging.current
      if (!drag || drag.pointer !== event.pointerId) return
      const { moved, to } = drag
      end()
      if (moved && to >= 0) moveTo(cell, to)
    },
    onPointerCancel: end,
  }
  /** Whether the press that just ended was a drag: then it is no click. */
  return { handlers, moved: () => last.current }
}

/** Where a cell dropped at this height goes: before the first other cell whose middle is below. */
function placeAt(cell: string, clientY: number): { readonly to: number; readonly y: number } {
  const others = (useNotebook.getState().open?.document.cells ?? []).filter((each) => each.id !== cell)
  const boxes = others.map((each) => document.getElementById(`cell-${each.id}`)?.getBoundingClientRect())
  const at = boxes.findIndex((box) => box !== undefined && clientY < box.top + box.height / 2)
  const to = at < 0 ? others.length : at
  return { to, y: boxes[to]?.top ?? boxes.at(-1)?.bottom ?? 0 }
}
