import { tokenHex } from '../components/probe.ts'
import { themeInForce, useSettings } from '../stores/settings.ts'

export type Monaco = typeof import('monaco-editor/editor')

let loaded: Promise<Monaco> | null = null

/** Monaco's core without its languages and contributions: on demand, once, with the faces in place before it measures. */
export function loadMonaco(): Promise<Monaco> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Monaco> {
  const face = document.fonts.load('13px "M PLUS Code Latin Variable"')
  const [monaco, worker] = await Promise.all([
    import('monaco-editor/editor'),
    import('monaco-editor/editor/editor.worker?worker'),
    import('./services.ts'),
  ])
  await face
  self.MonacoEnvironment = { getWorker: () => new worker.default() }
  const dress = () => dressMonaco(monaco, themeInForce(useSettings.getState().theme))
  dress()
  // After the browser has the new colours.
  addEventListener('longview:theme', () => requestAnimationFrame(dress))
  return monaco
}

/** Code in our tokens: literals have the one blue, keywords are bold. Texts that are read have none of these. */
function rulesOf(tokens: Readonly<Record<string, string>>) {
  return Object.entries(tokens).map(([token, ink]) => ({
    token,
    foreground: tokenHex(ink).slice(1),
    ...(token === 'keyword' && { fontStyle: 'bold' }),
  }))
}

/** Our tokens as Monaco's colours. */
function dressMonaco(monaco: Monaco, theme: 'light' | 'dark'): void {
  const colours: Readonly<Record<string, string>> = {
    'editor.background': 'surface',
    'editor.foreground': 'ink-1',
    'editorLineNumber.foreground': 'ink-3',
    'editorLineNumber.activeForeground': 'ink-3',
    'editor.selectionBackground': 'find',
    'editor.inactiveSelectionBackground': 'accent-soft',
    'editor.lineHighlightBackground': 'surface',
    'editorCursor.foreground': 'ink-1',
    'editorWhitespace.foreground': 'ink-4',
    'editorControlCharacter.foreground': 'stale',
    'scrollbarSlider.background': 'line-2',
    'scrollbarSlider.hoverBackground': 'line-3',
    'scrollbarSlider.activeBackground': 'line-3',
    'editorOverviewRuler.border': 'surface',
    focusBorder: 'focus',
    'editorSuggestWidget.background': 'surface',
    'editorSuggestWidget.border': 'line-3',
    'editorSuggestWidget.foreground': 'ink-1',
    'editorSuggestWidget.highlightForeground': 'accent',
    'editorSuggestWidget.focusHighlightForeground': 'accent',
    'editorSuggestWidget.selectedBackground': 'accent-soft',
    'editorSuggestWidget.selectedForeground': 'ink-1',
    // Hues are for data: brackets have none.
    ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, 'ink-1'])),
    'editorBracketHighlight.unexpectedBracket.foreground': 'error',
    'editorBracketMatch.background': 'accent-soft',
    'editorBracketMatch.border': 'accent-soft',
  }
  monaco.editor.defineTheme('longview', {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: false,
    rules: rulesOf({
      '': 'ink-1',
      comment: 'ink-3',
      string: 'accent',
      number: 'accent',
      regexp: 'accent',
      keyword: 'ink-1',
    }),
    colors: Object.fromEntries(Object.entries(colours).map(([name, token]) => [name, tokenHex(token)])),
  })
  monaco.editor.setTheme('longview')
}
