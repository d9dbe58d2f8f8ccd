import { tableCsv } from '../../../core/figures/csv.ts'
import type { Figure } from '../../../core/figures/figure.ts'
import { renderSvg } from '../../../core/figures/svg.ts'

export type SaveAs = 'svg' | 'png' | 'csv' | 'json'

const TYPES: Readonly<Record<SaveAs, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
}

const WIDTH = 880
/** Pixels of the PNG per pixel of the figure. */
const DENSITY = 2

/** The figure as a file: SVG and PNG with its words and the theme's colours, CSV of its table, JSON of its data. */
export async function figureBlob(figure: Figure, as: SaveAs, theme: 'light' | 'dark'): Promise<Blob> {
  if (as === 'csv') return new Blob([tableCsv(figure.table)], { type: TYPES.csv })
  if (as === 'json') return new Blob([`${JSON.stringify(figure, null, 1)}\n`], { type: TYPES.json })
  const svg = renderSvg(figure, { width: WIDTH, theme })
  if (as === 'svg') return new Blob([svg], { type: TYPES.svg })
  return rasterised(svg)
}

async function rasterised(svg: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth * DENSITY
  canvas.height = image.naturalHeight * DENSITY
  const context = canvas.getContext('2d')
  if (!context) throw new Error('this browser gives no canvas to draw a PNG on')
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the PNG could not be written'))), TYPES.png)
  })
}

export async function saveFigure(figure: Figure, as: SaveAs, theme: 'light' | 'dark'): Promise<void> {
  const url = URL.createObjectURL(await figureBlob(figure, as, theme))
  const link = document.createElement('a')
  link.href = url
  link.download = `${figure.kind}.${as}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** PNG as an image, the rest as text: what the clipboard of a browser takes. */
export async function copyFigure(figure: Figure, as: SaveAs, theme: 'light' | 'dark'): Promise<void> {
  const blob = await figureBlob(figure, as, theme)
  if (as === 'png') return navigator.clipboard.write([new ClipboardItem({ [TYPES.png]: blob })])
  return navigator.clipboard.writeText(await blob.text())
}
