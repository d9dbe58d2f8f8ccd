/** Tasks over the town's papers: put events and causes in order, tell them in short, find who was there. */
import type { Dice } from '../dice.ts'
import { type Draft, docId, type Lang, same, splitDocs } from '../draft.ts'
import { type Chain, type Chronicle, makeChain, makeChronicle, readDates } from '../worlds/chronicle.ts'
import { build, lbp, lettered, optionLines, type Setting, t } from './build.ts'

export interface ChronicleOptions {
  readonly events: number
  readonly colour: number
  readonly sentences: readonly [number, number]
}

const settingOf = (world: Chronicle): Setting => ({
  lang: world.lang,
  intro: world.words.intro,
  body: world.body,
  pages: world.pages,
})
const chainSetting = (world: Chain): Setting => ({
  lang: world.lang,
  intro: world.words.chainIntro,
  body: world.body,
  pages: world.pages,
})

const ORDER = 'sequence ordering'
const cap = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** T2.1: events by date, some of them reckoned from others. */
export function chronicleTimeline(dice: Dice, lang: Lang, options: ChronicleOptions): Draft {
  const world = makeChronicle(dice, lang, options)
  const gold = world.events.map((event) => event.words.name)
  const listed = dice.shuffle(gold)
  return build(settingOf(world), {
    ...lbp('T2.1 Global Timeline Reconstruction', ORDER),
    question: `${t(lang, 'Put these events in the order in which they happened, the earliest first. Write them as they stand here.', '请把下列事件按发生的先后排列，最早的在前，写法与此处一致。')}\n${listed.map((name) => `- ${name}`).join('\n')}`,
    ask: t(lang, `the order of the ${gold.length} events`, `${gold.length}个事件的先后次序`),
    docIds: gold,
    form: { kind: 'ordered', right: gold },
    clues: world.events.map((event) => ({
      where: docId(event.n),
      quote: event.dated,
      says: t(lang, `${event.words.name} was on ${event.date}`, `${event.words.name}在 ${event.date}`),
    })),
    steps: world.events.map((event) => `${event.date}: ${event.words.name}`),
    check: (prompt) =>
      same(
        [...readDates(prompt, gold, world.words)].sort((a, b) => (a[1] < b[1] ? -1 : 1)).map(([name]) => name),
        gold,
      ),
  })
}

/** T2.2: from the first cause to the last effect. */
export function chronicleChain(dice: Dice, lang: Lang, which: number, colour: readonly [number, number]): Draft {
  const world = makeChain(dice, lang, { which, colour, others: true })
  const gold = world.links.map((link) => link.name)
  return build(chainSetting(world), {
    ...lbp('T2.2 Local Causal Chain Sorting', ORDER),
    question: `${t(lang, `The statements on ${world.chain.title} form one chain of causes. Order its links from the first cause to the last effect. Write them as they stand here.`, `关于${world.chain.title}的证词构成一条因果链。请从最初的原因排到最后的结果，写法与此处一致。`)}\n${dice
      .shuffle(gold)
      .map((name) => `- ${name}`)
      .join('\n')}`,
    ask: t(lang, `the chain of causes behind ${world.chain.title}`, `${world.chain.title}的因果次序`),
    docIds: gold,
    form: { kind: 'ordered', right: gold },
    clues: world.links.map((link, i) => ({
      where: docId(link.n),
      quote: link.text,
      says:
        i === 0
          ? t(lang, 'no cause is given, so this comes first', '没有说原因，应是起点')
          : t(lang, `${gold[i - 1]} → ${link.name}`, `${gold[i - 1]} → ${link.name}`),
    })),
    steps: gold.slice(1).map((name, i) => `${gold[i]} → ${name}`),
    check: (prompt) => {
      const docs = [...splitDocs(prompt).values()].map((doc) => doc.split('\n')[0].toLowerCase())
      const before = (name: string): string[] =>
        docs
          .filter((doc) => doc.includes(name.toLowerCase()))
          .flatMap((doc) => gold.filter((each) => each !== name && doc.includes(each.toLowerCase())))
      // Two statements hold each middle link: its own and the next one's; so each link's neighbours are exactly two.
      const first = gold.filter((name) =>
        docs.some(
          (doc) =>
            doc.includes(name.toLowerCase()) &&
            gold.every((each) => each === name || !doc.includes(each.toLowerCase())),
        ),
      )
      const order = [...first]
      while (order.length < gold.length) {
        const next = before(order.at(-1) as string).find((name) => !order.includes(name))
        if (!next) break
        order.push(next)
      }
      return same(order, gold)
    },
  })
}

/** T4.2: how one thing led to another. */
export function chronicleChainStory(dice: Dice, lang: Lang, which: number, colour: readonly [number, number]): Draft {
  const world = makeChain(dice, lang, { which, colour, others: true })
  const names = world.links.map((link) => link.name)
  const points = names.map((name, i) =>
    i === 0
      ? [t(lang, `It began when ${name}.`, `起因是${name}。`), t(lang, `${cap(name)}.`, `${name}。`)]
      : [
          t(lang, `Because ${names[i - 1]}, ${name}.`, `由于${names[i - 1]}，${name}。`),
          t(lang, `Then ${name}.`, `随后${name}。`),
          t(lang, `${cap(name)}, one thing led to another.`, `接着${name}，一件引出一件。`),
        ],
  )
  const reference = [
    points.map((wordings) => wordings[0]).join(t(lang, ' ', '')),
    t(lang, `${cap(names[0])}; ${names.slice(1).join(', then ')}.`, `${names.join('，')}。`),
  ]
  return build(chainSetting(world), {
    ...lbp('T4.2 Query-Focused Summary', 'summarization of long documents under constraints'),
    question: t(
      lang,
      `Tell in no more than ${names.length} sentences how ${world.chain.title} came about. Leave out the other incidents.`,
      `请用不超过 ${names.length} 句话说明${world.chain.title}是怎样发生的，不写其他事情。`,
    ),
    ask: t(lang, `how ${world.chain.title} came about`, `${world.chain.title}的来由`),
    docIds: reference,
    form: {
      kind: 'summary',
      reference,
      points,
      besides: dice
        .take(
          world.pages.filter((page) => !world.links.some((link) => docId(link.n) === page.where)),
          8,
        )
        .map((page) => page.quote),
    },
    clues: world.links.map((link) => ({ where: docId(link.n), quote: link.text, says: link.name })),
    steps: names.map((name, i) => `${i + 1}. ${name}`),
    check: (prompt) => {
      const text = [...splitDocs(prompt).values()].join('\n').toLowerCase()
      const missing = names.find((name) => !text.includes(name.toLowerCase()))
      return missing ? `no statement on ${missing}` : ''
    },
  })
}

/** T4.1: all events of the papers in a few lines. */
export function chronicleOverview(dice: Dice, lang: Lang, options: ChronicleOptions): Draft {
  const world = makeChronicle(dice, lang, options)
  const year = (date: string): string => date.slice(0, 4)
  const points = world.events.map((event) => [
    t(lang, `In ${year(event.date)} ${event.words.gist}.`, `${year(event.date)}年，${event.words.gist}。`),
    t(lang, `${cap(event.words.gist)}, in ${year(event.date)}.`, `${event.words.gist}，时在${year(event.date)}年。`),
    t(lang, `${cap(event.words.gist)}.`, `${event.words.gist}。`),
  ])
  const reference = [0, 2].map((i) => points.map((wordings) => wordings[i]).join(t(lang, ' ', '')))
  const others = world.pages.filter((page) => !world.events.some((event) => docId(event.n) === page.where))
  return build(settingOf(world), {
    ...lbp('T4.1 Global-Coverage Constrained Summary', 'summarization of long documents under constraints'),
    question: t(
      lang,
      `Write an annal of the town: one short sentence for each of the ${points.length} dated events, in order of date, each with its year.`,
      `请写一份年表式摘要：对 ${points.length} 件有日期的大事，按时间先后各写一短句，并注明年份。`,
    ),
    ask: t(lang, 'the dated events in order', '有日期的大事及其先后'),
    docIds: reference,
    form: { kind: 'summary', reference, points, besides: dice.take(others, 10).map((page) => page.quote) },
    clues: world.events.map((event) => ({
      where: docId(event.n),
      quote: event.dated,
      says: t(lang, event.date, event.date),
    })),
    steps: world.events.map((event) => `${event.date}: ${event.words.gist}`),
    check: (prompt) =>
      same(
        [
          ...readDates(
            prompt,
            world.events.map((event) => event.words.name),
            world.words,
          ).values(),
        ].sort(),
        world.events.map((event) => event.date),
      ),
  })
}

/** EM: who is named in the source that tells of an event. */
export function chronicleSource(dice: Dice, lang: Lang, options: ChronicleOptions): Draft {
  const world = makeChronicle(dice, lang, options)
  const event = dice.pick(world.events)
  const near = dice.take(
    world.words.sources.filter((source) => source !== event.source),
    4,
  )
  return build(settingOf(world), {
    dataSource: 'EM',
    rewardMode: 'EM',
    ability: 'precise long-range information retrieval',
    question: t(
      lang,
      `From which source is the extract taken that gives the date of ${event.words.name}? Write it as in the heading, without "From".`,
      `记载“${event.words.name}”日期的那段摘录录自哪里？写法与标题一致，不写“录自”。`,
    ),
    ask: t(lang, `the source that dates ${event.words.name}`, `记载${event.words.name}日期的出处`),
    goldenLabel: event.source,
    form: { kind: 'exact', right: event.source, near },
    clues: [
      {
        where: docId(event.n),
        quote: event.dated,
        says: t(lang, `the extract is from ${event.source}`, `这段录自${event.source}`),
      },
    ],
    decoys: world.events
      .filter((each) => each !== event)
      .slice(0, 5)
      .map((each) => ({
        where: docId(each.n),
        quote: each.dated,
        says: t(lang, `that dates ${each.words.name}`, `那是${each.words.name}`),
      })),
    steps: [t(lang, `${docId(event.n)} is headed ${event.source}.`, `${docId(event.n)}的标题是${event.source}。`)],
    check: (prompt) =>
      same(
        [splitDocs(prompt).get(event.n)?.includes(event.dated), splitDocs(prompt).get(event.n)?.split('\n')[0]],
        [true, t(lang, `From ${event.source}`, `录自${event.source}`)],
      ),
  })
}

/** selection: which of four events came last. */
export function chronicleLast(dice: Dice, lang: Lang, options: ChronicleOptions): Draft {
  const world = makeChronicle(dice, lang, options)
  const four = dice.some(world.events, 4)
  const options4 = lettered(dice.shuffle(four).map((event) => event.words.name))
  const last = four.at(-1)?.words.name
  const right = Object.keys(options4).find((letter) => options4[letter] === last) as string
  return build(settingOf(world), {
    dataSource: 'selection',
    rewardMode: 'selection',
    ability: 'long-document comprehension and multi-hop question answering over several sources',
    question: `${t(lang, 'Which of these happened last?', '下列事件中哪一件发生得最晚？')}\n${optionLines(options4)}`,
    ask: t(lang, 'the latest of the four events', '四件事中最晚的一件'),
    goldenLabel: right,
    form: { kind: 'choice', right, options: options4, line: false },
    clues: four.map((event) => ({
      where: docId(event.n),
      quote: event.dated,
      says: t(lang, `that is ${event.date}`, `即 ${event.date}`),
    })),
    steps: four.map((event) => `${event.words.name}: ${event.date}`),
    check: (prompt) => {
      const dates = readDates(
        prompt,
        world.events.map((event) => event.words.name),
        world.words,
      )
      const names = Object.values(options4).sort((a, b) => ((dates.get(a) ?? '') < (dates.get(b) ?? '') ? -1 : 1))
      return same([names.at(-1)], [last])
    },
  })
}
