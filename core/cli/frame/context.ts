import type { Engine } from '../../contract.ts'
import type { Notes } from './notes.ts'
import type { Output } from './output.ts'
import type { Stop } from './stop.ts'

/** What every verb gets. */
export interface Context {
  readonly out: Output
  readonly notes: Notes
  readonly stop: Stop
  readonly json: boolean
  readonly quiet: boolean
  /** True where a person reads standard output. */
  readonly terminal: boolean
  /** Paths are taken from here. */
  readonly cwd: string
  readonly workspaceDir: string
  readonly env: NodeJS.ProcessEnv
  /** The workspace's engine, opened at the first call and closed when the verb is done; another process's where that writes. */
  engine(access: 'read' | 'write'): Promise<Engine>
  /**
   * For verbs that stay: the engine for writing. Where another process does the work and ends, this one goes on with an
   * engine of its own, or joins who was faster; `changed` is called then.
   */
  follow(changed: () => void): Promise<Following>
}

export interface Following {
  engine(): Engine
  /**
   * Ends the engine with its workers and children and opens it anew; what it had under way is cut and stays resumable.
   * Resolves when the new one answers, after `changed`. @throws {LongviewError} workspace-busy where another process
   * does the work
   */
  restart(): Promise<void>
  /** Only rejects: no engine can be had any more. */
  readonly failed: Promise<never>
}
