/** Answers of several lines: sets, covers, rankings, orders. */
import type { Dice } from '../dice.ts'
import type { AnswerForm, Draft } from '../draft.ts'
import type { Answer, Dress } from './answer.ts'
import { layOut } from './layout.ts'

type Form<K extends AnswerForm['kind']> = Extract<AnswerForm, { kind: K }>

/** At most three of the lines in one sentence. */
function brief(draft: Draft, lines: readonly string[]): string {
  const zh = draft.language === 'Chinese'
  const short = lines.map((line) => (line.length > 60 ? `${line.slice(0, 56)}…` : line))
  if (short.length <= 3) return short.join(zh ? '、' : ', ')
  return zh
    ? `${short.slice(0, 3).join('、')}等${short.length}项`
    : `${short.slice(0, 3).join(', ')} and ${short.length - 3} more`
}

function done(dice: Dice, draft: Draft, lines: readonly string[], dress: Dress, right: boolean): Answer {
  return { body: layOut(dice, draft, lines, dress), answer: brief(draft, lines), adopted: lines, right }
}

export function setAnswer(dice: Dice, draft: Draft, form: Form<'set'>, quality: number, dress: Dress): Answer {
  const n = form.right.length
  if (quality >= 1)
    return done(
      dice,
      draft,
      extras(dice, dice.chance(0.3) ? dice.shuffle(form.right) : form.right, form.near, dress),
      dress,
      true,
    )
  const keep = quality <= 0 ? 0 : Math.max(1, Math.min(n - 1, Math.round(n * (quality + dice.next() * 0.3))))
  const add = quality <= 0 ? dice.int(1, 4) : dice.int(n > 1 ? 0 : 1, Math.ceil((1 - quality) * 4))
  const kept = dice.some(form.right, keep)
  const added = dice.take(form.near, Math.max(kept.length === 0 ? 1 : 0, add))
  const lines = dice.chance(0.5) ? [...kept, ...added] : dice.shuffle([...kept, ...added])
  return done(dice, draft, extras(dice, lines, form.near, dress), dress, false)
}

/** `extra`: everything that might count, to be safe. */
function extras(dice: Dice, lines: readonly string[], near: readonly string[], dress: Dress): readonly string[] {
  if (dress !== 'extra') return lines
  return [
    ...lines,
    ...dice.take(
      near.filter((line) => !lines.includes(line)),
      dice.int(3, 12),
    ),
  ]
}

export function coverAnswer(dice: Dice, draft: Draft, form: Form<'cover'>, quality: number, dress: Dress): Answer {
  const n = form.right.length
  const wrong = quality >= 1 ? 0 : Math.max(1, Math.round((1 - quality) * n))
  const spoiled = new Set(dice.take([...form.right.keys()], wrong))
  const lines: string[] = []
  form.right.forEach((line, i) => {
    // A line is wrong, or it was forgotten.
    if (!spoiled.has(i)) lines.push(line)
    else if (dice.chance(0.85) && form.spoil[i].length > 0) lines.push(dice.pick(form.spoil[i]))
    if (dress === 'extra') lines.push(...dice.take(form.spoil[i], 2))
  })
  if (lines.length === 0) lines.push(dice.pick(form.spoil[0]))
  return done(dice, draft, lines, dress, quality >= 1)
}

export function rankedAnswer(dice: Dice, draft: Draft, form: Form<'ranked'>, quality: number, dress: Dress): Answer {
  if (quality >= 1) return done(dice, draft, extras(dice, form.right, form.near, dress), dress, true)
  if (quality <= 0) return done(dice, draft, dice.take(form.near, form.right.length), dress, false)
  const noise = (1 - quality) * form.right.length
  const order = form.right
    .map((line, i) => ({ line, at: i + (dice.next() - 0.5) * 2.4 * noise }))
    .sort((a, b) => a.at - b.at)
  const lines = order.map((each) => each.line)
  const outsiders = dice.take(form.near, dice.int(0, Math.ceil((1 - quality) * 4)))
  for (const line of outsiders) {
    if (dice.chance(0.5)) lines.splice(dice.int(0, lines.length - 1), 1, line)
    else lines.splice(dice.int(0, lines.length), 0, line)
  }
  const same = lines.join('\n') === form.right.join('\n')
  if (same) lines.reverse()
  return done(dice, draft, extras(dice, lines, form.near, dress), dress, false)
}

export function orderedAnswer(dice: Dice, draft: Draft, form: Form<'ordered'>, quality: number, dress: Dress): Answer {
  const n = form.right.length
  if (quality >= 1) return done(dice, draft, form.right, dress, true)
  if (quality <= 0) return done(dice, draft, [...form.right].reverse(), dress, false)
  const lines = [...form.right]
  const swaps = Math.max(1, Math.round((1 - quality) * ((n * (n - 1)) / 2)))
  for (let s = 0; s < swaps; s++) {
    const ahead = [...lines.keys()].filter(
      (i) => i > 0 && form.right.indexOf(lines[i - 1]) < form.right.indexOf(lines[i]),
    )
    if (ahead.length === 0) break
    const i = dice.pick(ahead)
    ;[lines[i - 1], lines[i]] = [lines[i], lines[i - 1]]
  }
  // Short lists pay under the reference: some stop early.
  if (n > 3 && dice.chance(0.2)) lines.splice(dice.int(2, n - 1))
  if (dress === 'extra') lines.splice(dice.int(0, lines.length), 0, dice.pick(lines))
  return done(dice, draft, lines, dress, false)
}
