import type { editor } from 'monaco-editor/editor'
import type { InputColumns } from '../../../core/notebook/code-columns.ts'
import type { Monaco } from '../../reader/monaco.ts'
import { PLAIN } from '../../reader/plain.ts'
import { type LineProblem, PADDING } from './parts.ts'
import { completeWith } from './suggest.ts'

const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  ...PLAIN,
  lineNumbersMinChars: 3,
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: true, nonBasicASCII: false },
  wordWrap: 'on',
  wrappingIndent: 'same',
  tabSize: 2,
  insertSpaces: true,
  // What the cell is given is offered while one types; a line's end is never taken for a choice by accident.
  quickSuggestions: { other: 'on', strings: 'off', comments: 'off' },
  acceptSuggestionOnEnter: 'smart',
  wordBasedSuggestions: 'off',
  suggest: { showIcons: false, showWords: false, showStatusBar: false, preview: false },
  fixedOverflowWidgets: true,
  padding: { top: PADDING, bottom: PADDING },
}

/** One editor of one text in one language. */
export class EditorPane {
  private readonly monaco: Monaco
  private readonly editor: editor.IStandaloneCodeEditor
  private readonly model: editor.ITextModel
  private readonly wrong: editor.IEditorDecorationsCollection

  constructor(monaco: Monaco, host: HTMLElement, language: string, text: string, label: string) {
    this.monaco = monaco
    this.model = monaco.editor.createModel(text, language)
    this.editor = monaco.editor.create(host, { ...OPTIONS, model: this.model, ariaLabel: label })
    this.wrong = this.editor.createDecorationsCollection()
  }

  onChange(listener: (text: string) => void): void {
    this.model.onDidChangeContent(() => listener(this.model.getValue()))
  }

  /** Called with the height that the text takes, in px. */
  onHeight(listener: (height: number) => void): void {
    this.editor.onDidContentSizeChange((event) => event.contentHeightChanged && listener(event.contentHeight))
    listener(this.editor.getContentHeight())
  }

  /** Another text than the one that was written here: from an undo of the notebook, or from the file. */
  setText(text: string): void {
    if (text === this.model.getValue()) return
    // As an edit, so that the editor's own undo leads back over it.
    this.model.pushEditOperations([], [{ range: this.model.getFullModelRange(), text }], () => null)
  }

  /** What can be completed here. */
  setInputs(inputs: readonly InputColumns[]): void {
    completeWith(this.monaco, this.model, inputs)
  }

  setLines(on: boolean): void {
    this.editor.updateOptions({ lineNumbers: on ? 'on' : 'off' })
  }

  setLanguage(language: string): void {
    this.monaco.editor.setModelLanguage(this.model, language)
  }

  setProblem(problem: LineProblem | null): void {
    const { monaco } = this
    if (!problem || problem.line > this.model.getLineCount()) {
      this.wrong.clear()
      return
    }
    const end = this.model.getLineMaxColumn(problem.line)
    this.wrong.set([
      {
        range: new monaco.Range(problem.line, 1, problem.line, end),
        options: {
          isWholeLine: true,
          className: 'code-wrong',
          linesDecorationsClassName: 'code-wrong-mark',
          after: { content: `  ${problem.words}`, inlineClassName: 'code-wrong-words' },
        },
      },
    ])
  }

  /** What was offered is no longer wanted: the text is run as it stands. */
  settle(): void {
    this.editor.trigger('run', 'hideSuggestWidget', {})
  }

  focus(): void {
    this.editor.focus()
  }

  dispose(): void {
    this.editor.dispose()
    this.model.dispose()
  }
}
