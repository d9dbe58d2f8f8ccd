import { Dialog } from '@base-ui/react/dialog'
import { useSelection } from '../stores/selection.ts'

/** Before the engine is opened anew while something goes on: what it cuts, and one question. */
export function RestartDialog() {
  const question = useSelection((selection) => selection.restart)
  return (
    <Dialog.Root open={question !== null} onOpenChange={(stays) => !stays && question?.answer(false)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-back" />
        <Dialog.Popup className="dialog">
          <Dialog.Title>Restart the engine and cut what goes on?</Dialog.Title>
          <Dialog.Description>
            What has landed is kept, and everything here stays readable. Work of other pages and commands through this
            engine is cut as well.
          </Dialog.Description>
          <div role="status">
            {question?.cuts ? (
              <ul>
                {question.cuts.map((words) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
            ) : (
              <p className="line">The engine has not said yet what goes on. It can be restarted without its answer.</p>
            )}
          </div>
          <div className="acts">
            <button type="button" className="btn primary" onClick={() => question?.answer(true)}>
              Cut and restart
            </button>
            <button type="button" className="btn" onClick={() => question?.answer(false)}>
              Let it go on
            </button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
