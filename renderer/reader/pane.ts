import type { editor } from 'monaco-editor/editor'
import type { MarkLayer, TextMark } from './marks.ts'
import type { Monaco } from './monaco.ts'
import { OPTIONS } from './options.ts'
import {
  layText,
  lineEndsIn,
  type ReaderSource,
  type ReaderText,
  rawLineAt,
  startOfLine,
  toRaw,
  toView,
  type ViewPosition,
} from './text.ts'
import { unseenName } from './unseen.ts'
import type { InView, Viewed } from './viewed.ts'
import { Widths } from './widths.ts'

/**
 * Of a longer text the beginning is shown first, and the whole once that is painted: what a person sees does not wait for
 * a megabyte that nobody has scrolled to.
 */
const LONG = 250_000
const BEGINNING = 40_000
/** By then the beginning is on the screen. */
const AFTER_PAINT_MS = 40

/** View lines around the window that carry their marks already, so that a scroll meets no bare line. */
const AROUND = 120
const MOST_MARKS = 4000
/** A column stays free: a space may hang over the edge, and faces of other scripts are not exactly as wide. */
const SPARE_COLUMNS = 1
const LEAST_COLUMNS = 20

const LOOKS: Readonly<Record<TextMark['look'], string>> = {
  gold: 'r-gold',
  find: 'r-find',
  now: 'r-now',
  dim: 'r-dim',
  matched: 'r-matched',
  missing: 'r-missing',
  extra: 'r-extra',
  duplicate: 'r-duplicate',
  blank: 'r-blank',
  note: 'r-note',
  unseen: 'r-unseen',
}

interface Layer {
  readonly marks: MarkLayer
  readonly shown: editor.IEditorDecorationsCollection
}

/** One read-only editor that shows one text after another. Offsets in and out are of the raw text. */
export class ReaderPane implements Viewed {
  private readonly monaco: Monaco
  private readonly editor: editor.IStandaloneCodeEditor
  private readonly layers = new Map<string, Layer>()
  private readonly listeners = new Set<() => void>()
  private model: editor.ITextModel | null = null
  private source: ReaderSource | null = null
  private text: ReaderText | null = null
  private columns = 0
  private readonly widths: Widths
  private label = ''
  private zones: string[] = []
  private readonly fold: editor.IEditorDecorationsCollection
  private view: InView | null = null
  private asked = 0
  /** Set while only the beginning of the text is laid out. */
  private rest: ReturnType<typeof setTimeout> | undefined
  private partial = false
  private lineCount: number | null = 0
  /** Room for line numbers: guessed from the beginning of a text, and kept when the rest comes. */
  private digits = 0
  /** View lines whose marks the editor has. */
  private marked = { first: 0, last: -1 }

  constructor(monaco: Monaco, host: HTMLElement) {
    this.monaco = monaco
    this.widths = new Widths(columnsIn(host))
    const lineNumbers = (line: number) => {
      const number = this.text?.numbers[line - 1] ?? 0
      return number > 0 ? number.toLocaleString('en-US') : ''
    }
    this.editor = monaco.editor.create(host, { ...OPTIONS, lineNumbers, model: null })
    this.fold = this.editor.createDecorationsCollection()
    host.addEventListener('copy', (event) => this.copy(event), true)
    this.editor.onDidScrollChange(() => this.tell())
    this.editor.onDidLayoutChange(() => this.tell())
  }

  /** What is in sight now; the same object until that changes. Null before the first text. */
  readonly inView = (): InView | null => this.view

  /** Called once a frame at most, after a scroll or another text. */
  readonly onView = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  show(source: ReaderSource, label: string): void {
    if (source === this.source && label === this.label) return
    const former = this.source
    // The same text with something shown or hidden is read on where it was.
    const keep = source.raw === former?.raw ? (this.view?.start ?? 0) : 0
    const grown = former !== null && former.left > 0 && label === this.label && source.raw.startsWith(former.raw)
    for (const layer of this.layers.values()) layer.shown.clear()
    this.layers.clear()
    this.source = source
    this.label = label
    const lines = countLines(source.raw)
    this.lineCount = source.left > 0 ? null : lines
    const guessed = Math.round((lines * (source.raw.length + source.left)) / Math.max(1, source.raw.length))
    this.digits = Math.max(4, String(guessed).length + 2, grown ? this.digits : 0)
    if (grown) {
      // What is in sight stays as it is: the rest is laid out behind it, in a task of its own.
      clearTimeout(this.rest)
      this.partial = true
      this.rest = setTimeout(() => this.whole())
    } else if (keep > 0 || source.raw.length < LONG) this.lay(keep)
    else {
      this.lay(0, BEGINNING)
      requestAnimationFrame(() => {
        if (source !== this.source || this.rest !== undefined) return
        this.rest = setTimeout(() => this.whole(), AFTER_PAINT_MS)
      })
    }
  }

  /** Lays out what is still missing of a long text, if anything is. */
  private whole(): void {
    if (this.text && this.source && this.partial) this.lay(this.view?.start ?? 0)
  }

  /** Replaces one layer of the marks of `source`; marks of a text that is no longer shown are dropped. */
  mark(source: ReaderSource, name: string, marks: MarkLayer): void {
    if (source !== this.source) return
    const shown = this.layers.get(name)?.shown ?? this.editor.createDecorationsCollection()
    const layer = { marks, shown }
    this.layers.set(name, layer)
    this.fillLayer(layer)
  }

  /**
   * Brings a raw offset to the upper third of the window, unless it is in sight. By scroll position, not by Monaco's own
   * reveal: that waits for a frame, and is lost where the text was set in the same one.
   */
  reveal(offset: number): void {
    this.scrollTo(offset, this.editor.getLayoutInfo().height / 3)
  }

  /** Scrolls so that the raw offset stands at the top. */
  scrollTo(offset: number, above = 0): void {
    this.whole()
    const { text } = this
    if (!text) return
    const at = toView(text, offset)
    this.editor.setScrollTop(Math.max(0, this.editor.getTopForPosition(at.line, at.column) - above), 1)
    this.tell()
  }

  /** Scrolls to a raw line, from 1. */
  goToLine(line: number): void {
    this.whole()
    if (this.text) this.scrollTo(startOfLine(this.text, line), 40)
  }

  /** What is selected, as a raw range; null where nothing is. */
  selected(): { readonly start: number; readonly end: number } | null {
    const selection = this.editor.getSelection()
    if (!this.text || !selection || selection.isEmpty()) return null
    return {
      start: toRaw(this.text, { line: selection.startLineNumber, column: selection.startColumn }),
      end: toRaw(this.text, { line: selection.endLineNumber, column: selection.endColumn }),
    }
  }

  focus(): void {
    this.editor.focus()
  }

  dispose(): void {
    cancelAnimationFrame(this.asked)
    clearTimeout(this.rest)
    this.source = null
    this.editor.dispose()
    this.model?.dispose()
  }

  /** Lays the text out for the window as it is; the raw offset `top` stands at its top. */
  private lay(top: number, until?: number): void {
    if (!this.source) return
    clearTimeout(this.rest)
    this.rest = undefined
    this.partial = until !== undefined
    // Other room for line numbers changes the window: nothing is laid out for that by the way.
    this.text = null
    this.view = null
    this.marked = { first: 0, last: -1 }
    this.editor.updateOptions({ ariaLabel: this.label, lineNumbersMinChars: this.digits })
    this.columns = this.fitting()
    const text = layText(this.source, this.columns, until, this.widths)
    const former = this.model
    this.text = text
    this.model = this.monaco.editor.createModel(text.view, 'plaintext')
    this.editor.setModel(this.model)
    // Taking a long text apart takes as long as showing one: when there is time.
    if (former) requestIdleCallback(() => former.dispose())
    this.showRoles(text)
    if (top > 0) this.scrollTo(top)
    this.see()
  }

  /** Columns that the window holds. */
  private fitting(): number {
    return Math.max(LEAST_COLUMNS, this.editor.getLayoutInfo().viewportColumn - SPARE_COLUMNS)
  }

  /** In the next frame: the lines are broken anew where the window changed its width, the same place stays at the top. */
  private tell(): void {
    if (this.asked === 0) {
      this.asked = requestAnimationFrame(() => {
        this.asked = 0
        if (this.text && this.fitting() !== this.columns)
          this.lay(this.view?.start ?? 0, this.partial ? BEGINNING : undefined)
        else this.see()
      })
    }
  }

  private see(): void {
    const { text } = this
    const ranges = this.editor.getVisibleRanges()
    if (!text || ranges.length === 0) return
    const first = ranges[0]
    const last = ranges[ranges.length - 1]
    const at = (line: number, column: number): ViewPosition => ({ line, column })
    const view = {
      start: toRaw(text, at(first.startLineNumber, first.startColumn)),
      end: toRaw(text, at(last.endLineNumber, last.endColumn)),
      line: rawLineAt(text, first.startLineNumber - 1),
      lines: this.lineCount,
    }
    const before = this.view
    if (before && before.start === view.start && before.end === view.end && before.lines === view.lines) return
    this.view = view
    if (first.startLineNumber < this.marked.first || last.endLineNumber > this.marked.last) {
      this.marked = { first: first.startLineNumber - AROUND, last: last.endLineNumber + AROUND }
      for (const layer of this.layers.values()) this.fillLayer(layer)
    }
    for (const listener of this.listeners) listener()
  }

  /** Gives the editor the marks of a layer that are near the window. */
  private fillLayer({ marks, shown }: Layer): void {
    const { text, marked } = this
    if (!text || marked.last < 0) return
    const near = (line: number) => Math.max(0, Math.min(text.starts.length - 1, line - 1))
    const found = marks.within(text.starts[near(marked.first)], text.ends[near(marked.last)], MOST_MARKS)
    shown.set(found.map((mark) => this.decoration(text, mark)))
  }

  private decoration(text: ReaderText, mark: TextMark): editor.IModelDeltaDecoration {
    const range = this.range(text, mark.start, mark.end)
    if (mark.look === 'unseen') {
      const content = unseenName(text.raw, mark.start)
      return {
        range,
        // The sign itself goes: for some the editor draws a box, which would say the same twice.
        options: {
          before: { content, inlineClassName: LOOKS.unseen },
          inlineClassName: 'r-gone',
          showIfCollapsed: true,
        },
      }
    }
    return {
      range,
      options: {
        inlineClassName: LOOKS[mark.look],
        stickiness: 1,
        ...(mark.after && { after: { content: `  ${mark.after}`, inlineClassName: 'r-after' }, showIfCollapsed: true }),
      },
    }
  }

  private range(text: ReaderText, start: number, end: number) {
    const from = toView(text, start)
    const to = toView(text, end)
    return new this.monaco.Range(from.line, from.column, to.line, to.column)
  }

  /** Roles as headings, when there are several messages; words where something is hidden. */
  private showRoles(text: ReaderText): void {
    this.editor.changeViewZones((zones) => {
      for (const zone of this.zones) zones.removeZone(zone)
      this.zones = text.parts.length < 2 ? [] : text.parts.map((part) => addRole(zones, text, part))
    })
    const words = `${text.foldedLines.toLocaleString('en-US')} ${text.foldedLines === 1 ? 'line' : 'lines'} of thinking hidden`
    const line = text.fold + 1
    this.fold.set(
      text.fold < 0
        ? []
        : [
            {
              range: new this.monaco.Range(line, 1, line, 1),
              options: { before: { content: words, inlineClassName: 'r-fold' }, showIfCollapsed: true },
            },
          ],
    )
  }

  /** What is copied is the raw text: the breaks of the view are not in it. */
  private copy(event: ClipboardEvent): void {
    const selected = this.selected()
    if (!this.text || !selected) return
    event.clipboardData?.setData('text/plain', this.text.raw.slice(selected.start, selected.end))
    event.preventDefault()
    event.stopPropagation()
  }
}

/** Measures in the face of the reader, in columns: the width of a digit. */
function columnsIn(host: HTMLElement): (text: string) => number {
  const pen = document.createElement('canvas').getContext('2d')
  if (!pen) return (text) => text.length
  const probe = document.createElement('span')
  probe.style.fontFamily = 'var(--mono)'
  host.append(probe)
  pen.font = `13px ${getComputedStyle(probe).fontFamily}`
  probe.remove()
  const column = pen.measureText('0').width
  return (text) => pen.measureText(text).width / column
}

/** Lines of a text, whatever ends them. */
function countLines(raw: string): number {
  let found = 1
  for (let at = raw.indexOf('\n'); at >= 0; at = raw.indexOf('\n', at + 1)) found++
  if (!raw.includes('\r')) return found
  return lineEndsIn(raw, { start: 0, end: raw.length }) + 1
}

function addRole(zones: editor.IViewZoneChangeAccessor, text: ReaderText, part: ReaderText['parts'][number]): string {
  const domNode = document.createElement('div')
  domNode.className = 'r-role'
  domNode.textContent = part.role
  return zones.addZone({ afterLineNumber: toView(text, part.start).line - 1, heightInPx: 24, domNode })
}
