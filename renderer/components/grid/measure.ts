import { textFitter } from './fit.ts'

let fitter: ReturnType<typeof textFitter> | null = null

/** A text of a table's row cut to its room, px; null where only the browser can cut it. */
export function fitText(text: string, room: number): string | null {
  fitter ??= textFitter(browserMeasure())
  return fitter(text, room)
}

/** As `--t-table` has it. A face that comes later has other widths: then all are measured anew. */
function browserMeasure(): (text: string) => number {
  const pen = document.createElement('canvas').getContext('2d')
  if (!pen) throw new Error('this browser has no canvas to measure text with')
  pen.font = `400 12px ${getComputedStyle(document.body).fontFamily}`
  const again = () => {
    fitter = null
  }
  document.fonts.addEventListener('loadingdone', again, { once: true })
  return (text) => pen.measureText(text).width
}
