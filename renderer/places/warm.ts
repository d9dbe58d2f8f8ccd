import { useEffect } from 'react'
import { loadMonaco } from '../reader/monaco.ts'

/** Loads the reader when somebody first comes near a list that leads to it, a moment before the first text is opened. */
export function useWarmReader(): void {
  useEffect(() => {
    const near = (event: Event) => {
      if (!(event.target instanceof Element) || !event.target.closest('[role=grid], .matrix, .inspector')) return
      leave()
      requestIdleCallback(() => void loadMonaco())
    }
    const leave = () => {
      removeEventListener('pointerover', near)
      removeEventListener('focusin', near)
    }
    addEventListener('pointerover', near, { passive: true })
    addEventListener('focusin', near)
    return leave
  }, [])
}
