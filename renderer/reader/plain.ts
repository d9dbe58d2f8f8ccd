import type { editor } from 'monaco-editor/editor'

/** Pixels of a line. */
export const LINE = 20

/** Monaco without its guesses: what the reader and the editors of code share. */
export const PLAIN: editor.IStandaloneEditorConstructionOptions = {
  theme: 'longview',
  fontFamily: 'var(--mono)',
  fontSize: 13,
  lineHeight: LINE,
  fontLigatures: false,
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
  renderControlCharacters: true,
  occurrencesHighlight: 'off',
  bracketPairColorization: { enabled: false },
  guides: { indentation: false, bracketPairs: false },
  links: false,
  colorDecorators: false,
  contextmenu: false,
  hover: { enabled: 'off' },
  quickSuggestions: false,
  stickyScroll: { enabled: false },
  roundedSelection: false,
  automaticLayout: true,
  editContext: false,
}
