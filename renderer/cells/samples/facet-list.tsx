import { type ReactNode, useRef, useState } from 'react'
import type { FacetCount } from '../../../core/contract.ts'
import { count } from '../../format.ts'

interface FacetListProps {
  readonly label: string
  readonly values: readonly FacetCount[]
  readonly chosen: readonly string[] | null
  readonly words?: (value: string) => ReactNode
  readonly onChoose: (chosen: readonly string[] | null) => void
}

/** Values shown before "more". */
const FEW = 6

/**
 * A facet's values with their counts; a click takes one in or leaves it out. A value that was there stays in the list at
 * 0: the table below does not move with every letter of a search.
 */
export function FacetList({ label, values, chosen, words, onChoose }: FacetListProps) {
  const [whole, setWhole] = useState(false)
  const seen = useRef(new Set<string>())
  for (const value of [...values.map((each) => each.value), ...(chosen ?? [])]) seen.current.add(value)
  const gone = [...seen.current].filter((value) => !values.some((each) => each.value === value))
  const all = [...values, ...gone.map((value) => ({ value, count: 0 }))]
  if (all.length === 0) return null
  const most = Math.max(1, ...all.map((each) => each.count))
  // A list that would hide one or two shows them.
  const shown = whole || all.length <= FEW + 3 ? all : all.filter((each, i) => i < FEW || chosen?.includes(each.value))
  const toggle = (value: string) => {
    const next = chosen?.includes(value) ? chosen.filter((each) => each !== value) : [...(chosen ?? []), value]
    onChoose(next.length === 0 ? null : next)
  }
  return (
    <fieldset className="facet-list">
      <legend>{label}</legend>
      {shown.map((each) => (
        <button
          key={each.value}
          type="button"
          className={each.count === 0 ? 'none' : undefined}
          aria-pressed={chosen?.includes(each.value) ?? false}
          onClick={() => toggle(each.value)}
        >
          <span className="amount" style={{ width: `${(each.count / most) * 100}%` }} aria-hidden="true" />
          <span className="cut data">{words ? words(each.value) : each.value}</span>
          <span className="n">{count(each.count)}</span>
        </button>
      ))}
      {all.length > shown.length && (
        <button type="button" className="more" onClick={() => setWhole(true)}>
          {count(all.length - shown.length)} more
        </button>
      )}
    </fieldset>
  )
}
