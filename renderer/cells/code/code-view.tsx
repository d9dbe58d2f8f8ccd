import { useMemo } from 'react'
import type { Figure } from '../../../core/figures/figure.ts'
import type { CodeParams } from '../../../core/notebook/cells.ts'
import { inputColumns } from '../../../core/notebook/code-columns.ts'
import type { CodeOutput } from '../../../core/notebook/outputs.ts'
import { cellNumbers } from '../../../core/notebook/words.ts'
import { FigureFrame } from '../../components/charts/figure-frame.tsx'
import { FigureTableView } from '../../components/charts/figure-table.tsx'
import { PlotlyFigure } from '../../components/charts/plotly-figure.tsx'
import { Inert } from '../../components/diff/inert.tsx'
import { CodeEditor } from '../../components/editor/code-editor.tsx'
import { count, counted } from '../../format.ts'
import { useCommands } from '../../palette/commands.tsx'
import { runtimeOf, useNotebook } from '../../stores/notebook.ts'
import { useSelection } from '../../stores/selection.ts'
import type { CellViewProps } from '../view.ts'
import { numberText } from './result-rows.ts'
import { ResultTable } from './result-table.tsx'

const MOST_BESIDE = 60

/** A code cell: its editor, what it is given, its result. */
export function CodeView({ cell, document, size, output }: CellViewProps<CodeOutput>) {
  const { language, source } = cell.params as CodeParams
  const setParams = useNotebook((notebook) => notebook.setParams)
  const runtime = useNotebook((notebook) => runtimeOf(notebook.runtime, cell.id))
  const select = useSelection((selection) => selection.set)
  const command = useCommands()
  const name = `cell ${cellNumbers(document).get(cell.id) ?? ''}`
  const problem = useMemo(() => {
    const line = /\bline (\d+)$/.exec(runtime.error?.where ?? '')
    return runtime.error && line ? { line: Number(line[1]), words: briefly(runtime.error.what) } : null
  }, [runtime.error])
  const inputs = useMemo(() => inputColumns(document, cell, output), [document, cell, output])
  const full = size === 'full'
  return (
    <div className={full ? 'code-cell full' : 'code-cell'}>
      <div className="code-source">
        <CodeEditor
          label={`Source of ${name}, ${language === 'sql' ? 'SQL' : 'TypeScript'}`}
          language={language}
          text={source}
          onText={(text) => setParams(cell.id, { source: text })}
          onRun={(next) => {
            select({ cell: cell.id })
            command(next ? 'run-next' : 'run')
          }}
          onPalette={() => command('palette')}
          onLeave={() => command('leave')}
          problem={problem}
          inputs={inputs}
          fill={full}
        />
        <p className="code-foot">
          <span className="cut data">{givenWords(cell.inputs, output)}</span>
          <span className="push">
            Run <kbd>Ctrl Enter</kbd>
          </span>
          <span>
            Leave <kbd>Esc</kbd>
          </span>
        </p>
      </div>
      {output && <Result output={output} cell={cell.id} name={name} full={full} />}
    </div>
  )
}

/** Beside the line there is room for a few words; the whole stands above the editor. */
function briefly(what: string): string {
  return what.length > MOST_BESIDE ? `${what.slice(0, MOST_BESIDE - 1)}…` : what
}

/** "adv: 1,440 rows of sample_id, task, ...", or how the inputs are reached before it ever ran. */
function givenWords(inputs: readonly string[], output: CodeOutput | undefined): string {
  if (!output) return inputs.length === 0 ? 'No inputs' : `Inputs by name: ${inputs.join(', ')}. No files, no network`
  return output.given
    .map(({ name, rows, columns }) => `${name}: ${counted(rows, 'row')} of ${columns.join(', ')}`)
    .join(' · ')
}

function Result({ output, cell, name, full }: { output: CodeOutput; cell: string; name: string; full: boolean }) {
  const { result, log, logLeft } = output
  return (
    <div className="code-result">
      {result.kind === 'table' && <ResultTable cell={cell} label={`Result of ${name}`} table={result} fill={full} />}
      {result.kind === 'number' && (
        <p className="code-number">
          <b title={String(result.value)}>{numberText(result.value)}</b>
          {result.label && <span className="quiet data">{result.label}</span>}
        </p>
      )}
      {result.kind === 'text' && (
        <pre className="code-text scroll data" tabIndex={0} role="group" aria-label={`Result of ${name}`}>
          <Inert text={result.text} />
        </pre>
      )}
      {result.kind === 'figure' && <FigureResult figure={result.figure} full={full} />}
      {log.length > 0 && (
        <details className="code-log">
          <summary>
            {counted(log.length, 'line')} printed{logLeft > 0 && `, ${count(logLeft)} more not kept`}
          </summary>
          <pre className="code-text scroll data" tabIndex={0} role="group" aria-label={`What ${name} printed`}>
            <Inert text={log.join('\n')} />
          </pre>
        </details>
      )}
    </div>
  )
}

function FigureResult({ figure, full }: { figure: Figure; full: boolean }) {
  const table = <FigureTableView table={figure.table} caption={figure.title} />
  return (
    <>
      <FigureFrame figure={figure}>{figure.panels.length > 0 ? <PlotlyFigure figure={figure} /> : table}</FigureFrame>
      {full && figure.panels.length > 0 && <div className="figure-data scroll">{table}</div>}
    </>
  )
}
