import type { editor } from 'monaco-editor/editor'
import { PLAIN } from './plain.ts'

/** Monaco as a reader: no editing, no guessing about the text, nothing that lights up by itself. */
export const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  ...PLAIN,
  readOnly: true,
  domReadOnly: true,
  lineNumbersMinChars: 6,
  scrollBeyondLastColumn: 0,
  renderWhitespace: 'none',
  unicodeHighlight: { ambiguousCharacters: false, invisibleCharacters: false, nonBasicASCII: false },
  unusualLineTerminators: 'off',
  // Lines come broken to the window's width (text.ts): Monaco's own breaking takes 50 ms a megabyte, at every opening.
  wordWrap: 'off',
  stopRenderingLineAfter: -1,
  selectionHighlight: false,
  matchBrackets: 'never',
  smoothScrolling: false,
  padding: { top: 8, bottom: 8 },
  tabFocusMode: true,
}
