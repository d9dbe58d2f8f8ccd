/**
 * Monaco gathers its services when the first editor is made, be it a reader's: one that completion needs has to be there
 * by then. It is 10 KB; the rest of completion comes with the first editor of code.
 */
import 'monaco-editor/editor/contrib/suggest/browser/suggestMemory'
