import { Popover } from '@base-ui/react/popover'
import { useEffect, useRef, useState } from 'react'
import { type ErrorParts, errorParts } from '../../core/model/errors.ts'
import { baseName } from '../../core/notebook/words.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import { Icon } from '../components/icon.tsx'
import { Loading } from '../components/loading.tsx'
import { useEngine } from '../data/link.tsx'
import { byteText } from '../format.ts'
import { copyReportCommand } from '../places/copy.ts'
import { tell } from '../places/place-keys.ts'
import { cellState, runtimeOf, useNotebook } from '../stores/notebook.ts'

interface Made {
  readonly url: string
  readonly bytes: number
}

/** One HTML file of the notebook with its outputs: made by the engine on a click, then opened or saved. Runs no cell. */
export function ReportButton() {
  const [open, setOpen] = useState(false)
  const ready = useNotebook((notebook) => notebook.open !== null)
  if (!ready) return null
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="btn" data-report="">
        Report
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" collisionPadding={8} className="positioner">
          <Popover.Popup className="popup report-popup" aria-label="Report of this notebook">
            {open && <ReportBody />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function ReportBody() {
  const engine = useEngine()
  const { open, runtime } = useNotebook()
  const [made, setMade] = useState<Made | null>(null)
  const [error, setError] = useState<ErrorParts | null>(null)
  const [round, setRound] = useState(0)
  const link = useRef<HTMLAnchorElement>(null)
  const name = open ? baseName(open.path) : ''
  const file = `${name.replace(/\.longview$/, '')}.html`
  const cells = open?.document.cells ?? []
  const old = cells.filter((cell) => cellState(cell, runtimeOf(runtime, cell.id)) !== 'fresh').length
  const document = useRef(open?.document)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again; the notebook is taken as it was opened for
  useEffect(() => {
    const asked = document.current
    if (!asked || !open) return
    let url: string | null = null
    let left = false
    setError(null)
    engine.report({ document: asked, baseDir: open.baseDir, name }).then(
      (html) => {
        if (left) return
        const blob = new Blob([html], { type: 'text/html' })
        url = URL.createObjectURL(blob)
        setMade({ url, bytes: blob.size })
      },
      (thrown: unknown) => !left && setError(errorParts(thrown)),
    )
    return () => {
      left = true
      // A tab that shows it has read it long before.
      const gone = url
      if (gone) setTimeout(() => URL.revokeObjectURL(gone), 60_000)
    }
  }, [engine, round])

  useEffect(() => {
    if (made) link.current?.focus()
  }, [made])

  return (
    <div className="report-body">
      {!made && !error && <Loading what="Making the report" />}
      {!made && !error && (
        <p className="quiet">Notes, sentences, figures and tables in one file that needs no network.</p>
      )}
      {error && <ErrorBlock error={error} remedies={[{ label: 'Try again', run: () => setRound(round + 1) }]} />}
      {made && (
        <>
          <p role="status">
            <b>{file}</b> <span className="quiet">{byteText(made.bytes)}, one file, no scripts</span>
          </p>
          {old > 0 && (
            <p className="note-line warn">
              <Icon name="warn" />
              {old === 1 ? '1 cell has' : `${old} cells have`} no fresh result: the report says so at its top.
            </p>
          )}
          <div className="report-does">
            <a ref={link} className="btn" href={made.url} target="_blank" rel="noopener">
              Open
            </a>
            <a className="btn" href={made.url} download={file}>
              Save
            </a>
            <button type="button" className="btn bare" onClick={() => tell(copyReportCommand())}>
              <Icon name="copy" />
              Copy as command
            </button>
          </div>
        </>
      )}
    </div>
  )
}
