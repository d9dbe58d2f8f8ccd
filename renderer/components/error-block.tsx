import type { ErrorParts } from '../../core/model/errors.ts'

export interface Remedy {
  readonly label: string
  readonly run: () => void
}

/** Four parts: what happened, where, the value verbatim, what to do; then at most three buttons, likeliest first. */
export function ErrorBlock({ error, remedies = [] }: { error: ErrorParts; remedies?: readonly Remedy[] }) {
  const parts = [
    ['Where', error.where],
    ['Value', error.value],
    ['Remedy', error.remedy],
  ] as const
  return (
    <div className="err" role="alert">
      <p className="what data">{error.what}</p>
      <dl>
        {parts.map(
          ([name, words]) =>
            words && (
              <div key={name}>
                <dt>{name}</dt>
                <dd className={name === 'Value' ? 'mono data' : 'data'}>{words}</dd>
              </div>
            ),
        )}
      </dl>
      {remedies.length > 0 && (
        <div className="acts">
          {remedies.slice(0, 3).map((remedy) => (
            <button type="button" className="btn" key={remedy.label} onClick={remedy.run}>
              {remedy.label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
