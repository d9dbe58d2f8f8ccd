import { useId, useState } from 'react'
import type { CellDocument } from '../../core/contract.ts'
import { TASKS } from '../../core/model/tasks.ts'
import { optionWords } from '../../core/notebook/words.ts'
import { TaskName } from '../components/task.tsx'
import { type Field, fieldOf, problemWith } from './fields.ts'
import { FilesHere } from './files-here.tsx'
import { paramLabel } from './param-label.ts'

interface FormProps {
  readonly cell: CellDocument
  readonly params: readonly string[]
  readonly onApply: (change: Readonly<Record<string, unknown>>) => void
  readonly onCancel: () => void
}

/** More fields than these stand in two columns. */
const FEW = 4

/** The fields behind a word of the sentence. Enter applies, Esc leaves; a wrong value says why and changes nothing. */
export function ParamForm({ cell, params, onApply, onCancel }: FormProps) {
  const [change, setChange] = useState<Readonly<Record<string, unknown>>>({})
  const [problem, setProblem] = useState<string | null>(null)
  const apply = () => {
    const wrong = problemWith(cell, change)
    if (wrong) return setProblem(wrong)
    onApply(change)
  }
  return (
    <form
      className={params.length > FEW ? 'param-form many' : 'param-form'}
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      {params.map((param) => {
        const field = fieldOf(cell.kind, param)
        if (!field) return null
        const value = Object.hasOwn(change, param) ? change[param] : cell.params[param]
        return (
          <ParamField
            key={param}
            field={field}
            value={value}
            cell={cell}
            set={(next) => {
              setChange({ ...change, [param]: next })
              setProblem(null)
            }}
          />
        )
      })}
      {problem && (
        <p className="note-line warn" role="alert">
          {problem}
        </p>
      )}
      <div className="acts">
        <button type="submit" className="btn primary">
          Apply <kbd>Enter</kbd>
        </button>
        <button type="button" className="btn bare" onClick={onCancel}>
          Cancel <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  )
}

interface FieldProps {
  readonly field: Field
  readonly value: unknown
  readonly cell: CellDocument
  readonly set: (value: unknown) => void
}

function ParamField({ field, value, cell, set }: FieldProps) {
  const id = useId()
  const label = paramLabel(field.param)
  const about = aboutWords(field)
  if (field.control === 'choices') {
    const chosen = value as readonly string[] | null
    return (
      <fieldset data-param={field.param}>
        <legend>{label}</legend>
        {field.nullable && <Check kind="radio" name={id} checked={chosen === null} set={() => set(null)} label="any" />}
        {field.options.map((option) => (
          <Check
            key={option}
            kind="checkbox"
            name={id}
            checked={chosen?.includes(option) ?? false}
            label={TASKS.some((task) => task.id === option) ? <TaskName task={option as never} /> : option}
            set={(on) => {
              const next = field.options.filter((each) => (each === option ? on : (chosen?.includes(each) ?? false)))
              set(next.length === 0 && field.nullable ? null : next)
            }}
          />
        ))}
      </fieldset>
    )
  }
  if (field.control === 'choice') {
    return (
      <fieldset data-param={field.param}>
        <legend>{label}</legend>
        {field.nullable && <Check kind="radio" name={id} checked={value === null} set={() => set(null)} label="none" />}
        {field.options.map((option) => (
          <Check
            key={option}
            kind="radio"
            name={id}
            checked={value === option}
            label={optionWords(cell.kind, field.param, option) ?? option}
            set={() => set(option)}
          />
        ))}
      </fieldset>
    )
  }
  if (field.control === 'flag' && field.nullable) {
    const either = [[null, 'any'] as const, [true, 'yes'] as const, [false, 'no'] as const]
    return (
      <fieldset data-param={field.param}>
        <legend>{label}</legend>
        {either.map(([each, word]) => (
          <Check key={word} kind="radio" name={id} checked={value === each} set={() => set(each)} label={word} />
        ))}
      </fieldset>
    )
  }
  if (field.control === 'flag')
    return (
      <div data-param={field.param}>
        <Check kind="checkbox" name={id} checked={value === true} set={set} label={label} />
        {about && <p className="caption">{about}</p>}
      </div>
    )
  return (
    <div className="param-field" data-param={field.param}>
      <label htmlFor={id}>{label}</label>
      <TextField id={id} field={field} value={value} set={set} />
      {field.param === 'files' && <FilesHere chosen={Array.isArray(value) ? value : []} set={set} />}
      {about && <p className="caption">{about}</p>}
    </div>
  )
}

/** What the schema says of it, as people read it: what is left empty there is null here. */
function aboutWords(field: Field): string {
  const { about, initial, control } = field
  const stated = initial === undefined || initial === null ? '' : `default ${initial}`
  const lines = control === 'lines' ? 'one a line: Shift Enter' : ''
  return [about.replace(/\bnull:/, 'empty:'), lines, stated].filter(Boolean).join(', ')
}

function Check(props: {
  kind: 'radio' | 'checkbox'
  name: string
  checked: boolean
  label: React.ReactNode
  set: (on: boolean) => void
}) {
  return (
    <label className="check">
      <input
        type={props.kind}
        name={props.name}
        checked={props.checked}
        onChange={(event) => props.set(event.target.checked)}
      />
      {props.label}
    </label>
  )
}

/** Numbers, words, lists of lines and JSON as they are typed; what is empty is null where the parameter may be. */
function TextField({ id, field, value, set }: { id: string; field: Field; value: unknown; set: (v: unknown) => void }) {
  const [text, setText] = useState(() => (field.control === 'lines' ? linesOf(value) : asText(field, value)))
  const change = (next: string) => {
    setText(next)
    set(parsed(field, next))
  }
  // Chosen beside the field: what is typed stays as it was typed.
  if (field.control === 'lines' && linesOf(parsed(field, text)) !== linesOf(value)) setText(linesOf(value))
  if (field.control === 'lines') {
    return (
      <textarea
        id={id}
        rows={Math.min(8, Math.max(2, text.split('\n').length))}
        value={text}
        spellCheck={false}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          // As in every other field of the form: Enter applies.
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          event.currentTarget.form?.requestSubmit()
        }}
      />
    )
  }
  return (
    <span className="field">
      <input
        id={id}
        inputMode={field.control === 'number' ? 'decimal' : undefined}
        value={text}
        spellCheck={false}
        onChange={(event) => change(event.target.value)}
      />
    </span>
  )
}

function linesOf(value: unknown): string {
  return Array.isArray(value) ? value.join('\n') : ''
}

function asText(field: Field, value: unknown): string {
  if (value === null || value === undefined) return ''
  return field.control === 'json' ? JSON.stringify(value) : String(value)
}

function parsed(field: Field, text: string): unknown {
  const trimmed = text.trim()
  if (trimmed === '' && field.nullable) return null
  if (field.control === 'number') return trimmed === '' ? text : Number(trimmed)
  if (field.control === 'lines') return trimmed.split('\n').filter((line) => line.trim() !== '')
  if (field.control !== 'json') return text
  try {
    return JSON.parse(trimmed)
  } catch {
    return text // the schema says what is wrong with it
  }
}
