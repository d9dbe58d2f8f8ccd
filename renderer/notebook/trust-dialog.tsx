import { Dialog } from '@base-ui/react/dialog'
import type { NotebookDocument, Reach } from '../../core/contract.ts'
import { andWords, cellWords } from '../../core/notebook/edit/edit.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'

const HEADS: Readonly<Record<Reach['kind'], string>> = {
  endpoint: 'Endpoints',
  python: 'Python files',
  reward: 'Reward files',
  code: 'Code',
}

/** A notebook from elsewhere, before its first run: everything it reaches, in full, and one question. */
export function TrustDialog() {
  const trust = useSelection((selection) => selection.trust)
  const open = useNotebook((notebook) => notebook.open)
  // Things that no cell names belong to a stored run, not to the notebook.
  const ofRun = trust?.reach.every(({ cells }) => cells.length === 0) ?? false
  return (
    <Dialog.Root open={trust !== null} onOpenChange={(stays) => !stays && trust?.answer(false)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-back" />
        <Dialog.Popup className="dialog trust">
          <Dialog.Title>
            {ofRun ? 'Use what this run was made with?' : 'Run this notebook from elsewhere?'}
          </Dialog.Title>
          <Dialog.Description>
            {ofRun ? (
              'Nobody agreed to it in this workspace yet. It reaches beyond the notebook:'
            ) : (
              <>
                <span className="data">{open?.name}</span> was not made in this workspace. Running it reaches beyond it:
              </>
            )}
          </Dialog.Description>
          {trust && open && <ReachList reach={trust.reach} document={open.document} />}
          <p className="caption">
            What you agree to is remembered in this workspace, for exactly this list. Opening and reading need no
            agreement.
          </p>
          <div className="acts">
            <button type="button" className="btn primary" onClick={() => trust?.answer(true)}>
              {ofRun ? 'Agree and go on' : 'Agree and run'}
            </button>
            <button type="button" className="btn" onClick={() => trust?.answer(false)}>
              {ofRun ? 'Not now' : 'Do not run'}
            </button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function ReachList({ reach, document }: { reach: readonly Reach[]; document: NotebookDocument }) {
  const kinds = (Object.keys(HEADS) as Reach['kind'][]).filter((kind) => reach.some((each) => each.kind === kind))
  const cells = (each: Reach) =>
    andWords(document.cells.filter((cell) => each.cells.includes(cell.id)).map((cell) => cellWords(document, cell)))
  return kinds.map((kind) => (
    <section key={kind}>
      <h3>{HEADS[kind]}</h3>
      <ul>
        {reach
          .filter((each) => each.kind === kind)
          .map((each) => (
            <li key={each.print}>
              <code className="data">{each.name}</code>
              <span className="quiet">{[cells(each), each.detail].filter(Boolean).join(': ')}</span>
            </li>
          ))}
      </ul>
    </section>
  ))
}
