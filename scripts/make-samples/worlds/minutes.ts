/** Minutes of a housing cooperative: matters that are raised, priced, debated, promised, delayed, handed over and done. */
import { type Dice, type Words, weave } from '../dice.ts'
import { type Clue, docId, type Lang } from '../draft.ts'
import { dateAfter } from './depot.ts'
import { type Matter, MINUTES_WORDS, type MinutesWords, type StepKind } from './minutes-words.ts'

export interface Step {
  readonly kind: StepKind
  readonly matter: Matter
  readonly session: number
  readonly date: string
  /** Number of its document. */
  readonly n: number
  readonly text: string
  readonly facts: Words
}

export interface Minutes {
  readonly lang: Lang
  readonly words: MinutesWords
  readonly steps: readonly Step[]
  readonly matters: readonly Matter[]
  readonly body: string
  readonly pages: readonly Clue[]
}

export interface MinutesOptions {
  readonly matters: number
  readonly sessions: number
  /** Items a meeting that belong to no matter, least and most. */
  readonly fillers: readonly [number, number]
}

type Plan = { kind: StepKind; matter: Matter; session: number; facts: Words }

export function makeMinutes(dice: Dice, lang: Lang, options: MinutesOptions): Minutes {
  const words = MINUTES_WORDS[lang]
  const matters = dice.take(words.matters, options.matters)
  const plans = matters.flatMap((matter) => courseOf(dice.fork(matter.name), lang, matter, options.sessions))
  const steps: Step[] = []
  const pages: Clue[] = []
  const docs: string[] = []
  for (let session = 1; session <= options.sessions; session++) {
    const date = sessionDate(session)
    const items: (Plan | null)[] = dice.shuffle([
      ...plans.filter((plan) => plan.session === session),
      ...Array.from({ length: dice.int(...options.fillers) }, () => null),
    ])
    items.forEach((plan, at) => {
      const n = docs.length + 1
      const topic = plan ? plan.matter.name : lang === 'zh' ? '其他事项' : 'other business'
      const head = weave(dice, words.say.head[0], { session, date, item: at + 1, topic })
      const text = plan ? tell(dice, words, plan) : filler(dice, words)
      const doc = `${docId(n)}\n${head}\n${text}`
      docs.push(doc)
      pages.push({ where: docId(n), quote: text.match(/^.+?[.。]/)?.[0] ?? text, says: '' })
      if (plan) steps.push({ kind: plan.kind, matter: plan.matter, session, date, n, text, facts: plan.facts })
    })
  }
  return { lang, words, steps, matters, body: docs.join('\n\n'), pages }
}

const sessionDate = (session: number): string => dateAfter('2030-01-14', (session - 1) * 21)

function amount(lang: Lang, value: number): string {
  return lang === 'zh' ? `${value} 元` : `£${value.toLocaleString('en-GB')}`
}

/** The steps of one matter in order, spread over the meetings, with what is true after each. */
function courseOf(dice: Dice, lang: Lang, matter: Matter, sessions: number): Plan[] {
  const words = MINUTES_WORDS[lang]
  const middle = dice.shuffle<StepKind>(['postpone', 'handover', 'postpone', 'handover']).slice(0, dice.int(1, 3))
  const kinds: StepKind[] = ['raise', 'estimate', 'assign', ...middle, ...(dice.chance(0.7) ? (['done'] as const) : [])]
  const places = dice
    .take(
      Array.from({ length: sessions }, (_, i) => i + 1),
      Math.min(sessions, kinds.length),
    )
    .sort((a, b) => a - b)
  const [first, second] = dice.shuffle(matter.firms)
  const cost = dice.int(14, 190) * 50
  const rival = cost + dice.int(3, 30) * 50
  const final = cost + dice.int(-8, 16) * 25
  const which = dice.int(0, 1)
  const yes = dice.int(14, 26)
  const no = dice.int(2, 11)
  let holder = dice.pick(words.people)
  let due = ''
  return kinds.slice(0, places.length).map((kind, i): Plan => {
    const session = places[i]
    const [person, other, third] = dice.take(
      words.people.filter((name) => name !== holder),
      3,
    )
    const [oldholder, olddue] = [holder, due]
    if (kind === 'assign') due = dateAfter(sessionDate(session), dice.int(40, 110))
    if (kind === 'postpone') due = dateAfter(due, dice.int(20, 80))
    if (kind === 'handover') holder = dice.pick(words.people.filter((name) => name !== holder))
    const facts = {
      ...{ trouble: matter.trouble, duty: matter.duty, snag: matter.snag, outcome: matter.outcome },
      ...{
        firm: first,
        rival: second,
        cost: amount(lang, cost),
        rivalcost: amount(lang, rival),
        final: amount(lang, final),
      },
      ...{ way1: matter.ways[0], way2: matter.ways[1], chosen: matter.ways[which], way: which },
      which: lang === 'zh' ? ['前者', '后者'][which] : ['former', 'latter'][which],
      ...{
        person,
        other,
        third,
        holder,
        oldholder,
        due,
        olddue,
        on: dateAfter(sessionDate(session), -dice.int(2, 16)),
      },
      ...{ yes, no, idle: dice.int(0, 5), costValue: cost, finalValue: final },
    }
    return { kind, matter, session, facts }
  })
}

function tell(dice: Dice, words: MinutesWords, plan: Plan): string {
  const say = (kind: keyof MinutesWords['say']): string => weave(dice, dice.pick(words.say[kind]), plan.facts)
  const parts = plan.kind === 'assign' ? [say('debate'), say('vote'), say('assign')] : [say(plan.kind)]
  return parts.join(words === MINUTES_WORDS.zh ? '' : ' ')
}

function filler(dice: Dice, words: MinutesWords): string {
  const parts = dice.take(words.fillers, dice.int(1, 2)).map((each) => {
    const [person, other] = dice.take(words.people, 2)
    return weave(dice, each, { person, other })
  })
  return parts.join(words === MINUTES_WORDS.zh ? '' : ' ')
}

export function stepsOf(minutes: Minutes, matter: Matter): Step[] {
  return minutes.steps.filter((step) => step.matter === matter)
}

/** The sentence of a step that holds `fact`, as a clue. */
export function stepClue(step: Step, fact: string, says = ''): Clue {
  const sentences = step.text.match(/.+?(?:[.。](?= |$|[^\d])|$)/g) ?? [step.text]
  return { where: docId(step.n), quote: (sentences.find((each) => each.includes(fact)) ?? step.text).trim(), says }
}
