import type { GuestGroup } from '../../rewards/custom/guest.ts'

export interface SandboxLimits {
  /** One call may take this long. */
  readonly deadlineMs: number
  /** Of the sandbox's memory, pages of 64 KB. */
  readonly memoryPages: number
}

export const DEFAULT_LIMITS: SandboxLimits = { deadlineMs: 1000, memoryPages: 2048 }

/** First message to the child: what it is for. */
export interface SandboxStart {
  readonly kind: 'start'
  readonly code: string
  readonly limits: SandboxLimits
}

export interface SandboxCall {
  readonly text: string
  readonly finishReason: string | null
  readonly tokens: number | null
}

export interface SandboxBatch {
  readonly kind: 'batch'
  readonly batch: number
  readonly group: GuestGroup
  readonly calls: readonly SandboxCall[]
}

/** A number, the guest's JSON, or what went wrong with this one call. */
export type SandboxResult =
  | number
  | string
  | { readonly failed: 'timeout' | 'memory' | 'thrown'; readonly detail: string }

/** Between two calls the child says that it is alive, at most this often. */
export const ALIVE_MS = 50

export type SandboxAnswer =
  /** `quietMs`: the next word may take this long. */
  | { readonly kind: 'alive'; readonly quietMs?: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly detail: string }
  /** `fatal`: this child is spent (its memory is full); the calls that are missing were not made. */
  | {
      readonly kind: 'answer'
      readonly batch: number
      readonly results: readonly SandboxResult[]
      readonly fatal: boolean
    }
