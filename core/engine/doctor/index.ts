/** What works on this machine, and how to mend what does not. Needs no workspace and opens none. */
import { statfsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Check } from '../../contract.ts'
import { existingAncestor, networkFileSystem } from '../store/filesystem.ts'
import { findBrowser } from './browser.ts'
import { type Asked, checkEndpoints } from './endpoint.ts'
import { checkMathVerify, checkPython, checkSandbox } from './rewards.ts'
import { run } from './run.ts'

declare const __LONGVIEW_VERSION__: string | undefined

/** From package.json at build time. */
export const VERSION = typeof __LONGVIEW_VERSION__ === 'string' ? __LONGVIEW_VERSION__ : 'source'

/** @param workspace directory that would be used, there or not */
export async function examine(workspace: string, asked: Asked): Promise<readonly Check[]> {
  const served = await checkEndpoints(asked, process.env)
  const fixed = await Promise.all([
    checkNode(),
    checkSqlite(),
    checkBrowser(),
    checkSandbox(),
    checkPython(),
    checkMathVerify(),
  ])
  return [{ check: 'longview', ok: true, detail: VERSION, remedy: null }, ...fixed, checkFolder(workspace), ...served]
}

function checkNode(): Check {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const ok = major > 22 || (major === 22 && minor >= 15)
  const remedy = ok ? null : 'Start with `npm start` or `npx longview` in the checkout, which bring their own Node 24.'
  return { check: 'node', ok, detail: process.versions.node, remedy }
}

async function checkSqlite(): Promise<Check> {
  try {
    const { default: Database } = await import('better-sqlite3')
    const db = new Database(':memory:')
    const version = db.prepare('SELECT sqlite_version()').pluck().get()
    db.close()
    return { check: 'sqlite', ok: true, detail: String(version), remedy: null }
  } catch (error) {
    const remedy =
      'Run `npm ci` again: the binding ships inside its package for Linux, macOS and Windows, x64 and arm64.'
    return { check: 'sqlite', ok: false, detail: error instanceof Error ? error.message : String(error), remedy }
  }
}

async function checkBrowser(): Promise<Check> {
  const path = findBrowser()
  if (!path) {
    const remedy =
      'Install Chromium or Chrome, or set LONGVIEW_BROWSER to its path. Only PNG export and the tests need it.'
    return { check: 'browser', ok: false, detail: 'none found', remedy }
  }
  const { ok, out } = await run(path, ['--version'], 10_000)
  return {
    check: 'browser',
    ok,
    detail: ok ? `${out} (${path})` : `${path}: ${out}`,
    remedy: ok ? null : 'Reinstall it.',
  }
}

function checkFolder(workspace: string): Check {
  const at = existingAncestor(workspace)
  const network = networkFileSystem(at, statfsSync)
  if (network) {
    const remedy = 'Name a directory on a local disk with --workspace: SQLite’s log does not work on this file system.'
    return { check: 'workspace', ok: false, detail: `${resolve(workspace)} lies on ${network}`, remedy }
  }
  const { bavail, bsize } = statfsSync(at)
  const free = bavail * bsize
  const ok = free > 1e9
  const detail = `${resolve(workspace)}, ${(free / 1e9).toFixed(1)} GB free`
  return {
    check: 'workspace',
    ok,
    detail,
    remedy: ok ? null : 'Free some space: a run of 16 responses to 22,965 samples takes about 2 GB.',
  }
}
