import { useSyncExternalStore } from 'react'
import { textFitter } from './fit.ts'

let fitter: ReturnType<typeof textFitter> | null = null

/** A text of a table's row cut to its room, px; null where only the browser can cut it. */
export function fitText(text: string, room: number): string | null {
  fitter ??= textFitter(browserMeasure())
  return fitter(text, room)
}

/** As a row draws it: `--t-table`, the face that `grid.css` names. */
function browserMeasure(): (text: string) => number {
  const pen = document.createElement('canvas').getContext('2d')
  if (!pen) throw new Error('this browser has no canvas to measure text with')
  pen.font = getComputedStyle(document.documentElement).getPropertyValue('--t-table')
  return (text) => pen.measureText(text).width
}

/** How often faces came after they were asked for. */
let arrivals = 0
const listeners = new Set<() => void>()
let watched = false

/** Once for all tables, and for good: faces also come while none is on the page. */
function watchFaces(): void {
  if (watched) return
  watched = true
  document.fonts.addEventListener('loadingdone', () => {
    arrivals++
    fitter = null
    for (const listener of listeners) listener()
  })
}

function onFaces(changed: () => void): () => void {
  watchFaces()
  listeners.add(changed)
  return () => void listeners.delete(changed)
}

/** Changes when faces have come: what was cut by the widths of another face is cut anew. */
export function useFaces(): number {
  return useSyncExternalStore(onFaces, () => arrivals)
}
