import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { RunColumns } from '../../../core/contract.ts'
import { tick } from '../../../core/figures/format.ts'
import { type ErrorParts, errorParts } from '../../../core/model/errors.ts'
import type { AdvantageParams } from '../../../core/notebook/cells.ts'
import { FrameTimes, frameLoop } from '../../components/charts/frame.ts'
import { ErrorBlock } from '../../components/error-block.tsx'
import { Icon } from '../../components/icon.tsx'
import { count, counted } from '../../format.ts'
import { useNotebook } from '../../stores/notebook.ts'
import { useSettings } from '../../stores/settings.ts'
import { Knobs } from './knobs.tsx'
import { type Bar, type ChartsHandle, LabCharts } from './lab-charts.tsx'
import { type LabFrame, LabModel } from './lab-model.ts'
import { LabSide } from './lab-side.tsx'
import { LabTable } from './lab-table.tsx'
import {
  cellOfSettings,
  commandOf,
  differsFromCell,
  type LabSettings,
  pin,
  settingsOfCell,
  useLabs,
} from './settings.ts'

interface LabProps {
  readonly cell: string
  readonly params: AdvantageParams
  readonly columns: RunColumns
}

/** A frame and the settings that made it, as React last heard of them. */
export interface Settled {
  readonly settings: LabSettings
  readonly frame: LabFrame
}

/** How long after the last move React hears of a frame: lists, tables and words for readers may lag behind the bars. */
const SETTLE_MS = 160

/** The advantage lab: knobs, stage lines, plots, statistics and flips over one scored run. Turning a knob edits no cell. */
export function Lab({ cell, params, columns }: LabProps) {
  const model = useMemo(() => new LabModel(columns), [columns])
  const own = useMemo(() => settingsOfCell(params), [params])
  const settings = useLabs((labs) => labs.of[cell]) ?? own
  const turn = useCallback((next: LabSettings) => useLabs.getState().turn(cell, next), [cell])
  const charts = useRef<ChartsHandle>(null)
  const clock = useRef<HTMLSpanElement>(null)
  const times = useRef(new FrameTimes())
  const [bar, setBar] = useState<Bar | null>(null)
  const [pane, setPane] = useState<'plots' | 'table' | 'flips'>('plots')
  const [alone, setAlone] = useState(false)
  const { settled, error } = useLive(model, settings, charts, times.current, clock)
  const choose = useCallback(
    (stage: number) => turn({ ...(useLabs.getState().of[cell] ?? own), stage }),
    [turn, cell, own],
  )
  const closeBar = useCallback(() => setBar(null), [])
  // A bar belongs to the axis it was chosen on.
  const axis = settled && `${settled.settings.after.estimator} ${settled.frame.shown} ${settled.frame.range.high}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: another axis closes the bar
  useEffect(() => setBar(null), [axis])

  const box = useRef<HTMLDivElement>(null)
  const onKey = useRef<(key: string) => boolean>(() => false)
  onKey.current = (key) => {
    const digit = Number(key)
    if (settled && digit >= 1 && digit <= settled.frame.stages.length) choose(digit - 1)
    else if (key === 'p') turn(pin(settings))
    else if (key === 'b') setAlone(true)
    else if (key === 'T') setPane(pane === 'table' ? 'plots' : 'table')
    else return false
    return true
  }
  useLabKeys(box, onKey, setAlone)
  return (
    <div ref={box} className={`lab ${pane}${alone ? ' before-alone' : ''}`}>
      <aside className="knobs scroll" aria-label="Hyperparameters">
        <Knobs settings={settings} turn={turn} />
        <Keep cell={cell} params={params} settings={settings} run={columns.run} />
        <p className="frame-time">
          <span ref={clock}>frame time: move a slider</span>
          <br />
          {counted(columns.rewards.length, 'rollout')} in {counted(columns.types.length, 'group')}
        </p>
      </aside>
      <section className="lab-main" aria-label="Distributions">
        <fieldset className="seg narrow-lab">
          <legend className="hidden">Show</legend>
          {(['plots', 'table', 'flips'] as const).map((name) => (
            <button key={name} type="button" aria-pressed={pane === name} onClick={() => setPane(name)}>
              {name[0].toUpperCase() + name.slice(1)}
            </button>
          ))}
        </fieldset>
        {error && <ErrorBlock error={error} />}
        {settled && pane !== 'table' && (
          <LabCharts
            ref={charts}
            model={model}
            frame={settled.frame}
            caption={caption(settled)}
            choose={choose}
            openBar={setBar}
          />
        )}
        {settled && pane === 'table' && <LabTable model={model} frame={settled.frame} />}
      </section>
      <aside className="lab-side scroll" aria-label="Statistics and changes">
        {settled && <LabSide model={model} settled={settled} bar={bar} closeBar={closeBar} />}
      </aside>
    </div>
  )
}

/**
 * Single letters of the lab, heard from wherever the focus is in its window: right after it opened that is the window
 * itself, and there the same letters would mean what they mean among cells.
 */
function useLabKeys(
  box: React.RefObject<HTMLElement | null>,
  onKey: React.RefObject<(key: string) => boolean>,
  setAlone: (alone: boolean) => void,
): void {
  useEffect(() => {
    const place = box.current?.closest<HTMLElement>('.full-cell') ?? box.current
    if (!place) return
    const down = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !useSettings.getState().letters) return
      if (
        event.target instanceof HTMLElement &&
        event.target.matches('input:not([type=range], [type=radio], [type=checkbox]), textarea')
      )
        return
      if (!onKey.current(event.key)) return
      event.preventDefault()
      event.stopPropagation()
    }
    const up = (event: KeyboardEvent) => event.key === 'b' && setAlone(false)
    const gone = () => setAlone(false)
    place.addEventListener('keydown', down)
    addEventListener('keyup', up)
    addEventListener('blur', gone)
    return () => {
      place.removeEventListener('keydown', down)
      removeEventListener('keyup', up)
      removeEventListener('blur', gone)
    }
  }, [box, onKey, setAlone])
}

/**
 * Draws a frame for each change of the settings, at most one a paint, straight into the charts; React is told when the
 * slider rests, or at once where the layout itself changes (another estimator, stage, filter).
 */
function useLive(
  model: LabModel,
  settings: LabSettings,
  charts: React.RefObject<ChartsHandle | null>,
  times: FrameTimes,
  clock: React.RefObject<HTMLSpanElement | null>,
) {
  const [settled, setSettled] = useState<Settled | null>(null)
  const [error, setError] = useState<ErrorParts | null>(null)
  const latest = useRef(settings)
  latest.current = settings
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
  const layout = JSON.stringify([settings.after.estimator, settings.before, settings.filter, settings.stage])

  const compute = useCallback((): Settled | null => {
    try {
      const settled = { settings: latest.current, frame: model.frame(latest.current) }
      setError(null)
      return settled
    } catch (thrown) {
      setError(errorParts(thrown))
      return null
    }
  }, [model])

  const loop = useMemo(
    () =>
      frameLoop(() => {
        const began = performance.now()
        const next = compute()
        if (!next || !charts.current?.draw(next.frame)) return
        times.add(performance.now() - began)
        if (clock.current) {
          const p95 = times.quantile(0.95) ?? 0
          clock.current.textContent = `frame ${(times.last ?? 0).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`
        }
        clearTimeout(rest.current)
        rest.current = setTimeout(() => setSettled(next), SETTLE_MS)
      }),
    [compute, charts, times, clock],
  )
  useEffect(() => () => loop.stop(), [loop])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `layout` stands for the settings that change what is laid out
  useLayoutEffect(() => {
    clearTimeout(rest.current)
    setSettled(compute())
  }, [compute, layout])
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of a setting asks for a frame
  useEffect(() => loop.ask(), [loop, settings])
  return { settled, error }
}

interface KeepProps {
  readonly cell: string
  readonly params: AdvantageParams
  readonly settings: LabSettings
  readonly run: string
}

/** What the lab found goes into the cell as one undoable edit, or out as a command line. */
function Keep({ cell, params, settings, run }: KeepProps) {
  const [copied, setCopied] = useState(false)
  const changed = differsFromCell(settings, params)
  return (
    <div className="keep">
      <button
        type="button"
        className="btn"
        disabled={!changed}
        onClick={() => {
          useNotebook.getState().setParams(cell, { ...cellOfSettings(settings) })
          useLabs.getState().forget(cell)
        }}
      >
        Keep in the cell
      </button>
      {changed && (
        <button type="button" className="btn bare" onClick={() => useLabs.getState().forget(cell)}>
          <Icon name="undo" />
          Back to the cell
        </button>
      )}
      <button
        type="button"
        className="btn bare"
        onClick={() => void navigator.clipboard.writeText(commandOf(run, settings)).then(() => setCopied(true))}
      >
        <Icon name="copy" />
        {copied ? 'Copied' : 'Copy as command'}
      </button>
    </div>
  )
}

function caption({ settings, frame }: Settled): string {
  const against = settings.before ? `after (filled) and before, ${settings.before.estimator} (outline)` : 'filled'
  const dropped = frame.ground.dropped > 0 ? ` ${count(frame.ground.dropped)} groups with equal rewards left out.` : ''
  return `Lines: standard deviation of each task by stage, log. Plots: raw reward above, hatched where gate, parse or exception gave 0; advantage below, ${against}, height by root of share, grey at exactly 0 and beyond ±${tick(frame.range.high)}. Figures: share of all |A|.${dropped}`
}
