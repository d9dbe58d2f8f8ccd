import { existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Answers `type` (the kernel's magic number on Linux) and room; injected by tests. */
export type Statfs = (path: string) => { readonly type: number; readonly bsize: number; readonly bavail: number }

/**
 * statfs(2) magic numbers of file systems whose locks or shared memory are not to be trusted between machines: SQLite's
 * WAL keeps its index in shared memory, which every process must see at once.
 */
const NETWORK_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x47504653, 'GPFS'],
  [0x19830326, 'BeeGFS'],
  [0xaad7aaea, 'PanFS'],
  [0x73757245, 'Coda'],
  [0x7461636f, 'OCFS2'],
  [0x01161970, 'GFS2'],
  [0x20030528, 'OrangeFS'],
])

/** The nearest directory that exists: a workspace is checked before it is made. */
export function existingAncestor(path: string): string {
  let at = resolve(path)
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at)
  return at
}

/**
 * Name of the network file system that `path` (or its nearest existing parent) lies on, null for a local one or where
 * the platform does not say. Linux answers by magic number; on Windows a UNC path is a network share.
 */
export function networkFileSystem(
  path: string,
  statfs: Statfs = statfsSync,
  platform = process.platform,
): string | null {
  if (platform === 'win32') return resolve(path).startsWith('\\\\') ? 'SMB' : null
  if (platform !== 'linux') return null
  return NETWORK_TYPES.get(statfs(existingAncestor(path)).type >>> 0) ?? null
}

/** Bytes that this user can still write under `path`. */
export function freeBytes(path: string, statfs: Statfs = statfsSync): number {
  const { bsize, bavail } = statfs(existingAncestor(path))
  return bsize * bavail
}
