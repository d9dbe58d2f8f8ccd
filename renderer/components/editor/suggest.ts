/** Completion in code cells: one provider a language, each editor with its own cell's inputs. */
import 'monaco-editor/editor/contrib/suggest/browser/suggestController'
import type { editor, languages } from 'monaco-editor/editor'
import type { InputColumns } from '../../../core/notebook/code-columns.ts'
import { type Completion, completions } from '../../../core/notebook/complete.ts'
import type { Monaco } from '../../reader/monaco.ts'

/** What the cell of a text is given. Held by the model: an editor that is closed takes its inputs along. */
const scopes = new WeakMap<editor.ITextModel, readonly InputColumns[]>()
let provided = false

/** Names what can be completed in this text from now on. */
export function completeWith(monaco: Monaco, model: editor.ITextModel, inputs: readonly InputColumns[]): void {
  scopes.set(model, inputs)
  if (provided) return
  provided = true
  for (const language of ['typescript', 'sql'] as const) {
    monaco.languages.registerCompletionItemProvider(language, {
      triggerCharacters: ['.', "'", '"'],
      provideCompletionItems(model, position) {
        const own = scopes.get(model)
        if (!own) return { suggestions: [] }
        const { word, startColumn } = model.getWordUntilPosition(position)
        const range = new monaco.Range(position.lineNumber, startColumn, position.lineNumber, startColumn + word.length)
        const before = model.getValueInRange(new monaco.Range(1, 1, position.lineNumber, position.column))
        const found = completions(language, { text: model.getValue(), before }, own)
        return { suggestions: found.map((each, i) => suggestion(monaco, each, i, range)) }
      },
    })
  }
}

function suggestion(
  monaco: Monaco,
  { label, kind, detail, insert }: Completion,
  place: number,
  range: languages.CompletionItem['range'],
): languages.CompletionItem {
  const kinds = monaco.languages.CompletionItemKind
  const icons = { input: kinds.Variable, column: kinds.Field, function: kinds.Function, keyword: kinds.Keyword }
  // Ours stand in their own order: the inputs' columns before what any query has.
  return {
    // Read out as it is seen: Monaco puts a `description` elsewhere in what it says.
    label: { label, ...(detail && { detail: `  ${detail}` }) },
    ...{ kind: icons[kind], insertText: insert, range, sortText: order(place) },
  }
}

const order = (place: number) => String(place).padStart(4, '0')
