import { useQuery } from '../../data/query.ts'
import { count, share } from '../../format.ts'

/** What Longview reads of every row (data-formats.md), in its words. */
const OWN: readonly (readonly [string, string])[] = [
  ['prompt', 'the messages sent'],
  ['data_source', 'leads to the reward'],
  ['ability', 'shown as it is'],
  ['reward_model.ground_truth', 'the gold answer'],
  ['extra_info.reward_mode', 'sub-task or reward type'],
  ['extra_info.question', 'shown in the table'],
]

/** The columns of the rows: those that are read, and those that are kept, shown and sorted by as they are. */
export function FieldTable({ files, rows }: { files: readonly string[]; rows: number }) {
  const fields = useQuery(['fields', files], (engine) => engine.fields({ files }))
  return (
    <table className="table fields">
      <caption>Columns</caption>
      <thead>
        <tr>
          <th>Column</th>
          <th className="num" style={{ width: 110 }}>
            Rows
          </th>
          <th className="num" style={{ width: 80 }}>
            Share
          </th>
          <th style={{ width: '40%' }}>Read as</th>
        </tr>
      </thead>
      <tbody>
        {OWN.map(([field, about]) => (
          <tr key={field}>
            <td className="mono data">{field}</td>
            <td className="num" />
            <td className="num" />
            <td className="soft">{about}</td>
          </tr>
        ))}
        {(fields.data ?? []).map(({ field, rows: having }) => (
          <tr key={field}>
            <td className="mono data">{field.replace(/^row\./, '')}</td>
            <td className="num">{count(having)}</td>
            <td className="num">{share(rows > 0 ? having / rows : 0)}</td>
            <td className="soft">kept as it is: a column of the sample table</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
