import { type ReactNode, useId, useState } from 'react'

/** One way in: what it is for, and what it takes. */
export function Way({ title, about, children }: { title: string; about: ReactNode; children: ReactNode }) {
  return (
    <li>
      <div>
        <b>{title}</b>
        <span className="data">{about}</span>
      </div>
      {children}
    </li>
  )
}

/** Ways that have a key. */
export type WayName = 'open' | 'import' | 'new'

interface FieldWayProps {
  readonly title: string
  readonly about: string
  readonly label: string
  /** What the keys call it: they lead to its field. */
  readonly name?: WayName
  readonly verb: string
  /** Such as it takes. */
  readonly example: string
  /** What lies in the folder and would do. */
  readonly choices: readonly string[]
  readonly run: (text: string) => void
}

/** A way that takes a path or a name: typed, or chosen from what lies in the folder. */
export function FieldWay({ title, about, label, name, verb, example, choices, run }: FieldWayProps) {
  const [text, setText] = useState('')
  const list = useId()
  return (
    <Way title={title} about={about}>
      <form
        className="way-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim()) run(text.trim())
        }}
      >
        <span className="field">
          <input
            aria-label={label}
            data-way={name}
            value={text}
            placeholder={choices[0] ?? example}
            spellCheck={false}
            list={choices.length > 0 ? list : undefined}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
        {choices.length > 0 && (
          <datalist id={list}>
            {choices.map((choice) => (
              <option key={choice} value={choice} />
            ))}
          </datalist>
        )}
        <button type="submit" className="btn" aria-label={`${verb}: ${title.toLowerCase()}`}>
          {verb}
        </button>
      </form>
    </Way>
  )
}
