import { useQuery } from '../../data/query.ts'
import { count } from '../../format.ts'

/** Rows that could not be read: nothing is dropped in silence. */
export function SetAsideTable({ files }: { files: readonly string[] }) {
  const rows = useQuery(['set-aside', files], (engine) => engine.setAside({}))
  const own = rows.data?.filter((row) => files.includes(row.file)) ?? []
  if (own.length === 0) return null
  return (
    <table className="table">
      <caption>Rows set aside</caption>
      <thead>
        <tr>
          <th style={{ width: '30%' }}>File</th>
          <th className="num" style={{ width: 80 }}>
            Line
          </th>
          <th>Set aside because</th>
          <th>Value</th>
        </tr>
      </thead>
      <tbody>
        {own.map((row) => (
          <tr key={`${row.file}:${row.line}`}>
            <td className="data" title={row.file}>
              {row.file}
            </td>
            <td className="num">{count(row.line)}</td>
            <td className="data">{row.reason}</td>
            <td className="mono data" title={row.value ?? undefined}>
              {row.value}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
