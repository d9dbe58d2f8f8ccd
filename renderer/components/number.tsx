import { reward } from '../format.ts'

/** A reward in a column: 0 and 1 stand under the units of 0.600; null is a word of its own, never a 0. */
export function RewardNumber({ value }: { value: number | null | undefined }) {
  if (value === undefined) return null
  if (value === null) return <i className="null">null</i>
  const text = reward(value)
  return (
    <>
      {text}
      {text.includes('.') ? null : (
        <i className="pad" aria-hidden="true">
          .000
        </i>
      )}
    </>
  )
}
