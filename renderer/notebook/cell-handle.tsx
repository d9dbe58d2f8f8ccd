import { Menu } from '@base-ui/react/menu'
import { Fragment, useRef, useState } from 'react'
import { useCommands } from '../palette/commands.tsx'
import { focusCell } from '../palette/focus.ts'
import { COMMANDS, type Command, type CommandId, keyWords } from '../palette/table.ts'
import { useSelection } from '../stores/selection.ts'
import { useDrag } from './drag.ts'

const GROUPS = ['Run', 'Edit', 'Add', 'Move', 'Look', 'Delete'] as const
const entries = (group: Command['menu']): readonly (Command & { readonly id: CommandId })[] =>
  COMMANDS.filter((command) => 'menu' in command && command.menu === group)

/** Beside the thread: a press opens what can be done with the cell, a drag moves it. */
export function CellHandle({ cell, name }: { cell: string; name: string }) {
  const run = useCommands()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const drag = useDrag(cell)
  const choose = (id: CommandId) => {
    useSelection.getState().set({ cell })
    // After the menu has given the focus back.
    requestAnimationFrame(() => {
      focusCell(cell)
      run(id)
    })
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className="handle"
        aria-label={`${name}: commands; drag to move`}
        aria-haspopup="menu"
        aria-expanded={open}
        title="Commands; drag to move"
        {...drag.handlers}
        onClick={() => !drag.moved() && setOpen(!open)}
      >
        <svg viewBox="0 0 8 12" width="8" height="12" aria-hidden="true">
          {[2, 6, 10].flatMap((y) => [1.8, 6.2].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.1" />))}
        </svg>
      </button>
      <Menu.Root open={open} onOpenChange={setOpen}>
        <Menu.Portal>
          <Menu.Positioner
            anchor={button}
            side="right"
            align="start"
            sideOffset={4}
            collisionPadding={8}
            className="positioner"
          >
            <Menu.Popup className="popup menu" aria-label={name} finalFocus={button}>
              {GROUPS.map((group, i) => (
                <Fragment key={group}>
                  {i > 0 && <Menu.Separator className="menu-line" />}
                  {entries(group).map((command) => (
                    <Menu.Item key={command.id} className="menu-entry" onClick={() => choose(command.id)}>
                      {command.label}
                      {command.keys[0] && <kbd className="push">{keyWords(command.keys[0])}</kbd>}
                    </Menu.Item>
                  ))}
                </Fragment>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </>
  )
}
