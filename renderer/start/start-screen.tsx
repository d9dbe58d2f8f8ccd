import { useEffect, useState } from 'react'
import { type ErrorParts, errorParts } from '../../core/model/errors.ts'
import type { BundledSample, StartFacts } from '../../core/model/start.ts'
import { TASKS } from '../../core/model/tasks.ts'
import { baseName } from '../../core/notebook/words.ts'
import { ErrorBlock } from '../components/error-block.tsx'
import { Icon } from '../components/icon.tsx'
import { Loading } from '../components/loading.tsx'
import { taskClass } from '../components/task.tsx'
import { openNew, openPath, startFacts } from '../data/start.ts'
import { count, counted } from '../format.ts'
import { EndpointWay } from './endpoint-way.tsx'
import { StartKeys } from './keys.tsx'
import { Machine } from './machine.tsx'
import { overviewPath } from './overview.ts'
import { FieldWay, Way } from './way.tsx'

/** What a newcomer sees: the bundled sample first, then the ways to data and notebooks of one's own. */
export function StartScreen() {
  const [facts, setFacts] = useState<StartFacts | null>(null)
  const [error, setError] = useState<ErrorParts | null>(null)
  useEffect(() => {
    startFacts().then(setFacts, (thrown: unknown) => setError(errorParts(thrown)))
  }, [])
  const act = (action: () => Promise<void>) => {
    setError(null)
    action().catch((thrown: unknown) => setError(errorParts(thrown)))
  }
  return (
    <div className="start">
      <div className="start-main">
        {facts?.sample ? <Sample sample={facts.sample} act={act} /> : <h2 className="start-title">Start</h2>}
        {error && <ErrorBlock error={error} />}
        {!facts && !error && <Loading what="Looking around" />}
        {facts && <Ways facts={facts} act={act} />}
      </div>
      <aside className="start-side" aria-label="This machine and keys">
        <Machine />
        <StartKeys />
      </aside>
    </div>
  )
}

type Act = (action: () => Promise<void>) => void

function Sample({ sample, act }: { sample: BundledSample; act: Act }) {
  return (
    <>
      <h2 className="start-title">Start with the bundled sample</h2>
      <p className="lead">
        {counted(sample.samples, 'sample')} from the nine tasks with {count(sample.responses)} recorded responses. It
        needs no key, no GPU and no network, and everything in it can be changed.
      </p>
      <div className="minis">
        {sample.tasks.map(({ task, bins, responses }) => {
          const known = TASKS.find((each) => each.id === task)
          if (!known) return null
          return (
            <figure key={task} className={`mini ${taskClass(known.id)}`}>
              <svg
                viewBox="0 0 96 40"
                preserveAspectRatio="none"
                role="img"
                aria-label={`${known.label}: rewards of ${counted(responses, 'recorded response')}, ${count(bins.at(-1) ?? 0)} at or near 1, ${count(bins[0])} at or near 0`}
              >
                <path d={overviewPath(bins)} />
                <path className="axis" d="M0 39.5h96" vectorEffect="non-scaling-stroke" />
              </svg>
              <figcaption className="mono">{known.reward}</figcaption>
            </figure>
          )
        })}
      </div>
      <p className="caption">Recorded rewards from 0 to 1, height by root of share.</p>
      <p className="go">
        <button
          type="button"
          className="btn primary big"
          // biome-ignore lint/a11y/noAutofocus: the page opens for this: Enter opens the sample
          autoFocus
          onClick={() => act(() => openPath(sample.path))}
        >
          Open the sample notebook <kbd>Enter</kbd>
        </button>
        <span className="quiet">a tour of {counted(sample.cells, 'cell')}</span>
      </p>
    </>
  )
}

function Ways({ facts, act }: { facts: StartFacts; act: Act }) {
  const others = facts.notebooks.filter((name) => !facts.recent.some(({ path }) => baseName(path) === name))
  return (
    <>
      <ul className="ways">
        {facts.recent.length > 0 && (
          <Way title="Recent notebooks" about="Opened in this workspace before.">
            <Names
              names={facts.recent.map(({ path }) => path)}
              label={(path) => baseName(path).replace(/\.longview$/, '')}
              open={(path) => act(() => openPath(path))}
            />
          </Way>
        )}
        <FieldWay
          title="Open data"
          about="JSONL, JSON or parquet, also .gz and .zst, such as the GoLongRL release: by its path on this machine."
          label="Path of a data file"
          name="import"
          verb="Open"
          example="data/train.jsonl"
          choices={facts.data}
          run={(path) => act(() => openNew(notebookName(path), [path]))}
        />
        <FieldWay
          title="Open a notebook"
          about={`A .longview file, by its path from ${facts.folder}.`}
          label="Path of a notebook"
          name="open"
          verb="Open"
          example="work.longview"
          choices={others}
          run={(path) => act(() => openPath(path))}
        />
        <EndpointWay />
        <FieldWay
          title="Empty notebook"
          about={`A blank page with one note, kept in ${facts.folder}.`}
          label="Name of the new notebook"
          name="new"
          verb="New"
          example="hardest-first"
          choices={[]}
          run={(name) => act(() => openNew(name, []))}
        />
      </ul>
      <Term line="longview run samples/tour.longview --out tour" />
    </>
  )
}

/** data/train.jsonl.zst -> train */
const notebookName = (path: string) => baseName(path).replace(/\.\w+(\.gz|\.zst)?$/, '')

interface NamesProps {
  readonly names: readonly string[]
  readonly label: (name: string) => string
  readonly open: (name: string) => void
}

function Names({ names, label, open }: NamesProps) {
  return (
    <span className="names">
      {names.map((name) => (
        <button key={name} type="button" className="p" title={name} onClick={() => open(name)}>
          {label(name)}
        </button>
      ))}
    </span>
  )
}

function Term({ line }: { line: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <p className="term">
      <span className="quiet">The same without a window</span>
      <code>{line}</code>
      <button
        type="button"
        className="btn bare"
        onClick={() => void navigator.clipboard.writeText(line).then(() => setCopied(true))}
      >
        <Icon name="copy" />
        {copied ? 'Copied' : 'Copy'}
      </button>
    </p>
  )
}
