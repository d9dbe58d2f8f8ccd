import { type Reason, type ReasonMark, reasonMark, reasonWords } from '../../core/model/reward.ts'

const BOX = <rect x=".5" y=".5" width="9" height="9" />

/** One drawing a mark: full, half, empty, hatched, broken lines, cross, clock hands, dashed circle. */
const MARKS: Readonly<Record<ReasonMark, React.ReactNode>> = {
  right: <rect className="solid" x=".5" y=".5" width="9" height="9" />,
  partial: (
    <>
      {BOX}
      <path className="solid" d="M.5 5.5h9v4h-9z" />
    </>
  ),
  wrong: BOX,
  gate: (
    <>
      {BOX}
      <path d="M.5 5 5 .5M.5 9.5l9-9M5 9.5 9.5 5" />
    </>
  ),
  parse: (
    <>
      {BOX}
      <path d="M2.5 3.5h5M2.5 6.5h3" />
    </>
  ),
  exception: (
    <>
      {BOX}
      <path d="m2.5 2.5 5 5m0-5-5 5" />
    </>
  ),
  timeout: (
    <>
      {BOX}
      <path d="M5 2.5v2.7h2.4" />
    </>
  ),
  null: <circle cx="5" cy="5" r="4.4" strokeDasharray="2 1.6" />,
}

/** A square got a number, a circle has none: 10px, always with its word beside it. */
export function Mark({ mark }: { mark: ReasonMark }) {
  return (
    <svg className="mark" viewBox="0 0 10 10" aria-hidden="true">
      {MARKS[mark]}
    </svg>
  )
}

export function ReasonWord({ reason }: { reason: string }) {
  return (
    <span className="reason">
      <Mark mark={reasonMark(reason as Reason)} />
      <span className="cut data">{reasonWords(reason as Reason)}</span>
    </span>
  )
}
