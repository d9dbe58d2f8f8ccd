/** Tasks over the minutes: who holds what, what was decided, what it cost, and which items say so. */
import type { Dice } from '../dice.ts'
import { type Draft, docId, type Lang, same, sameSet, splitDocs } from '../draft.ts'
import { type Minutes, type MinutesOptions, makeMinutes, type Step, stepClue, stepsOf } from '../worlds/minutes.ts'
import type { Matter } from '../worlds/minutes-words.ts'
import { build, lbp, lettered, optionLines, type Setting, t } from './build.ts'

export const settingOf = (minutes: Minutes): Setting => ({
  lang: minutes.lang,
  intro: minutes.words.intro,
  body: minutes.body,
  pages: minutes.pages,
})

const COMPREHENSION = 'long-document comprehension and multi-hop question answering over several sources'

/** A matter whose course has all of these steps. */
export function matterWith(dice: Dice, minutes: Minutes, ...kinds: Step['kind'][]): { matter: Matter; steps: Step[] } {
  const fits = minutes.matters.filter((each) =>
    kinds.every((kind) => stepsOf(minutes, each).some((step) => step.kind === kind)),
  )
  const matter = dice.pick(fits)
  return { matter, steps: stepsOf(minutes, matter) }
}

export const fact = (step: Step | undefined, name: string): string => String(step?.facts[name] ?? '')
const lastOf = (steps: readonly Step[], ...kinds: Step['kind'][]): Step =>
  steps.filter((step) => kinds.includes(step.kind)).at(-1) as Step

/** Paragraphs about a matter, as a reader finds them: by its name in the item's head. */
export function itemsOn(prompt: string, matter: Matter): [number, string][] {
  return [...splitDocs(prompt)].filter(([, text]) => /[：:] ?(.+?)[.。]/.exec(text.split('\n')[0])?.[1] === matter.name)
}

/** T11.1: who has the duty at the end, and until when. */
export function minutesCommitment(dice: Dice, lang: Lang, options: MinutesOptions): Draft {
  const minutes = makeMinutes(dice, lang, options)
  const { matter, steps } = matterWith(dice, minutes, 'assign', 'handover')
  const kept = steps.filter((step) => ['assign', 'handover', 'postpone'].includes(step.kind))
  const end = lastOf(kept, 'assign', 'handover', 'postpone')
  const join = t(lang, ', ', '，')
  const gold = `${fact(end, 'holder')}${join}${fact(end, 'due')}`
  const stages = kept.map((step) => `${fact(step, 'holder')}${join}${fact(step, 'due')}`)
  const mixed = kept.flatMap((a) => kept.map((b) => `${fact(a, 'holder')}${join}${fact(b, 'due')}`))
  return build(settingOf(minutes), {
    ...lbp('T11.1 Long-Range Entity & Commitment Tracking', COMPREHENSION),
    question: t(
      lang,
      `After the last change recorded in the minutes: who is to see to ${matter.name}, and by what date? Answer on one line in the form "Name, YYYY-MM-DD", with the name as in the minutes.`,
      `按会议记录中最后一次变动，${matter.name}由谁负责、期限是哪天？请写成一行，格式为“姓名，YYYY-MM-DD”。`,
    ),
    ask: t(
      lang,
      `who holds the duty for ${matter.name} in the end, and the date`,
      `${matter.name}最后由谁负责以及期限`,
    ),
    docIds: [gold],
    form: { kind: 'line', right: gold, near: [...new Set([...stages, ...mixed])].filter((each) => each !== gold) },
    clues: kept.map((step) =>
      stepClue(
        step,
        fact(step, 'due'),
        t(
          lang,
          `it is ${fact(step, 'holder')} by ${fact(step, 'due')} now`,
          `此时是${fact(step, 'holder')}，${fact(step, 'due')}`,
        ),
      ),
    ),
    decoys: minutes.steps
      .filter((s) => s.matter !== matter && s.kind === 'postpone')
      .slice(0, 4)
      .map((s) => stepClue(s, fact(s, 'due'), t(lang, 'another matter', '说的是另一件事'))),
    steps: kept.map((step) => `${step.date}: ${fact(step, 'holder')}, ${fact(step, 'due')}`),
    check: (prompt) => {
      const items = itemsOn(prompt, matter).map(([, text]) => text)
      const dates = items.flatMap((text) => (/\d{4}-\d\d-\d\d/.test(text.split('\n')[1]) ? [text.split('\n')[1]] : []))
      const held = dates.filter((text) => text.includes(fact(end, 'due')) && text.includes(fact(end, 'holder')))
      return held.length > 0 ? '' : `no item gives ${gold}`
    },
  })
}

/** T11.2: what "the former" or "the latter" meant. */
export function minutesReference(dice: Dice, lang: Lang, options: MinutesOptions): Draft {
  const minutes = makeMinutes(dice, lang, options)
  const { matter, steps } = matterWith(dice, minutes, 'assign')
  const step = lastOf(steps, 'assign')
  const gold = fact(step, 'chosen')
  const others = minutes.matters.filter((each) => each !== matter).flatMap((each) => each.ways)
  return build(settingOf(minutes), {
    ...lbp('T11.2 Short-Range Reference Resolution & State Query', COMPREHENSION),
    question: t(
      lang,
      `In the meeting of ${step.date}, two ways of dealing with ${matter.name} were debated. Which one was put to the vote? Answer on one line, in the words of the minutes.`,
      `${step.date} 的会议讨论了处理${matter.name}的两种办法，最后付诸表决的是哪一种？请用记录原文中的说法写成一行。`,
    ),
    ask: t(lang, `which way for ${matter.name} went to the vote`, `${matter.name}付诸表决的办法`),
    docIds: [gold],
    form: { kind: 'line', right: gold, near: [...matter.ways.filter((way) => way !== gold), ...dice.take(others, 2)] },
    clues: [
      stepClue(
        step,
        matter.ways[0],
        t(lang, `first ${matter.ways[0]}, then ${matter.ways[1]}`, `先是${matter.ways[0]}，后是${matter.ways[1]}`),
      ),
      stepClue(
        step,
        fact(step, 'which'),
        t(lang, `the ${fact(step, 'which')}, so ${gold}`, `${fact(step, 'which')}，即${gold}`),
      ),
    ],
    decoys: minutes.steps
      .filter((s) => s.kind === 'assign' && s !== step)
      .slice(0, 4)
      .map((s) => stepClue(s, fact(s, 'which'), t(lang, 'that is another matter', '那是另一件事'))),
    steps: [
      t(
        lang,
        `The order in which they are named decides: ${matter.ways.join(' / ')}.`,
        `先后次序：${matter.ways.join('／')}。`,
      ),
    ],
    check: (prompt) => {
      const text = splitDocs(prompt).get(step.n) ?? ''
      const latter = /latter to the vote|the latter of the two|把后者付诸|表决的是后者/.test(text)
      const ways = [...matter.ways].sort((a, b) => text.indexOf(a) - text.indexOf(b))
      return same([ways[latter ? 1 : 0]], [gold])
    },
  })
}

/** T3.1: final bill against first estimate, four letters. */
export function minutesDifference(dice: Dice, lang: Lang, options: MinutesOptions): Draft {
  const minutes = makeMinutes(dice, lang, options)
  const { matter, steps } = matterWith(dice, minutes, 'estimate', 'done')
  const [estimate, done] = [lastOf(steps, 'estimate'), lastOf(steps, 'done')]
  const gap = Number(done.facts.finalValue) - Number(estimate.facts.costValue)
  const say = (value: number): string =>
    value === 0
      ? t(lang, 'exactly the estimate', '与报价相同')
      : value > 0
        ? t(lang, `${value} more than the estimate`, `比报价多 ${value}`)
        : t(lang, `${-value} less than the estimate`, `比报价少 ${-value}`)
  const values = [gap, -gap || 175, gap + 125, gap - 75]
  const options4 = lettered(dice.shuffle(values.map(say)))
  const right = Object.keys(options4).find((letter) => options4[letter] === say(gap)) as string
  return build(settingOf(minutes), {
    ...lbp('T3.1 Multi-Doc Integration QA', COMPREHENSION),
    question: `${t(
      lang,
      `How did the final bill for ${matter.name} compare with the estimate of the firm that got the work (the cheaper one)? Answer with the letter alone.`,
      `${matter.name}的最后账单与中标（较便宜）一家的报价相比如何？只写选项字母。`,
    )}\n${optionLines(options4)}`,
    ask: t(lang, `the bill for ${matter.name} against its estimate`, `${matter.name}账单与报价的差额`),
    docIds: [right],
    form: { kind: 'choice', right, options: options4, line: true },
    clues: [
      stepClue(
        estimate,
        fact(estimate, 'cost'),
        t(lang, `the estimate was ${fact(estimate, 'cost')}`, `报价是${fact(estimate, 'cost')}`),
      ),
      stepClue(done, fact(done, 'final'), t(lang, `the bill was ${fact(done, 'final')}`, `实付${fact(done, 'final')}`)),
    ],
    decoys: minutes.steps
      .filter((s) => s.kind === 'estimate' && s !== estimate)
      .slice(0, 4)
      .map((s) => stepClue(s, fact(s, 'cost'), t(lang, 'a different matter', '另一件事'))),
    steps: [`${done.facts.finalValue} - ${estimate.facts.costValue} = ${gap}`],
    check: (prompt) => {
      const items = itemsOn(prompt, matter)
      const amounts = items.flatMap(([, text]) =>
        text.includes(fact(done, 'final')) && text.includes(fact(done, 'cost')) ? [text] : [],
      )
      return amounts.length > 0 ? '' : `no item with ${fact(done, 'final')} and ${fact(done, 'cost')}`
    },
  })
}

/** T3.2: which firm made the dearer offer. */
export function minutesRival(dice: Dice, lang: Lang, options: MinutesOptions): Draft {
  const minutes = makeMinutes(dice, lang, options)
  const { matter, steps } = matterWith(dice, minutes, 'estimate')
  const step = lastOf(steps, 'estimate')
  const gold = fact(step, 'rivalcost')
  const others = minutes.steps.filter((s) => s.kind === 'estimate' && s !== step)
  return build(settingOf(minutes), {
    ...lbp('T3.2 Single-Hop Fact QA', COMPREHENSION),
    question: t(
      lang,
      `What did ${fact(step, 'rival')} ask for the work on ${matter.name}? Answer on one line with the amount as it stands in the minutes.`,
      `${fact(step, 'rival')}对${matter.name}的报价是多少？请照原文写法写成一行。`,
    ),
    ask: t(lang, `the offer of ${fact(step, 'rival')}`, `${fact(step, 'rival')}的报价`),
    docIds: [gold],
    form: {
      kind: 'line',
      right: gold,
      near: [fact(step, 'cost'), ...others.map((s) => fact(s, 'rivalcost'))].filter((each) => each !== gold),
    },
    clues: [stepClue(step, gold, t(lang, `${fact(step, 'rival')} asked ${gold}`, `${fact(step, 'rival')}要${gold}`))],
    decoys: others.slice(0, 4).map((s) => stepClue(s, fact(s, 'cost'), t(lang, 'other firms', '是别的公司'))),
    steps: [
      t(
        lang,
        `The cheaper one was ${fact(step, 'firm')} with ${fact(step, 'cost')}.`,
        `较便宜的是${fact(step, 'firm')}，${fact(step, 'cost')}。`,
      ),
    ],
    check: (prompt) => {
      const texts = itemsOn(prompt, matter).map(([, text]) => text)
      const near = texts.find((text) => text.includes(fact(step, 'rival')) && text.includes(gold))
      return near ? '' : `no item names ${fact(step, 'rival')} with ${gold}`
    },
  })
}

/** selection: which matter passed with the narrowest vote. */
export function minutesNarrowest(dice: Dice, lang: Lang, options: MinutesOptions): Draft {
  for (let attempt = 0; ; attempt++) {
    const minutes = makeMinutes(dice.fork(`try${attempt}`), lang, options)
    const votes = minutes.steps
      .filter((step) => step.kind === 'assign')
      .map((step) => ({ step, margin: Number(step.facts.yes) - Number(step.facts.no) }))
    const ranked = votes.sort((a, b) => a.margin - b.margin)
    if (ranked.length < 4 || ranked[0].margin === ranked[1].margin) continue
    const options4 = lettered(
      dice.shuffle([ranked[0], ...dice.take(ranked.slice(1), 3)]).map((each) => each.step.matter.name),
    )
    const right = Object.keys(options4).find((letter) => options4[letter] === ranked[0].step.matter.name) as string
    const voteOf = (text: string): number | null => {
      const found =
        /(?:In favour|For|The vote:|赞成) ?(\d+)(?: for)?(?:, against|，反对|票，反对)[^\d]{0,4}(\d+)|The vote: (\d+) for, (\d+) against/.exec(
          text,
        )
      return found ? Number(found[1] ?? found[3]) - Number(found[2] ?? found[4]) : null
    }
    return build(settingOf(minutes), {
      dataSource: 'selection',
      rewardMode: 'selection',
      ability: COMPREHENSION,
      question: `${t(lang, 'Which matter was carried with the smallest margin of votes in favour over votes against?', '哪一项议题通过时赞成票与反对票之差最小？')}\n${optionLines(options4)}`,
      ask: t(lang, 'the matter with the narrowest vote', '票数最接近的议题'),
      goldenLabel: `The correct answer is (${right})`,
      form: { kind: 'choice', right, options: options4, line: false },
      clues: ranked.map((each) =>
        stepClue(
          each.step,
          t(lang, String(each.step.facts.yes), `赞成${each.step.facts.yes}`),
          t(lang, `a margin of ${each.margin}`, `相差 ${each.margin} 票`),
        ),
      ),
      steps: ranked.map(
        (each) => `${each.step.matter.name}: ${each.step.facts.yes} - ${each.step.facts.no} = ${each.margin}`,
      ),
      check: (prompt) => {
        const margins = [...splitDocs(prompt)].flatMap(([n, text]) =>
          voteOf(text) === null ? [] : [[n, voteOf(text) as number] as const],
        )
        const least = margins.reduce((a, b) => (b[1] < a[1] ? b : a))
        return same([margins.length, least[0]], [ranked.length, ranked[0].step.n])
      },
    })
  }
}

/** T5.1: the items that bear out a whole statement. */
export function minutesCitation(dice: Dice, lang: Lang, options: MinutesOptions): Draft {
  const minutes = makeMinutes(dice, lang, options)
  const { matter, steps } = matterWith(dice, minutes, 'raise', 'estimate', 'handover')
  const used = ['raise', 'estimate', 'handover'].map((kind) => lastOf(steps, kind as Step['kind']))
  const gold = used.map((step) => docId(step.n))
  const rest = steps.filter((step) => !used.includes(step) && step.kind !== 'handover')
  const first = fact(used[2], 'oldholder')
  const statement = t(
    lang,
    `"${matter.trouble} ${fact(used[1], 'firm')} offered to do the work for ${fact(used[1], 'cost')}, and the duty passed from ${first} to ${fact(used[2], 'holder')}."`,
    `“${matter.trouble}${fact(used[1], 'firm')}报价${fact(used[1], 'cost')}，后来由${fact(used[2], 'holder')}接替${first}负责。”`,
  )
  return build(settingOf(minutes), {
    ...lbp('T5.1 Full-Sentence Citation Alignment', 'exhaustive retrieval'),
    question: t(
      lang,
      `A newsletter wrote about ${matter.name}: ${statement} Which items are needed to bear out the three parts of this? One item for each part: the one in which it was first entered in the minutes; for the handover, the one that records it.`,
      `简报这样写${matter.name}：${statement}这段话的三个部分各由哪一项议题支持？每部分给出一个编号：最先记下这件事的那一项；交接以记录交接的那一项为准。`,
    ),
    ask: t(lang, `the items behind the statement on ${matter.name}`, `支持关于${matter.name}那段话的议题`),
    docIds: gold,
    form: {
      kind: 'set',
      right: gold,
      near: [...rest, ...minutes.steps.filter((s) => s.matter !== matter).slice(0, 8)].map((s) => docId(s.n)),
    },
    clues: [
      stepClue(used[0], matter.trouble.slice(0, 12), t(lang, 'the trouble is first told here', '最先说到问题')),
      stepClue(used[1], fact(used[1], 'cost'), t(lang, 'the offer', '报价在此')),
      stepClue(used[2], fact(used[2], 'holder'), t(lang, 'the handover', '交接在此')),
    ],
    decoys: rest
      .slice(0, 4)
      .map((s) =>
        stepClue(
          s,
          fact(s, 'holder'),
          t(lang, 'same matter, but not one of the three parts', '同一件事，但不是这三部分'),
        ),
      ),
    steps: used.map((step, i) => t(lang, `Part ${i + 1}: ${docId(step.n)}.`, `第${i + 1}部分：${docId(step.n)}。`)),
    check: (prompt) => {
      const items = itemsOn(prompt, matter)
      const [trouble] = items.filter(([, text]) => text.includes(matter.trouble))
      const [offer] = items.filter(
        ([, text]) => text.includes(fact(used[1], 'firm')) && text.includes(fact(used[1], 'rivalcost')),
      )
      const handovers = items.filter(
        ([, text]) =>
          text.includes(first) &&
          text.includes(fact(used[2], 'holder')) &&
          /takes over|From today|接替|改由/.test(text),
      )
      return sameSet(
        [trouble, offer, handovers.at(-1)].map((each) => docId(each?.[0] ?? -1)),
        gold,
      )
    },
  })
}

/** T5.2: all items in which a date was moved. */
export function minutesMoved(dice: Dice, lang: Lang, options: MinutesOptions): Draft {
  const minutes = makeMinutes(dice, lang, options)
  const moved = minutes.steps.filter((step) => step.kind === 'postpone')
  const gold = moved.map((step) => docId(step.n))
  const others = minutes.steps.filter((step) => step.kind === 'handover' || step.kind === 'assign')
  return build(settingOf(minutes), {
    ...lbp('T5.2 Key-Statement Citation Alignment', 'exhaustive retrieval'),
    question: t(
      lang,
      'The auditor states: "Agreed dates were moved again and again." Give the ids of all items that record that the date of an undertaking was moved to a later one.',
      '审计写道：“约定的期限一再推迟。”请给出所有记录了期限被推迟的议题编号。',
    ),
    ask: t(lang, 'every item in which a date is moved', '所有推迟期限的议题'),
    docIds: gold,
    form: { kind: 'set', right: gold, near: others.map((step) => docId(step.n)) },
    clues: moved.map((step) =>
      stepClue(
        step,
        fact(step, 'olddue'),
        t(
          lang,
          `moved from ${fact(step, 'olddue')} to ${fact(step, 'due')}`,
          `从 ${fact(step, 'olddue')} 改到 ${fact(step, 'due')}`,
        ),
      ),
    ),
    decoys: others
      .slice(0, 6)
      .map((step) =>
        stepClue(
          step,
          fact(step, 'due'),
          t(lang, 'the date is set or stays, it is not moved', '期限是新定或不变，没有推迟'),
        ),
      ),
    steps: [t(lang, `${gold.length} delays in all.`, `共 ${gold.length} 次推迟。`)],
    check: (prompt) =>
      sameSet(
        [...splitDocs(prompt)]
          .filter(
            ([, text]) =>
              new Set(text.split('\n')[1].match(/\d{4}-\d\d-\d\d/g) ?? []).size === 2 &&
              !/Finished|it is done|完工|已完成/.test(text),
          )
          .map(([n]) => docId(n)),
        gold,
      ),
  })
}

/** EM: the firm that asked less. */
export function minutesFirm(dice: Dice, lang: Lang, options: MinutesOptions): Draft {
  const minutes = makeMinutes(dice, lang, options)
  const { matter, steps } = matterWith(dice, minutes, 'estimate')
  const step = lastOf(steps, 'estimate')
  const gold = fact(step, 'firm')
  return build(settingOf(minutes), {
    dataSource: 'EM',
    rewardMode: 'EM',
    ability: 'precise long-range information retrieval',
    question: t(
      lang,
      `Which firm made the lower estimate for ${matter.name}?`,
      `${matter.name}两份报价中较低的一份出自哪家公司？`,
    ),
    ask: t(lang, `the firm with the lower estimate for ${matter.name}`, `${matter.name}报价较低的公司`),
    goldenLabel: gold,
    form: {
      kind: 'exact',
      right: gold,
      near: [
        fact(step, 'rival'),
        ...minutes.matters
          .filter((m) => m !== matter)
          .slice(0, 2)
          .map((m) => m.firms[0]),
      ],
    },
    clues: [
      stepClue(
        step,
        fact(step, 'cost'),
        t(
          lang,
          `${fact(step, 'cost')} is less than ${fact(step, 'rivalcost')}`,
          `${fact(step, 'cost')}低于${fact(step, 'rivalcost')}`,
        ),
      ),
    ],
    decoys: minutes.steps
      .filter((s) => s.kind === 'estimate' && s !== step)
      .slice(0, 4)
      .map((s) => stepClue(s, fact(s, 'cost'), t(lang, 'another matter', '另一件事'))),
    steps: [`${fact(step, 'cost')} < ${fact(step, 'rivalcost')}`],
    check: (prompt) => {
      const [item] = itemsOn(prompt, matter).filter(([, text]) => text.includes(fact(step, 'rivalcost')))
      return item?.[1].includes(gold) &&
        Number(step.facts.costValue) < Number(fact(step, 'rivalcost').replace(/\D/g, ''))
        ? ''
        : `no lower estimate by ${gold}`
    },
  })
}
