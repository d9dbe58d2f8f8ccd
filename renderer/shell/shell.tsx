import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import { RunWatchers } from '../cells/rollout/run-watchers.tsx'
import { Boundary } from '../components/boundary.tsx'
import { Loading } from '../components/loading.tsx'
import type { Keeper } from '../data/keeper.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { ReadingDesk } from '../inspector/reading-desk.tsx'
import { NotebookView } from '../notebook/notebook-view.tsx'
import { useDesk } from '../stores/desk.ts'
import { useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { useSettings } from '../stores/settings.ts'
import { Navigator } from './navigator.tsx'
import { Splitter } from './splitter.tsx'
import { StatusBar } from './status-bar.tsx'
import { TitleBar } from './title-bar.tsx'

const GroupDesk = lazy(async () => ({ default: (await import('../inspector/group-desk.tsx')).GroupDesk }))

function useNarrow(): boolean {
  const query = matchMedia('(max-width: 1023px)')
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => query.matches,
  )
}

/** Title, navigator, notebook, inspector, status. Under 1,024 the inspector is a sheet over the notebook. */
export function Shell({ keeper }: { keeper: Keeper }) {
  const settings = useSettings()
  const { sheet, full, subject, set } = useSelection()
  const narrow = useNarrow()
  const desk = useDesk((each) => each.desk) && subject !== null
  const compared = useDesk((each) => each.compared)
  // Over a cell in the whole window, and in narrow windows, it is a sheet.
  const over = narrow || full !== null || compared !== null
  // Beside the notebook it is no sheet: left as one, Escape would later close what nobody sees.
  useEffect(() => {
    if (sheet && !over) set({ sheet: false })
  }, [sheet, over, set])
  const none = useNotebook((notebook) => notebook.none)
  const open = desk || none ? false : over ? sheet && subject !== null : settings.inspector
  const width = settings.inspectorWidth ? `${settings.inspectorWidth}px` : 'var(--w-inspector)'
  return (
    <div className="app">
      <a className="btn skip" href="#notebook">
        To the notebook
      </a>
      <TitleBar />
      {settings.navigator && !full && !desk && !compared && <Navigator />}
      <main className="page-middle" id="notebook" tabIndex={-1}>
        {desk && subject && <ReadingDesk key={subject.id} subject={subject} />}
        {compared && !desk && (
          <Boundary what="The groups">
            <Suspense fallback={<Loading what="Fetching the groups" />}>
              <GroupDesk key={JSON.stringify(compared)} compared={compared} />
            </Suspense>
          </Boundary>
        )}
        {/* Kept below the desk: it is left where it was. */}
        <div className={desk || compared ? 'under-desk' : 'on-top'}>
          <NotebookView keeper={keeper} />
        </div>
      </main>
      {open && over && <div className="sheet-back" aria-hidden="true" onClick={() => set({ sheet: false })} />}
      {open && (
        <section
          className={over ? 'inspector-pane sheet' : 'inspector-pane'}
          aria-label="Inspector pane"
          style={over ? undefined : { width }}
        >
          {!over && (
            <Splitter
              label="Width of the inspector"
              least={280}
              most={Math.max(320, innerWidth - 520)}
              set={(inspectorWidth) => settings.set({ inspectorWidth })}
            />
          )}
          <Boundary what="The inspector">
            <Inspector />
          </Boundary>
        </section>
      )}
      <RunWatchers />
      <StatusBar />
    </div>
  )
}
