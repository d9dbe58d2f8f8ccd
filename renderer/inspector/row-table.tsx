/** Every column of the row but the prompt, unknown ones too, untouched. */
export function RowTable({ row }: { row: Readonly<Record<string, unknown>> }) {
  return (
    <div className="panel-body scroll" tabIndex={0} role="region" aria-label="Row">
      <dl className="row-table">
        {Object.entries(row).map(([name, value]) => (
          <div key={name}>
            <dt className="mono data">{name}</dt>
            <dd>
              <RowValue value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function RowValue({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <i className="null">null</i>
  if (typeof value === 'string') return <pre className="mono data">{value}</pre>
  return <pre className="mono data">{JSON.stringify(value, null, 2)}</pre>
}
