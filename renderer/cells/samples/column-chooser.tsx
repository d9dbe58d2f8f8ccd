import { Popover } from '@base-ui/react/popover'
import type { FieldName } from '../../../core/contract.ts'
import { count } from '../../format.ts'
import { useSettings } from '../../stores/settings.ts'
import type { SampleColumn } from './columns.tsx'

interface ChooserProps {
  readonly columns: readonly SampleColumn[]
  readonly fields: readonly FieldName[]
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
}

const GROUPS = ['Sample', 'Run', 'The row’s own'] as const

/** Which columns the table shows, those included that Longview does not know. Remembered in this browser. */
export function ColumnChooser({ columns, fields, open, onOpen }: ChooserProps) {
  const { sampleColumns, columnWidths, set } = useSettings()
  const rows = new Map(fields.map((field) => [`field:${field.field}`, field.rows]))
  const changed = Object.keys(sampleColumns).length > 0 || Object.keys(columnWidths).length > 0
  return (
    <Popover.Root open={open} onOpenChange={onOpen}>
      <Popover.Trigger className="btn bare">
        Columns <kbd>w</kbd>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" collisionPadding={8} className="positioner">
          <Popover.Popup className="popup chooser" aria-label="Columns of the table">
            {GROUPS.map((group) => {
              const own = columns.filter((column) => column.group === group)
              if (own.length === 0) return null
              return (
                <fieldset key={group}>
                  <legend>{group}</legend>
                  {own.map((column) => (
                    <label key={column.id} className="check">
                      <input
                        type="checkbox"
                        checked={sampleColumns[column.id] ?? column.usual}
                        onChange={(event) => {
                          const { [column.id]: _, ...others } = sampleColumns
                          const on = event.target.checked
                          // A column at its usual is not remembered: it follows what a later table shows by itself.
                          set({ sampleColumns: on === column.usual && !on ? others : { ...others, [column.id]: on } })
                        }}
                      />
                      <span className="data">{column.label}</span>
                      {rows.has(column.id) && <span className="quiet push">{count(rows.get(column.id) ?? 0)}</span>}
                    </label>
                  ))}
                </fieldset>
              )
            })}
            {changed && (
              <button type="button" className="btn" onClick={() => set({ sampleColumns: {}, columnWidths: {} })}>
                As at first
              </button>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
