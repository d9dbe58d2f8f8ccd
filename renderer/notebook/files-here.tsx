import { useEffect, useState } from 'react'
import type { StartFacts } from '../../core/model/start.ts'
import { startFacts } from '../data/start.ts'
import { useNotebook } from '../stores/notebook.ts'

interface FilesHereProps {
  readonly chosen: readonly string[]
  readonly set: (files: readonly string[]) => void
}

/** Data files in the folder that the workbench was started in, one press each; a path can always be typed. */
export function FilesHere({ chosen, set }: FilesHereProps) {
  const baseDir = useNotebook((notebook) => notebook.open?.baseDir)
  const [facts, setFacts] = useState<StartFacts | null>(null)
  useEffect(() => {
    let left = false
    // Only a help: where the folder cannot be listed, the path is typed.
    startFacts().then(
      (known) => !left && setFacts(known),
      () => !left && setFacts(null),
    )
    return () => {
      left = true
    }
  }, [])
  if (!facts || facts.data.length === 0) return null
  const path = (name: string) => (facts.folder === baseDir ? name : `${facts.folder}/${name}`)
  // What stands there and is not in the folder may be a wish: only what is pressed takes its place.
  const others = chosen.filter((file) => file !== PLACEHOLDER)
  return (
    <div className="names" role="group" aria-label="Data files here">
      {facts.data.map((name) => {
        const on = chosen.includes(path(name))
        const next = on ? others.filter((file) => file !== path(name)) : [...others, path(name)]
        return (
          <button key={name} type="button" className="p" aria-pressed={on} onClick={() => set(next)}>
            {name}
          </button>
        )
      })}
    </div>
  )
}

/** What an added dataset names until files are chosen. */
const PLACEHOLDER = 'data.jsonl'
