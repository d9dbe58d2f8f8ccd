import { useId } from 'react'
import {
  DEFAULT_ESTIMATOR_PARAMS,
  type EstimatorName,
  type EstimatorParams,
} from '../../../core/estimators/estimator.ts'
import { ESTIMATORS, estimatorNamed } from '../../../core/estimators/index.ts'
import { settingsOf } from '../../../core/notebook/estimate.ts'
import { Icon } from '../../components/icon.tsx'
import { type LabSettings, pin, type Side } from './settings.ts'

interface KnobsProps {
  readonly settings: LabSettings
  readonly turn: (settings: LabSettings) => void
}

/** One numeric knob: how it slides, and what the trainer makes of it. */
interface Slide {
  readonly param: 'alpha' | 'gamma' | 'epsilon'
  readonly label: string
  readonly min: number
  readonly max: number
  readonly step: number
  toSlider(value: number): number
  fromSlider(at: number): number
  words(value: number): string
  readonly ticks: readonly { readonly at: number; readonly words: string }[]
  readonly wired: string | null
  readonly warning: string | null
}

const same = (value: number) => value
/** To the slider's step: sums of 0.1 are not tenths. */
const hundredths = (value: number) => Math.round(value * 100) / 100
const SLIDES: readonly Slide[] = [
  {
    param: 'alpha',
    label: 'α, weight of group mean',
    min: 0,
    max: 1,
    step: 0.01,
    toSlider: same,
    fromSlider: hundredths,
    words: (value) => value.toFixed(2),
    ticks: [
      { at: 0.5, words: 'code 0.5' },
      { at: 0.8, words: 'published' },
    ],
    wired: 'Forwarded to the trainer',
    warning: null,
  },
  {
    param: 'gamma',
    label: 'γ, strength of difficulty',
    min: 0,
    max: 3,
    step: 0.01,
    toSlider: same,
    fromSlider: hundredths,
    words: (value) => value.toFixed(2),
    ticks: [{ at: 1, words: 'code 1.0' }],
    wired: null,
    warning: 'The trainer ignores γ: it stays 1.0 on export',
  },
  {
    param: 'epsilon',
    label: 'ε, log scale',
    min: -8,
    max: -1,
    step: 0.1,
    toSlider: Math.log10,
    fromSlider: (at) => Number((10 ** at).toPrecision(2)),
    words: (value) => value.toExponential(value.toExponential().includes('.') ? 1 : 0),
    ticks: [{ at: -6, words: 'code 1e-6' }],
    wired: null,
    warning: 'The trainer ignores ε',
  },
]

/** Estimator, its parameters, the filter, and what it is compared with. Each says whether the trainer reads it. */
export function Knobs({ settings, turn }: KnobsProps) {
  const { after } = settings
  const estimator = estimatorNamed(after.estimator)
  const setAfter = (change: Partial<Side>) => turn({ ...settings, after: { ...after, ...change } })
  const setParam = (change: Partial<EstimatorParams>) => setAfter({ params: { ...after.params, ...change } })
  return (
    <>
      <fieldset className="radios">
        <legend>Estimator</legend>
        {ESTIMATORS.map(({ name, stages }) => (
          <Radio
            key={name}
            group="estimator"
            value={name}
            checked={after.estimator === name}
            hint={stages.length > 1 ? stages[stages.length - 1].name : 'centred only'}
            choose={() => turn({ ...settings, after: { ...after, estimator: name }, stage: null })}
          />
        ))}
      </fieldset>
      {SLIDES.filter(({ param }) => estimator.reads.includes(param)).map((slide) => (
        <Slider
          key={slide.param}
          slide={slide}
          value={after.params[slide.param]}
          set={(v) => setParam({ [slide.param]: v })}
        />
      ))}
      {estimator.reads.includes('normalizeByTaskScale') && (
        <Switch
          label="Divide by task scale"
          checked={after.params.normalizeByTaskScale}
          set={(normalizeByTaskScale) => setParam({ normalizeByTaskScale })}
        />
      )}
      {estimator.reads.includes('mode') && (
        <Switch
          label="Pass rate as its comment says"
          checked={after.params.mode === 'corrected'}
          set={(on) => setParam({ mode: on ? 'corrected' : 'reference' })}
        />
      )}
      <Switch label="Filter equal groups" checked={settings.filter} set={(filter) => turn({ ...settings, filter })} />
      <hr />
      <CompareWith settings={settings} turn={turn} />
    </>
  )
}

function CompareWith({ settings, turn }: KnobsProps) {
  const { before } = settings
  const compare = (estimator: EstimatorName | null) =>
    turn({ ...settings, before: estimator && { estimator, pinned: null } })
  const pinned = before?.pinned
  return (
    <fieldset className="radios">
      <legend>Compare with</legend>
      <Radio group="versus" value="nothing" checked={before === null} choose={() => compare(null)} />
      {(['qwenlong-task', 'grpo', 'dr-grpo', 'tmn-grpo'] as const).map((name) => (
        <Radio
          key={name}
          group="versus"
          value={name}
          checked={before?.estimator === name && !pinned}
          choose={() => compare(name)}
        />
      ))}
      {before && pinned && (
        <Radio
          group="versus"
          value={before.estimator}
          hint={`pinned, ${settingsOf(estimatorNamed(before.estimator), pinned) || 'no knobs'}`}
          checked
          choose={() => turn(settings)}
        />
      )}
      <button type="button" className="btn" onClick={() => turn(pin(settings))}>
        Pin these settings <kbd className="wide">p</kbd>
      </button>
    </fieldset>
  )
}

function Slider({ slide, value, set }: { slide: Slide; value: number; set: (value: number) => void }) {
  const id = useId()
  const { min, max, step, param } = slide
  const place = (at: number) => `${((at - min) / (max - min)) * 100}%`
  const at = slide.toSlider(value)
  return (
    <div className="slide">
      <label htmlFor={id}>
        <span>{slide.label}</span>
        <output htmlFor={id}>{slide.words(value)}</output>
      </label>
      <input
        id={id}
        type="range"
        data-knob={param}
        min={min}
        max={max}
        step={step}
        value={at}
        aria-valuetext={slide.words(value)}
        onChange={(event) => set(slide.fromSlider(event.target.valueAsNumber))}
        onKeyDown={(event) => {
          const tens = event.shiftKey && event.key.startsWith('Arrow') ? step * 10 : 0
          const up = event.key === 'ArrowRight' || event.key === 'ArrowUp'
          if (event.key === 'Backspace') set(DEFAULT_ESTIMATOR_PARAMS[param])
          else if (tens > 0) set(slide.fromSlider(Math.min(max, Math.max(min, at + (up ? tens : -tens)))))
          else return
          event.preventDefault()
        }}
      />
      <div className="ticks" aria-hidden="true">
        {slide.ticks.map((tick) => (
          <span key={tick.words} style={{ left: place(tick.at) }}>
            {tick.words}
          </span>
        ))}
      </div>
      {slide.wired && <p className="note-line">{slide.wired}</p>}
      {slide.warning && (
        <p className="note-line warn">
          <Icon name="warn" />
          {slide.warning}
        </p>
      )}
    </div>
  )
}

interface RadioProps {
  readonly group: string
  readonly value: string
  readonly hint?: string
  readonly checked: boolean
  readonly choose: () => void
}

function Radio({ group, value, hint, checked, choose }: RadioProps) {
  return (
    <label className="check">
      <input type="radio" name={`lab-${group}`} checked={checked} onChange={choose} />
      <span className="mono">{value}</span>
      {hint && <span className="quiet push">{hint}</span>}
    </label>
  )
}

function Switch({ label, checked, set }: { label: string; checked: boolean; set: (on: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => set(event.target.checked)} />
      {label}
    </label>
  )
}
