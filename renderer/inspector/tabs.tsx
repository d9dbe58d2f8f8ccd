import { type ReactNode, useId } from 'react'

export interface Tab<Id extends string> {
  readonly id: Id
  readonly label: string
  readonly panel: () => ReactNode
}

interface TabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  readonly chosen: Id
  readonly onChoose: (id: Id) => void
}

/** Arrows go from tab to tab; only the chosen panel exists. */
export function Tabs<Id extends string>({ label, tabs, chosen, onChoose }: TabsProps<Id>) {
  // Two inspectors may stand side by side.
  const own = useId()
  const current = tabs.find((tab) => tab.id === chosen) ?? tabs[0]
  const step = (delta: number) => {
    const next = tabs[(tabs.indexOf(current) + delta + tabs.length) % tabs.length]
    onChoose(next.id)
    document.getElementById(`${own}${next.id}`)?.focus()
  }
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label}>
        {tabs.map((tab) => (
          <button
            type="button"
            key={tab.id}
            id={`${own}${tab.id}`}
            role="tab"
            aria-selected={tab === current}
            aria-controls={`${own}panel`}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => onChoose(tab.id)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') step(1)
              else if (event.key === 'ArrowLeft') step(-1)
              else return
              event.preventDefault()
              event.stopPropagation()
            }}
          >
            <span data-words={tab.label}>{tab.label}</span>
          </button>
        ))}
      </div>
      <div className="panel" role="tabpanel" id={`${own}panel`} aria-labelledby={`${own}${current.id}`}>
        {current.panel()}
      </div>
    </>
  )
}
