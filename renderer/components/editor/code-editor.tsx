import { useEffect, useRef, useState } from 'react'
import type { InputColumns } from '../../../core/notebook/code-columns.ts'
import { loadMonaco } from '../../reader/monaco.ts'
import { LINE } from '../../reader/plain.ts'
import { useSettings } from '../../stores/settings.ts'
import type { EditorPane } from './pane.ts'
import { type LineProblem, PADDING } from './parts.ts'

interface EditorProps {
  readonly label: string
  readonly language: 'typescript' | 'sql'
  readonly text: string
  /** What was typed, after a pause, when the editor is left, and before it is run. */
  readonly onText: (text: string) => void
  /** Ctrl Enter; Shift Enter goes on to the next cell. */
  readonly onRun: (next: boolean) => void
  /** Ctrl K, as everywhere. */
  readonly onPalette: () => void
  /** Escape, once nothing of the editor's own is open. */
  readonly onLeave: () => void
  readonly problem: LineProblem | null
  /** What the code is given: offered while one types. */
  readonly inputs: readonly InputColumns[]
  /** Takes the height that is left instead of growing with the text. */
  readonly fill?: boolean
}

const LEAST_LINES = 3
const MOST_LINES = 24
const PAUSE_MS = 700
/** What Monaco opens over the text: Escape closes that first. */
const OPEN =
  '.suggest-widget.visible, .parameter-hints-widget.visible, .find-widget.visible, .monaco-hover:not(.hidden)'

const heightOf = (text: string) => {
  const lines = Math.min(MOST_LINES, Math.max(LEAST_LINES, text.split('\n').length))
  return lines * LINE + 2 * PADDING
}

/**
 * An editor for code. Monaco is loaded when the first one comes into sight; until then, and where it does not load, the
 * text stands there in the same place and size.
 */
export function CodeEditor(props: EditorProps) {
  const { label, language, text, problem, inputs, fill = false } = props
  const lines = useSettings((settings) => settings.lines)
  const host = useRef<HTMLDivElement>(null)
  const pane = useRef<EditorPane | null>(null)
  const latest = useRef(props)
  latest.current = props
  const typed = useRef<{ text: string; timer: number } | null>(null)
  const [state, setState] = useState<'text' | 'editor' | 'failed'>('text')
  const [height, setHeight] = useState(() => heightOf(text))

  /** What was typed and not told yet. */
  const commit = useRef(() => {
    const open = typed.current
    if (!open) return
    clearTimeout(open.timer)
    typed.current = null
    if (open.text !== latest.current.text) latest.current.onText(open.text)
  })

  useEffect(() => {
    const element = host.current
    if (!element) return
    let left = false
    const make = async () => {
      const [monaco, pieces] = await Promise.all([loadMonaco(), import('./pane.ts'), import('./languages.ts')])
      if (left) return
      const at = latest.current
      // Somebody went in while it was loading.
      const entered = element.parentElement?.contains(document.activeElement) ?? false
      element.replaceChildren()
      const made = new pieces.EditorPane(monaco, element, at.language, at.text, at.label)
      pane.current = made
      made.onChange((next) => {
        if (next === latest.current.text && !typed.current) return
        if (typed.current) clearTimeout(typed.current.timer)
        typed.current = { text: next, timer: window.setTimeout(() => commit.current(), PAUSE_MS) }
      })
      made.onHeight((content) => setHeight(Math.min(MOST_LINES * LINE + 2 * PADDING, Math.max(heightOf(''), content))))
      made.setProblem(at.problem)
      made.setInputs(at.inputs)
      if (entered) made.focus()
      setState('editor')
    }
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      observer.disconnect()
      make().catch(() => !left && setState('failed'))
    })
    observer.observe(element)
    const tell = commit.current
    return () => {
      left = true
      observer.disconnect()
      tell()
      pane.current?.dispose()
      pane.current = null
    }
  }, [])

  useEffect(() => pane.current?.setText(text), [text])
  useEffect(() => pane.current?.setLanguage(language), [language])
  useEffect(() => pane.current?.setInputs(inputs), [inputs])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is there when the state says so
  useEffect(() => pane.current?.setLines(lines), [lines, state])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is there when the state says so
  useEffect(() => pane.current?.setProblem(problem), [problem, state])

  const run = (event: React.KeyboardEvent, next: boolean) => {
    event.preventDefault()
    event.stopPropagation()
    commit.current()
    pane.current?.settle()
    latest.current.onRun(next)
  }
  return (
    <>
      <div
        className={fill ? 'code-editor fill' : 'code-editor'}
        style={fill ? undefined : { height }}
        // At once: what comes next, a save or an undo, must find what was typed.
        onBlurCapture={() => commit.current()}
        onKeyDownCapture={(event) => {
          const key = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : ''
          if (key === 's') commit.current()
          if (key === 'k') {
            // Monaco would take it for the first half of one of its own.
            event.preventDefault()
            event.stopPropagation()
            latest.current.onPalette()
          }
          if (event.key === 'Escape' && !event.currentTarget.querySelector(OPEN)) {
            // Monaco would keep it: whoever came in by the keyboard could not leave.
            event.preventDefault()
            event.stopPropagation()
            latest.current.onLeave()
          }
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
          if (event.ctrlKey || event.metaKey) run(event, false)
          else if (event.shiftKey && !event.altKey) run(event, true)
        }}
      >
        <div className="code-host" ref={host} hidden={state === 'failed'} />
        {state !== 'editor' && (
          <pre className="code-plain scroll data" tabIndex={0} role="group" aria-label={label}>
            {text}
          </pre>
        )}
      </div>
      {state === 'failed' && <p className="note-line warn">The editor did not load; reload the page to write here.</p>}
    </>
  )
}
