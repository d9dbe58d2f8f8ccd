import { andWords } from '../../core/notebook/edit/edit.ts'
import type { Keeper } from '../data/keeper.ts'
import { clock } from '../format.ts'
import { useCommands } from '../palette/commands.tsx'
import { useKeeping } from '../stores/keeping.ts'

const MOST = 4

/** After a crash or a closed tab: which edits are back, and the choice to do without them. */
export function KeptReceipt({ keeper }: { keeper: Keeper }) {
  const { receipt, set } = useKeeping()
  const run = useCommands()
  if (!receipt) return null
  const { cells, at } = receipt
  const more = cells.length > MOST ? [`${cells.length - MOST} more`] : []
  const which = cells.length === 0 ? 'the order of cells' : andWords([...cells.slice(0, MOST), ...more])
  return (
    <section className="receipt" aria-label="Kept edits">
      <p>
        <b>Edits of {clock(new Date(at))} kept.</b> They were not in the file when the notebook was closed, and are
        back: <span className="data">{which}</span>.
      </p>
      <div className="acts">
        <button
          type="button"
          className="btn"
          onClick={() => {
            set({ receipt: null })
            run('save')
          }}
        >
          Restore and save
        </button>
        <button type="button" className="btn bare" onClick={() => keeper.discard()}>
          Discard
        </button>
        <button type="button" className="btn bare" onClick={() => set({ receipt: null })}>
          Decide later
        </button>
      </div>
    </section>
  )
}
