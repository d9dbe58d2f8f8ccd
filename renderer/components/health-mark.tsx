/** Dot full = up, amber ring = stalled, cross = down. Always with words beside it for all but up. */
export function HealthMark({ mark }: { mark: 'up' | 'stalled' | 'down' }) {
  return (
    <svg className={`health-mark ${mark}`} viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
      {mark === 'up' && <circle cx="4" cy="4" r="3" fill="currentColor" />}
      {mark === 'stalled' && <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" strokeWidth="1.5" />}
      {mark === 'down' && <path d="m1.5 1.5 5 5m0-5-5 5" fill="none" stroke="currentColor" strokeWidth="1.5" />}
    </svg>
  )
}
