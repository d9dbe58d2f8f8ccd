import { LongviewError } from '../../core/model/errors.ts'
import { cellCommand, commandLine, reportCommand, responseCommand, sampleCommand } from '../../core/notebook/command.ts'
import { baseName } from '../../core/notebook/words.ts'
import { runName } from '../notebook/run.ts'
import { say } from '../stores/desk.ts'
import { runtimeOf, useNotebook } from '../stores/notebook.ts'
import { useSelection } from '../stores/selection.ts'
import { currentPlace } from './go.ts'
import { placeHash } from './place.ts'
import { selectedStretch } from './stretch.ts'

/** @throws {LongviewError} where the browser does not let the page write to the clipboard */
async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch (error) {
    throw new LongviewError({
      code: 'unreadable',
      what: 'The browser did not let the page copy.',
      value: text,
      remedy:
        `Allow the clipboard for this page, or copy it from here. ${error instanceof Error ? error.message : ''}`.trim(),
    })
  }
  say(`${what} copied`)
}

/** A command line, told in its own words. */
export function copyLine(line: string): Promise<void> {
  return copy(line, line)
}

/** A link to what is looked at, with what is selected in its text. */
export function linkHere(): string {
  return `${location.origin}${location.pathname}${placeHash(currentPlace(selectedStretch()))}`
}

export async function copyLink(): Promise<void> {
  await copy(linkHere(), 'Link')
}

/** The words for a cell as it stands; null for a note or without a notebook. */
export function commandOfCell(id: string): string | null {
  const { open, runtime } = useNotebook.getState()
  const cell = open?.document.cells.find((each) => each.id === id)
  if (!open || !cell) return null
  const words = cellCommand(cell, {
    notebook: baseName(open.path),
    document: open.document,
    runOf: (each) => runName(each, runtimeOf(runtime, each.id).plan?.key ?? null),
  })
  return words && commandLine(words)
}

/** The same on the command line: of what is inspected where one is in the inspector, else of the current cell. */
export function commandHere(inspected: boolean): string | null {
  const { subject, cell } = useSelection.getState()
  if (inspected && subject?.kind === 'response')
    return commandLine(responseCommand(subject.id, subject.index, subject.run.run))
  if (inspected && subject) return commandLine(sampleCommand(subject.id))
  return cell ? commandOfCell(cell) : null
}

export async function copyCommand(inspected: boolean): Promise<void> {
  const line = commandHere(inspected)
  if (line === null) say('A note has no command')
  else await copy(line, line)
}

export async function copyReportCommand(): Promise<void> {
  const { open } = useNotebook.getState()
  if (!open) return
  const line = commandLine(reportCommand(baseName(open.path)))
  await copy(line, line)
}
