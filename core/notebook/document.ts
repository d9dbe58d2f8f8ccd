import { z } from 'zod'
import type { CellDocument, NotebookDocument } from '../contract.ts'
import { LongviewError, shownValue } from '../model/errors.ts'
import { KINDS, kindOf, needsInput } from './cells.ts'
import { joinLines } from './lines.ts'
import { CURRENT_VERSION, migrate } from './migrations.ts'

/** What a cell may be called: `--set`, links and file names go by it. */
export const CELL_ID = /^[A-Za-z0-9_-]{1,64}$/

const cellShape = z.strictObject({
  id: z.string().regex(CELL_ID, 'letters, digits, - and _, at most 64'),
  kind: z.string(),
  title: z.string().max(200).optional(),
  params: z.record(z.string(), z.unknown()),
  inputs: z.array(z.string()),
})
const documentShape = z.strictObject({ version: z.number().int(), cells: z.array(cellShape) })

/**
 * Reads a notebook's text: parses, migrates, checks kinds, parameters and inputs, and fills in defaults.
 * @param where the file's name, for messages
 * @throws {LongviewError} `unreadable` or `usage`, naming cell, parameter, value and remedy
 */
export function parseNotebook(text: string, where: string): NotebookDocument {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    throw new LongviewError({
      code: 'unreadable',
      what: 'The notebook is not JSON.',
      where,
      value: error instanceof Error ? error.message : String(error),
      remedy: 'Mend the file, or take the last saved version; nothing was changed.',
    })
  }
  const shape = documentShape.safeParse(migrate(raw, where))
  if (!shape.success) throw badShape(shape.error, raw, where)
  return checkNotebook(shape.data, where)
}

/** Checks a document that is already an object (from the page) and fills in defaults. @throws {LongviewError} */
export function checkNotebook(document: NotebookDocument, where: string): NotebookDocument {
  const seen = new Map<string, CellDocument>()
  const cells = document.cells.map((cell) => {
    if (seen.has(cell.id)) {
      throw usage(`Two cells have the id ${cell.id}.`, where, cell.id, 'Give each cell an id of its own.')
    }
    const checked = { ...cell, params: checkParams(cell, where) }
    seen.set(cell.id, checked)
    return checked
  })
  for (const cell of cells) checkInputs(cell, seen, where)
  return { version: CURRENT_VERSION, cells }
}

function checkParams(cell: CellDocument, where: string): Record<string, unknown> {
  const kind = kindOf(cell.kind)
  if (!kind) {
    const known = Object.keys(KINDS).join(', ')
    throw usage(`Cell ${cell.id} has an unknown kind.`, where, cell.kind, `Known kinds: ${known}.`)
  }
  const parsed = kind.params.safeParse(joinLines(kind, cell.params))
  if (parsed.success) return parsed.data as Record<string, unknown>
  const issue = parsed.error.issues[0]
  const path = issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : '')
  throw usage(
    `Cell ${cell.id} (${cell.kind}): parameter ${path} cannot be used: ${issue.message}.`,
    where,
    shownValue(valueAt(cell.params, issue.path)),
    `Parameters of ${cell.kind}: ${Object.keys(kind.params.shape).join(', ')}.`,
  )
}

function checkInputs(cell: CellDocument, cells: ReadonlyMap<string, CellDocument>, where: string): void {
  const accepts = kindOf(cell.kind)?.inputs ?? []
  for (const id of cell.inputs) {
    const input = cells.get(id)
    if (!input)
      throw usage(`Cell ${cell.id} takes its input from a cell that is not there.`, where, id, 'Name a cell above it.')
    if (!accepts.includes(input.kind)) {
      const wanted = accepts.length > 0 ? `It takes: ${accepts.join(', ')}.` : 'It takes no input.'
      throw usage(`Cell ${cell.id} (${cell.kind}) cannot take a ${input.kind} cell as input.`, where, id, wanted)
    }
  }
}

/**
 * Why a cell that takes an input but names none cannot run, or null. Such a document is valid all the same: a cell may
 * be added before, and outlive, what it reads.
 */
export function missingInput(cell: CellDocument): LongviewError | null {
  const accepts = kindOf(cell.kind)?.inputs ?? []
  if (!needsInput(cell.kind) || cell.inputs.length > 0) return null
  return usage(
    `Cell ${cell.id} (${cell.kind}) names no input.`,
    `cell ${cell.id}`,
    cell.id,
    `It takes: ${accepts.join(', ')}.`,
  )
}

function badShape(error: z.ZodError, raw: unknown, where: string): LongviewError {
  const issue = error.issues[0]
  return usage(
    `The notebook's ${issue.path.join('.') || 'top level'} cannot be used: ${issue.message}.`,
    where,
    shownValue(valueAt(raw, issue.path)),
    'A notebook is {"version": 1, "cells": [{"id", "kind", "params", "inputs"}]}.',
  )
}

function usage(what: string, where: string, value: string, remedy: string): LongviewError {
  return new LongviewError({ code: 'usage', what, where, value, remedy })
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root
  for (const key of path) {
    if (value === null || typeof value !== 'object') return value
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}
