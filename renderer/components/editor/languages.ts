/** The languages of code cells, and what an editor that is written in needs beyond one that is read: loaded with it. */
import 'monaco-editor/languages/definitions/typescript/register'
import 'monaco-editor/languages/definitions/sql/register'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
