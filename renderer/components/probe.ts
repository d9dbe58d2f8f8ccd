import { useEffect, useState } from 'react'

/** Canvas and Monaco cannot read `light-dark()`: a hidden element resolves a token to the colour in force. */
let probe: HTMLElement | null = null

export function tokenColour(token: string): string {
  if (!probe) {
    probe = document.createElement('span')
    // Under forced colours every element would have the same one, and Monaco could not be shown at all.
    probe.style.setProperty('forced-color-adjust', 'none')
    probe.hidden = true
    document.body.append(probe)
  }
  probe.style.color = `var(--${token})`
  return getComputedStyle(probe).color
}

/** As `#rrggbb`, which is what Monaco takes. */
export function tokenHex(token: string): string {
  const numbers = tokenColour(token).match(/[\d.]+/g) ?? ['0', '0', '0']
  return `#${numbers
    .slice(0, 3)
    .map((part) => Math.round(Number(part)).toString(16).padStart(2, '0'))
    .join('')}`
}

/** Counts changes of theme, so that a canvas is drawn again. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0)
  useEffect(() => {
    // After the browser has the new colours.
    const bump = () => requestAnimationFrame(() => setVersion((n) => n + 1))
    addEventListener('longview:theme', bump)
    return () => removeEventListener('longview:theme', bump)
  }, [])
  return version
}
