import { Popover } from '@base-ui/react/popover'
import { useId, useState } from 'react'
import { type ErrorParts, errorParts } from '../../../core/model/errors.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import { useEngine } from '../../data/link.tsx'
import { useQuery } from '../../data/query.ts'
import { counted } from '../../format.ts'
import { tellSets, useSetsVersion } from '../../stores/sets.ts'
import type { ActsProps } from './row-acts.tsx'

/** Keeps the marked rows, or all of the query, under a name; what stood there before can be had back. */
export function SaveSet({ filter, marks, rows, anyMarked }: ActsProps) {
  const engine = useEngine()
  const id = useId()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [error, setError] = useState<ErrorParts | null>(null)
  const version = useSetsVersion()
  const sets = useQuery(open ? ['sets', version] : null, (asked) => asked.sets())
  const before = sets.data?.find((set) => set.name === name.trim())
  const save = async () => {
    setError(null)
    try {
      const { order: _, descending: __, ...own } = filter
      const saved = await engine.saveSet({
        name,
        ...(anyMarked && !marks.all
          ? { ids: [...marks.ids] }
          : { filter: own, ...(anyMarked && { except: [...marks.ids] }) }),
      })
      setOpen(false)
      setName('')
      tellSets({
        said: `${saved.name}: ${counted(saved.samples, 'sample')} saved`,
        name: saved.name,
        before: saved.before,
      })
    } catch (thrown) {
      setError(errorParts(thrown))
    }
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="btn bare">Save as set</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" collisionPadding={8} className="positioner">
          <Popover.Popup className="popup" aria-label="Save as a set">
            <form
              className="param-form"
              onSubmit={(event) => {
                event.preventDefault()
                void save()
              }}
            >
              <div className="param-field">
                <label htmlFor={id}>
                  Name of the set of {anyMarked ? 'the marked' : 'all'} {counted(rows, 'row')}
                </label>
                <span className="field">
                  <input id={id} value={name} spellCheck={false} onChange={(event) => setName(event.target.value)} />
                </span>
                <p className="caption">
                  {before
                    ? `Replaces ${counted(before.samples, 'sample')} saved under this name.`
                    : 'Other cells and the command line take it by this name.'}
                </p>
              </div>
              {error && <ErrorBlock error={error} />}
              <div className="acts">
                <button type="submit" className="btn primary" disabled={name.trim() === ''}>
                  Save {counted(rows, 'row')} <kbd>Enter</kbd>
                </button>
              </div>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
