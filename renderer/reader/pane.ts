import type { editor } from 'monaco-editor/editor'
import type { Monaco } from './monaco.ts'
import { type ReaderText, rawLineAt, toRaw, toView, type ViewPosition } from './text.ts'

/** A stretch of the raw text and how it is marked. */
export interface TextMark {
  readonly start: number
  readonly end: number
  readonly look: 'gold' | 'find' | 'now' | 'dim' | 'matched' | 'missing' | 'extra' | 'duplicate' | 'blank' | 'note'
  /** Words after the stretch, in the margin's voice. */
  readonly after?: string
}

/** What is in sight, as raw offsets, and where that is. */
export interface InView {
  readonly start: number
  readonly end: number
  /** Raw line at the top, from 1. */
  readonly line: number
}

const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  readOnly: true,
  domReadOnly: true,
  theme: 'longview',
  fontFamily: 'var(--mono)',
  fontSize: 13,
  lineHeight: 20,
  fontLigatures: false,
  lineNumbersMinChars: 6,
  lineDecorationsWidth: 12,
  glyphMargin: false,
  folding: false,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollBeyondLastLine: false,
  scrollbar: {
    verticalScrollbarSize: 8,
    horizontalScrollbarSize: 8,
    useShadows: false,
    alwaysConsumeMouseWheel: false,
  },
  renderLineHighlight: 'none',
  renderWhitespace: 'none',
  renderControlCharacters: true,
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false, nonBasicASCII: false },
  unusualLineTerminators: 'off',
  wordWrap: 'on',
  wrappingStrategy: 'simple',
  wrappingIndent: 'none',
  stopRenderingLineAfter: -1,
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  matchBrackets: 'never',
  bracketPairColorization: { enabled: false },
  guides: { indentation: false, bracketPairs: false },
  links: false,
  colorDecorators: false,
  contextmenu: false,
  hover: { enabled: 'off' },
  quickSuggestions: false,
  stickyScroll: { enabled: false },
  roundedSelection: false,
  smoothScrolling: false,
  padding: { top: 8, bottom: 8 },
  automaticLayout: true,
  tabFocusMode: true,
  editContext: false,
}

/** Characters that no face draws and that Monaco does not show either: they are named where they stand. */
const UNSEEN = /[\u0080-\u009f\u00ad\u180e\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb]/g
const MOST_UNSEEN = 5000

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
}

/** One read-only editor that shows one text after another. Offsets in and out are of the raw text. */
export class ReaderPane {
  private readonly monaco: Monaco
  private readonly editor: editor.IStandaloneCodeEditor
  private readonly layers = new Map<string, editor.IEditorDecorationsCollection>()
  private model: editor.ITextModel | null = null
  private text: ReaderText | null = null
  private zones: string[] = []

  constructor(monaco: Monaco, host: HTMLElement) {
    this.monaco = monaco
    this.editor = monaco.editor.create(host, { ...OPTIONS, model: null })
    host.addEventListener('copy', (event) => this.copy(event), true)
  }

  /** Called after every scroll, layout and change of text. */
  onView(listener: (view: InView) => void): void {
    const tell = () => {
      const view = this.inView()
      if (view) listener(view)
    }
    this.editor.onDidScrollChange(tell)
    this.editor.onDidLayoutChange(tell)
    this.editor.onDidChangeModel(() => requestAnimationFrame(tell))
  }

  show(text: ReaderText, label: string): void {
    const former = this.model
    for (const layer of this.layers.values()) layer.clear()
    this.layers.clear()
    this.text = text
    this.model = this.monaco.editor.createModel(text.view, 'plaintext')
    // First without a text: room for other line numbers would break all lines of the former one anew.
    this.editor.setModel(null)
    this.editor.updateOptions({
      ariaLabel: label,
      lineNumbersMinChars: Math.max(4, String(text.lines).length + 2),
      lineNumbers: (line) => {
        const number = text.numbers[line - 1]
        return number > 0 ? number.toLocaleString('en-US') : ''
      },
    })
    this.editor.setModel(this.model)
    // Taking a long text apart takes as long as showing one: when there is time.
    if (former) requestIdleCallback(() => former.dispose())
    this.showRoles(text)
    this.showUnseen(text)
  }

  /** Replaces one layer of the marks of `text`; marks of a text that is no longer shown are dropped. */
  mark(text: ReaderText, layer: string, marks: readonly TextMark[]): void {
    if (text !== this.text) return
    const decorations = marks.map(
      (mark): editor.IModelDeltaDecoration => ({
        range: this.range(text, mark.start, mark.end),
        options: {
          inlineClassName: LOOKS[mark.look],
          stickiness: 1,
          ...(mark.after && { after: { content: `  ${mark.after}`, inlineClassName: 'r-after' } }),
        },
      }),
    )
    const known = this.layers.get(layer)
    if (known) known.set(decorations)
    else this.layers.set(layer, this.editor.createDecorationsCollection(decorations))
  }

  /**
   * Brings a raw offset to the upper third of the window. By scroll position, not by Monaco's own reveal: that waits for
   * a frame, and is lost where the text was set in the same one.
   */
  reveal(offset: number): void {
    this.scrollTo(offset, this.editor.getLayoutInfo().height / 3)
  }

  /** Scrolls so that the raw offset stands at the top. */
  scrollTo(offset: number, above = 0): void {
    const { text } = this
    if (!text) return
    const at = toView(text, offset)
    this.editor.setScrollTop(Math.max(0, this.editor.getTopForPosition(at.line, at.column) - above), 1)
  }

  inView(): InView | null {
    const { text } = this
    const ranges = this.editor.getVisibleRanges()
    if (!text || ranges.length === 0) return null
    const first = ranges[0]
    const last = ranges[ranges.length - 1]
    const at = (line: number, column: number): ViewPosition => ({ line, column })
    return {
      start: toRaw(text, at(first.startLineNumber, first.startColumn)),
      end: toRaw(text, at(last.endLineNumber, last.endColumn)),
      line: rawLineAt(text, first.startLineNumber - 1),
    }
  }

  focus(): void {
    this.editor.focus()
  }

  dispose(): void {
    this.editor.dispose()
    this.model?.dispose()
  }

  private range(text: ReaderText, start: number, end: number) {
    const from = toView(text, start)
    const to = toView(text, end)
    return new this.monaco.Range(from.line, from.column, to.line, to.column)
  }

  /** Roles as headings, when there are several messages. */
  private showRoles(text: ReaderText): void {
    this.editor.changeViewZones((zones) => {
      for (const zone of this.zones) zones.removeZone(zone)
      this.zones = text.parts.length < 2 ? [] : text.parts.map((part) => this.addRole(zones, text, part))
    })
  }

  private addRole(zones: editor.IViewZoneChangeAccessor, text: ReaderText, part: ReaderText['parts'][number]): string {
    const domNode = document.createElement('div')
    domNode.className = 'r-role'
    domNode.textContent = part.role
    return zones.addZone({ afterLineNumber: toView(text, part.start).line - 1, heightInPx: 24, domNode })
  }

  private showUnseen(text: ReaderText): void {
    const found: editor.IModelDeltaDecoration[] = []
    for (const match of text.raw.matchAll(UNSEEN)) {
      if (found.length === MOST_UNSEEN) break
      const name = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
      found.push({
        range: this.range(text, match.index, match.index + 1),
        options: { before: { content: `[U+${name}]`, inlineClassName: 'r-unseen' }, showIfCollapsed: true },
      })
    }
    this.layers.set('unseen', this.editor.createDecorationsCollection(found))
  }

  /** What is copied is the raw text: the breaks of the view are not in it. */
  private copy(event: ClipboardEvent): void {
    const selection = this.editor.getSelection()
    if (!this.text || !selection || selection.isEmpty()) return
    const start = toRaw(this.text, { line: selection.startLineNumber, column: selection.startColumn })
    const end = toRaw(this.text, { line: selection.endLineNumber, column: selection.endColumn })
    event.clipboardData?.setData('text/plain', this.text.raw.slice(start, end))
    event.preventDefault()
    event.stopPropagation()
  }
}
