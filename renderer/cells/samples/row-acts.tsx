import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import type { SampleFilter, SampleOrder } from '../../../core/contract.ts'
import { type ErrorParts, errorParts } from '../../../core/model/errors.ts'
import type { SamplesParams } from '../../../core/notebook/cells.ts'
import { samplesCommand } from '../../../core/notebook/command.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import { useEngine } from '../../data/link.tsx'
import { count, counted } from '../../format.ts'
import type { Marks } from '../../stores/marks.ts'
import type { SampleColumn } from './columns.tsx'
import { type ExportForm, type ExportParams, exportText } from './export.ts'
import { SaveSet } from './save-set.tsx'
import { saveText } from './save-text.ts'

export interface ActsProps {
  readonly cell: string
  readonly filter: SampleFilter & { readonly order: SampleOrder; readonly descending: boolean }
  readonly marks: Marks
  /** Rows that the acts speak of: the marked ones, or all of the query. */
  readonly rows: number
  readonly anyMarked: boolean
  readonly shown: readonly SampleColumn[]
  readonly fields: readonly string[]
}

/** What can be done with the marked rows, or with all of the query: kept as a set, copied, saved. */
export function RowActs(props: ActsProps) {
  return (
    <>
      <SaveSet {...props} />
      <CopyMenu {...props} />
    </>
  )
}

const FORMS: readonly ExportForm[] = ['csv', 'json']

function CopyMenu({ filter, marks, rows, anyMarked, shown, fields }: ActsProps) {
  const engine = useEngine()
  const [open, setOpen] = useState(false)
  const [said, setSaid] = useState('')
  const [error, setError] = useState<ErrorParts | null>(null)
  const of = `${anyMarked ? 'the marked' : 'all'} ${counted(rows, 'row')}`
  const act = (words: string, action: () => Promise<void>) => {
    setError(null)
    setSaid('')
    action().then(
      () => setSaid(words),
      (thrown: unknown) => setError(errorParts(thrown)),
    )
  }
  const params = (columns: ExportParams['columns']): ExportParams => ({
    query: filter,
    marks: anyMarked ? marks : null,
    columns,
    fields,
  })
  const text = async (columns: ExportParams['columns'], form: ExportForm) =>
    (await exportText(engine, params(columns), form, (n) => setSaid(`${count(n)} rows so far`))).text
  const { order, descending, ...own } = filter
  const command = samplesCommand(own, { order: order as SamplesParams['order'], descending })
  const button = (words: string, name: string, action: () => Promise<void>, done: string) => (
    <button key={name} type="button" className="btn bare" aria-label={name} onClick={() => act(done, action)}>
      {words}
    </button>
  )
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="btn bare" onClick={() => setSaid('')}>
        Copy
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" collisionPadding={8} className="positioner">
          <Popover.Popup className="popup copy-menu" aria-label={`Copy or save ${of}`}>
            <p className="quiet">{`Of ${of}, in full precision`}</p>
            {([shown, null] as const).map((columns) => {
              const what = columns ? 'shown columns' : 'all columns'
              return (
                <div key={what} className="copy-line">
                  <span>{what[0].toUpperCase() + what.slice(1)}</span>
                  {FORMS.map((form) =>
                    button(
                      `Copy ${form.toUpperCase()}`,
                      `Copy ${of} as ${form.toUpperCase()}, ${what}`,
                      async () => navigator.clipboard.writeText(await text(columns, form)),
                      `${form.toUpperCase()} copied`,
                    ),
                  )}
                  {FORMS.map((form) =>
                    button(
                      `Save ${form.toUpperCase()}`,
                      `Save ${of} as ${form.toUpperCase()}, ${what}`,
                      async () => saveText(`samples.${form}`, await text(columns, form), form),
                      `${form.toUpperCase()} saved`,
                    ),
                  )}
                </div>
              )
            })}
            {command !== null && (
              <div className="copy-line">
                <span>{anyMarked ? 'Query' : 'This table'}</span>
                {button(
                  'Copy as command',
                  'Copy the query as a command',
                  () => navigator.clipboard.writeText(command),
                  'Command copied',
                )}
              </div>
            )}
            <p className="quiet" role="status">
              {said}
            </p>
            {error && <ErrorBlock error={error} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
