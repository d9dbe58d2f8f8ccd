import { memo, useEffect, useMemo, useState } from 'react'
import { share } from '../../../core/figures/format.ts'
import { count } from '../../format.ts'
import { enterInspector } from '../../palette/focus.ts'
import { useSelection } from '../../stores/selection.ts'
import { FlipList } from './flip-list.tsx'
import { type FlipRow, type Flips, flipsOf, rolloutsIn } from './flips.ts'
import type { Settled } from './lab.tsx'
import { type Bar, slotWords } from './lab-charts.tsx'
import type { LabModel } from './lab-model.ts'
import { StatisticsTable } from './statistics-table.tsx'

const ROWS = 16
const SPOKEN_MS = 500

interface SideProps {
  readonly model: LabModel
  readonly settled: Settled
  readonly bar: Bar | null
  readonly closeBar: () => void
}

/** Statistics, and below them the rollouts of the bar that was opened, else the flips. */
export const LabSide = memo(function LabSide({ model, settled, bar, closeBar }: SideProps) {
  const open = (row: FlipRow) => {
    const { columns } = model
    const { set } = useSelection.getState()
    const run = { run: columns.run, reward: columns.reward }
    const subject = {
      kind: 'response',
      id: columns.sampleIds[row.group],
      index: columns.indices[row.rollout],
      run,
    } as const
    // Over the lab, which stays as it is below.
    set({ subject, sheet: true })
    enterInspector()
  }
  return (
    <>
      <StatisticsTable model={model} frame={settled.frame} />
      {bar ? (
        <BarList model={model} settled={settled} bar={bar} close={closeBar} open={open} />
      ) : (
        <Changes model={model} settled={settled} open={open} />
      )}
    </>
  )
})

type ListProps = Omit<SideProps, 'bar' | 'closeBar'> & { readonly open: (row: FlipRow) => void }

function Changes({ model, settled, open }: ListProps) {
  const { settings } = settled
  const flips = useMemo(() => flipsOf(model, settings, ROWS), [model, settings])
  if (!flips || !settings.before)
    return <p className="caption">Compare with another estimator to see which signs flip.</p>
  return (
    <>
      <h2 className="second">
        {flips.sameCentre ? 'Largest changes, one per group' : 'Sign flips, largest first, one per group'}
      </h2>
      <FlipLine flips={flips} against={settings.before.estimator} />
      <FlipList model={model} rows={flips.rows} open={open} />
    </>
  )
}

/** Seen at once, spoken half a second after the last move. */
function FlipLine({ flips, against }: { flips: Flips; against: string }) {
  const words = flips.sameCentre
    ? `No sign can flip against ${against}: both centre on the same mean, the rest only scales.`
    : `${count(flips.flipped)} of ${count(flips.counted)} change sign against ${against} (${share(flips.flipped / Math.max(1, flips.counted))})`
  const [spoken, setSpoken] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(words), SPOKEN_MS)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <>
      <p className="flipline">{words}</p>
      <p className="hidden" aria-live="polite">
        {spoken}
      </p>
    </>
  )
}

function BarList({ model, settled, bar, close, open }: ListProps & { bar: Bar; close: () => void }) {
  const list = useMemo(() => rolloutsIn(model, settled.settings, bar.facet, bar.slot, ROWS), [model, settled, bar])
  return (
    <>
      <h2 className="second">
        {model.facets.list[bar.facet].label}, {slotWords(settled.frame.range, bar.slot)}: {count(list.count)}
        <button type="button" className="btn bare" onClick={close}>
          Back to the flips
        </button>
      </h2>
      <FlipList model={model} rows={list.rows} open={open} />
    </>
  )
}
