import { useMemo, useRef } from 'react'
import type { Figure } from '../../../core/figures/figure.ts'
import { renderSvg } from '../../../core/figures/svg.ts'
import { SaveMenu } from './save-menu.tsx'
import { useSize } from './use-size.ts'

interface FrameProps {
  readonly figure: Figure
  /** Width of the drawing where it is not the column's. */
  readonly children?: React.ReactNode
}

/** A settled figure: drawing, finding and caption, and what it can be saved as. */
export function FigureFrame({ figure, children }: FrameProps) {
  const box = useRef<HTMLDivElement>(null)
  const size = useSize(box)
  const width = size?.width ?? 0
  return (
    <figure className="settled">
      <div ref={box}>{children ?? <FigureSvg figure={figure} width={width} />}</div>
      <figcaption>
        <p className="finding">{figure.finding}</p>
        <p className="caption">{figure.caption}</p>
      </figcaption>
      <SaveMenu figure={figure} />
    </figure>
  )
}

/** Our own drawing of a figure in the page's tokens. Its words are escaped by the renderer, so the markup is safe to set. */
export function FigureSvg({ figure, width }: { figure: Figure; width: number }) {
  const svg = useMemo(
    () => (width > 0 ? renderSvg(figure, { width, theme: 'css', words: false }) : ''),
    [figure, width],
  )
  // biome-ignore lint/security/noDangerouslySetInnerHtml: renderSvg escapes every word and the policy forbids scripts
  return <div className="figure-svg" dangerouslySetInnerHTML={{ __html: svg }} />
}
