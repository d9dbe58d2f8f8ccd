import { LongviewError, shownValue } from '../model/errors.ts'

/** The version this code writes. */
export const CURRENT_VERSION = 1

/** One step a version: MIGRATIONS[v] turns a document of version v into v + 1. Version 1 is the first. */
const MIGRATIONS: Readonly<Record<number, (document: Record<string, unknown>) => Record<string, unknown>>> = {}

/** Brings an older document to the current version. @throws {LongviewError} for a newer one, or one without a version */
export function migrate(raw: unknown, where: string): unknown {
  const version = typeof raw === 'object' && raw !== null ? (raw as { version?: unknown }).version : undefined
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new LongviewError({
      code: 'unreadable',
      what: 'The file is no Longview notebook: it has no version.',
      where,
      value: shownValue(version ?? null),
      remedy: 'Open a .longview file, for example samples/tour.longview.',
    })
  }
  if (version > CURRENT_VERSION) {
    throw new LongviewError({
      code: 'unreadable',
      what: `The notebook was written by a newer Longview (version ${version}; this one reads up to ${CURRENT_VERSION}).`,
      where,
      value: String(version),
      remedy: 'Update Longview; the file was not changed.',
    })
  }
  let document = raw as Record<string, unknown>
  for (let v = version; v < CURRENT_VERSION; v++) document = { ...MIGRATIONS[v](document), version: v + 1 }
  return document
}
