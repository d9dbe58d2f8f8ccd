import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { MIGRATIONS } from '../../../core/engine/store/schema/index.ts'
import { findWorkspace, holderOf, openWorkspace } from '../../../core/engine/store/workspace.ts'

function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'longview-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

const statfs = (type: number) => () => ({ type, bsize: 4096, bavail: 1 << 20 })

describe('opening', () => {
  test('makes the directory and sets the pragmas that durability needs', async () => {
    const dir = join(scratch(), 'deep', 'ws')
    const workspace = await openWorkspace(dir, { write: true })
    const pragma = (name: string) => workspace.db.pragma(name, { simple: true })
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('auto_vacuum')]).toEqual([
      'wal',
      2,
      1,
      2,
    ])
    expect(pragma('user_version')).toBe(MIGRATIONS.at(-1)?.to)
    workspace.close()
    const reader = await openWorkspace(dir, { write: false })
    expect(reader.writable).toBe(false)
    expect(() => reader.db.exec('DELETE FROM samples')).toThrow(/readonly/)
    reader.close()
  })

  test('a workspace that is not there is not made for a reader', async () => {
    const dir = join(scratch(), 'ws')
    await expect(openWorkspace(dir, { write: false })).rejects.toMatchObject({ code: 'workspace' })
    expect(existsSync(dir)).toBe(false)
  })

  test('an old Node is refused before the binding is loaded', async () => {
    const dir = join(scratch(), 'ws')
    for (const nodeVersion of ['20.19.0', '22.14.0']) {
      await expect(openWorkspace(dir, { write: true, nodeVersion })).rejects.toMatchObject({
        code: 'workspace',
        parts: { what: expect.stringContaining(nodeVersion), remedy: expect.stringContaining('npm start') },
      })
    }
    expect(existsSync(dir)).toBe(false)
    for (const nodeVersion of ['22.15.0', '24.0.0', '26.1.0']) {
      ;(await openWorkspace(dir, { write: true, nodeVersion })).close()
    }
  })

  test.each([
    [0x6969, 'NFS'],
    [0x0bd00bd0, 'Lustre'],
    [0xff534d42 | 0, 'CIFS'], // as a signed number, as some systems give it
    [0xfe534d42, 'SMB'],
    [0x65735546, 'FUSE'],
  ])('file system %i is refused as %s, with a local workspace as the remedy', async (type, name) => {
    const dir = join(scratch(), 'ws')
    for (const write of [true, false]) {
      await expect(openWorkspace(dir, { write, statfs: statfs(type) })).rejects.toMatchObject({
        code: 'workspace',
        parts: { value: name, remedy: expect.stringContaining('--workspace') },
      })
    }
    expect(existsSync(dir)).toBe(false)
  })

  test('a local file system by another number is taken', async () => {
    ;(await openWorkspace(join(scratch(), 'ws'), { write: true, statfs: statfs(0xef53) })).close()
  })

  test.runIf(process.getuid?.() !== 0)('a directory without the right to write', async () => {
    const dir = scratch()
    chmodSync(dir, 0o500)
    await expect(openWorkspace(join(dir, 'ws'), { write: true })).rejects.toMatchObject({ code: 'workspace' })
    chmodSync(dir, 0o700)
  })

  test.runIf(process.platform === 'linux')('a file system that takes no directory', async () => {
    // /proc takes no directories from anybody, root included.
    await expect(openWorkspace('/proc/longview', { write: true })).rejects.toMatchObject({
      code: 'workspace',
      parts: { remedy: expect.stringContaining('--workspace') },
    })
  })

  test('a file in the place of the directory', async () => {
    const dir = scratch()
    writeFileSync(join(dir, 'ws'), 'text')
    await expect(openWorkspace(join(dir, 'ws'), { write: true })).rejects.toMatchObject({ code: 'workspace' })
  })

  test('what is no database, or another program’s, is left as it is', async () => {
    const dir = scratch()
    const path = join(dir, 'longview.db')
    const text = 'this is text, not a database, and long enough to have a header to be looked at '.repeat(40)
    writeFileSync(path, text)
    await expect(openWorkspace(dir, { write: true })).rejects.toMatchObject({ code: 'workspace' })
    expect(readFileSync(path, 'utf8')).toBe(text)
    rmSync(path)
    const other = new Database(path)
    other.exec('CREATE TABLE theirs (x)')
    other.close()
    for (const write of [true, false]) {
      await expect(openWorkspace(dir, { write })).rejects.toMatchObject({
        code: 'workspace',
        parts: { what: expect.stringContaining('another program') },
      })
    }
  })

  test('a damaged database', async () => {
    const dir = scratch()
    ;(await openWorkspace(dir, { write: true })).close()
    const bytes = readFileSync(join(dir, 'longview.db'))
    bytes.fill(0x5a, 100, bytes.length)
    writeFileSync(join(dir, 'longview.db'), bytes)
    await expect(openWorkspace(dir, { write: true })).rejects.toMatchObject({
      code: 'workspace',
      parts: { what: expect.stringContaining('damaged') },
    })
  })

  test('a lost or damaged text index grows again', async () => {
    const dir = scratch()
    ;(await openWorkspace(dir, { write: true })).close()
    writeFileSync(join(dir, 'text.db'), 'no index at all '.repeat(500))
    const workspace = await openWorkspace(dir, { write: true })
    expect(workspace.text?.prepare('SELECT count(*) FROM read').pluck().get()).toBe(0)
    workspace.close()
  })
})

describe('versions', () => {
  const newer = [
    ...MIGRATIONS,
    { to: (MIGRATIONS.at(-1)?.to ?? 0) + 1, sql: 'CREATE TABLE added (x); ALTER TABLE runs ADD COLUMN note TEXT;' },
  ]
  const current = MIGRATIONS.at(-1)?.to ?? 0

  test('an older workspace is brought up to date and its copy kept', async () => {
    const dir = scratch()
    const old = await openWorkspace(dir, { write: true })
    old.db.exec("INSERT INTO meta VALUES ('last_number', 41)")
    old.close()
    // A reader cannot do it.
    await expect(openWorkspace(dir, { write: false, migrations: newer })).rejects.toMatchObject({ code: 'workspace' })
    const workspace = await openWorkspace(dir, { write: true, migrations: newer })
    expect(workspace.migratedFrom).toBe(join(dir, `longview.v${current}.db`))
    expect(workspace.db.prepare('SELECT count(*) FROM added').pluck().get()).toBe(0)
    expect(workspace.db.prepare("SELECT value FROM meta WHERE key = 'last_number'").pluck().get()).toBe(41)
    expect(workspace.db.pragma('foreign_keys', { simple: true })).toBe(1)
    workspace.close()
    const copy = new Database(join(dir, `longview.v${current}.db`), { readonly: true })
    expect(copy.pragma('user_version', { simple: true })).toBe(current)
    expect(copy.prepare("SELECT value FROM meta WHERE key = 'last_number'").pluck().get()).toBe(41)
    copy.close()
    const again = await openWorkspace(dir, { write: true, migrations: newer })
    expect(again.migratedFrom).toBeNull()
    again.close()
  })

  test('a newer one is refused and not touched', async () => {
    const dir = scratch()
    ;(await openWorkspace(dir, { write: true, migrations: newer })).close()
    const before = readFileSync(join(dir, 'longview.db'))
    for (const write of [true, false]) {
      await expect(openWorkspace(dir, { write })).rejects.toMatchObject({
        code: 'workspace',
        parts: { value: String(current + 1), remedy: expect.stringContaining('Update Longview') },
      })
    }
    expect(readFileSync(join(dir, 'longview.db')).equals(before)).toBe(true)
    expect(holderOf(dir)).toBeNull()
  })

  test('a migration that fails changes nothing', async () => {
    const dir = scratch()
    ;(await openWorkspace(dir, { write: true })).close()
    const broken = [...MIGRATIONS, { to: current + 1, sql: 'CREATE TABLE added (x); SELECT nonsense FROM nowhere;' }]
    await expect(openWorkspace(dir, { write: true, migrations: broken })).rejects.toThrow()
    const workspace = await openWorkspace(dir, { write: true })
    expect(workspace.db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'added'").pluck().get()).toBe(0)
    workspace.close()
  })
})

describe('one writer', () => {
  test('a second one in this process is refused, readers are not', async () => {
    const dir = scratch()
    const writer = await openWorkspace(dir, { write: true })
    await expect(openWorkspace(dir, { write: true })).rejects.toMatchObject({
      code: 'workspace-busy',
      parts: { value: String(process.pid) },
    })
    const reader = await openWorkspace(dir, { write: false })
    writer.db.exec("INSERT INTO meta VALUES ('last_number', 1)")
    expect(reader.db.prepare('SELECT count(*) FROM meta').pluck().get()).toBe(1)
    reader.close()
    writer.close()
    ;(await openWorkspace(dir, { write: true })).close()
  })

  test('the holder is told with its socket, and is forgotten when it closes', async () => {
    const dir = scratch()
    expect(holderOf(dir)).toBeNull()
    const writer = await openWorkspace(dir, { write: true })
    expect(holderOf(dir)).toEqual({ pid: process.pid, socket: null })
    writer.announce('/run/some.sock')
    expect(holderOf(dir)).toEqual({ pid: process.pid, socket: '/run/some.sock' })
    expect(statSync(join(dir, 'holder.json')).mode & 0o777).toBe(0o600)
    writer.close()
    expect(holderOf(dir)).toBeNull()
  })

  test('another process holds it; killed, its lock is stale and taken over', async () => {
    const dir = scratch()
    const child = spawn(process.execPath, [fileURLToPath(new URL('./hold.ts', import.meta.url)), dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    await expect(openWorkspace(dir, { write: true })).rejects.toMatchObject({
      code: 'workspace-busy',
      parts: { value: String(child.pid), what: expect.stringContaining(`process ${child.pid}`) },
    })
    expect(holderOf(dir)).toEqual({ pid: child.pid, socket: 'held.sock' })
    const reader = await openWorkspace(dir, { write: false })
    expect(reader.db.prepare("SELECT value FROM meta WHERE key = 'last_number'").pluck().get()).toBe(7)
    reader.close()
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(existsSync(join(dir, 'holder.json'))).toBe(true)
    expect(holderOf(dir)).toBeNull()
    const writer = await openWorkspace(dir, { write: true })
    expect(writer.db.prepare("SELECT value FROM meta WHERE key = 'last_number'").pluck().get()).toBe(7)
    expect(holderOf(dir)).toEqual({ pid: process.pid, socket: null })
    writer.close()
  })

  test('a pid that was given to another process is no holder', () => {
    const dir = scratch()
    writeFileSync(
      join(dir, 'holder.json'),
      JSON.stringify({ pid: process.pid, started: 'another boot:1', socket: 'x' }),
    )
    expect(holderOf(dir)).toBeNull()
    writeFileSync(join(dir, 'holder.json'), '{"pid":')
    expect(holderOf(dir)).toBeNull()
  })
})

test('the workspace is the nearest one upwards, else one in the directory itself', () => {
  const dir = scratch()
  const deep = join(dir, 'a', 'b')
  mkdirSync(deep, { recursive: true })
  expect(findWorkspace(deep)).toBe(join(deep, '.longview'))
  mkdirSync(join(dir, '.longview'))
  writeFileSync(join(dir, 'a', '.longview'), 'a file is no workspace')
  expect(findWorkspace(deep)).toBe(join(dir, '.longview'))
})
