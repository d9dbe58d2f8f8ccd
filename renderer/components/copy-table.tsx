import { useState } from 'react'
import { tableCsv, tableJson } from '../../core/figures/csv.ts'
import type { FigureTable } from '../../core/figures/figure.ts'
import { type ErrorParts, errorParts } from '../../core/model/errors.ts'
import { ErrorBlock } from './error-block.tsx'

export interface NamedTable {
  /** What is copied: "means by task". */
  readonly name: string
  readonly table: () => FigureTable
}

const FORMS = { CSV: tableCsv, JSON: tableJson } as const

/** Tables of a view to the clipboard, in full precision: CSV or JSON. */
export function CopyTables({ tables }: { tables: readonly NamedTable[] }) {
  const [said, setSaid] = useState('')
  const [error, setError] = useState<ErrorParts | null>(null)
  const copy = (words: string, text: () => string) => {
    setError(null)
    const copied = async () => navigator.clipboard.writeText(text())
    copied().then(
      () => setSaid(`${words} copied`),
      (thrown: unknown) => setError(errorParts(thrown)),
    )
  }
  return (
    <div className="copy-tables">
      {tables.map(({ name, table }) => (
        <span key={name}>
          <span className="quiet">Copy {name}</span>
          {Object.entries(FORMS).map(([form, print]) => (
            <button
              key={form}
              type="button"
              className="btn bare"
              aria-label={`Copy ${name} as ${form}`}
              onClick={() => copy(`${form} of ${name}`, () => print(table()))}
            >
              {form}
            </button>
          ))}
        </span>
      ))}
      <span className="quiet" role="status">
        {said}
      </span>
      {error && <ErrorBlock error={error} />}
    </div>
  )
}
