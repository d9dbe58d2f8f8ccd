import { useEffect, useState } from 'react'

/**
 * Nothing for 200 ms (most answers are there by then), then a 4px bar, from 2 s also what is waited for. The bar keeps
 * its place from the start, so that nothing moves when it comes or goes.
 */
export function Loading({ what }: { what: string }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((n) => n + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className="loading">
      <div className="loading-bar" role="progressbar" aria-label={what} />
      {seconds >= 2 && (
        <span className="caption">
          {what}, {seconds} s
        </span>
      )}
    </div>
  )
}
