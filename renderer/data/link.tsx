import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Engine } from '../../core/contract.ts'
import type { Link, LinkState } from '../engine.ts'

const LinkContext = createContext<Link | null>(null)

export function LinkProvider({ link, children }: { link: Link; children: ReactNode }) {
  return <LinkContext value={link}>{children}</LinkContext>
}

export function useLink(): Link {
  const link = useContext(LinkContext)
  if (!link) throw new Error('no LinkProvider above')
  return link
}

export function useEngine(): Engine {
  return useLink().engine
}

export function useLinkState(): LinkState {
  const link = useLink()
  return useSyncExternalStore(link.subscribe, link.state)
}

/** Counts the lines opened so far: a view that reads a stream starts it again when this changes. */
export function useEpoch(): number {
  const state = useLinkState()
  return state.state === 'connecting' ? 0 : state.epoch
}
