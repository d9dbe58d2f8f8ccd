import { useState } from 'react'
import type { Figure } from '../../../core/figures/figure.ts'
import { type ErrorParts, errorParts } from '../../../core/model/errors.ts'
import { themeInForce, useSettings } from '../../stores/settings.ts'
import { ErrorBlock } from '../error-block.tsx'
import { copyFigure, type SaveAs, saveFigure } from './save.ts'

const FORMS: readonly SaveAs[] = ['svg', 'png', 'csv', 'json']

/** Save as, copy as: four forms each. */
export function SaveMenu({ figure }: { figure: Figure }) {
  const [done, setDone] = useState('')
  const [error, setError] = useState<ErrorParts | null>(null)
  const theme = useSettings((settings) => themeInForce(settings.theme))
  const act = (words: string, action: () => Promise<void>) => {
    setError(null)
    action().then(
      () => setDone(words),
      (thrown: unknown) => setError(errorParts(thrown)),
    )
  }
  return (
    <div className="save-menu">
      <span className="quiet">Save</span>
      {FORMS.map((as) => (
        <button
          key={as}
          type="button"
          className="btn bare"
          aria-label={`Save ${figure.title} as ${as.toUpperCase()}`}
          onClick={() => act(`${as.toUpperCase()} saved`, () => saveFigure(figure, as, theme))}
        >
          {as.toUpperCase()}
        </button>
      ))}
      <span className="quiet">Copy</span>
      {FORMS.map((as) => (
        <button
          key={as}
          type="button"
          className="btn bare"
          aria-label={`Copy ${figure.title} as ${as.toUpperCase()}`}
          onClick={() => act(`${as.toUpperCase()} copied`, () => copyFigure(figure, as, theme))}
        >
          {as.toUpperCase()}
        </button>
      ))}
      <span className="quiet" role="status">
        {done}
      </span>
      {error && <ErrorBlock error={error} />}
    </div>
  )
}
