import type { DatasetFile } from '../../../core/contract.ts'
import { byteText, count } from '../../format.ts'

const STATE_WORDS = { fresh: 'as indexed', changed: 'changed since', missing: 'no longer there' } as const

/** The files of a dataset: rows, what was set aside, whether they changed since they were read. */
export function FileTable({ files }: { files: readonly DatasetFile[] }) {
  return (
    <table className="table files">
      <caption>Files</caption>
      <thead>
        <tr>
          <th>File</th>
          <th className="num">Samples</th>
          <th className="num">Set aside</th>
          <th className="num">Size</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <tr key={file.file}>
            <td className="data" title={file.file}>
              {file.file}
            </td>
            <td className="num">{count(file.rows)}</td>
            <td className="num">{count(file.setAside)}</td>
            <td className="num">{byteText(file.bytes)}</td>
            <td className={file.state === 'fresh' ? 'soft' : 'warn'}>{STATE_WORDS[file.state]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
