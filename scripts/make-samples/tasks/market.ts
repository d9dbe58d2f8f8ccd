/** Tasks over the delivery book: tables to extract, sums, shares and averages, miscast rows. */
import type { Dice } from '../dice.ts'
import { type Draft, docId, type Lang, type Row, same, sameSet } from '../draft.ts'
import { money } from '../worlds/depot.ts'
import {
  type Delivery,
  type Market,
  type MarketOptions,
  makeMarket,
  marketPages,
  readMarket,
  rowClue,
} from '../worlds/market.ts'
import { build, type Setting, sumLine, t } from './build.ts'

const settingOf = (market: Market): Setting => ({
  lang: market.lang,
  intro: market.words.intro,
  body: market.body,
  pages: marketPages(market),
})

const TABLE = {
  dataSource: 'multitableqa_pretraining',
  rewardMode: 'multitableqa_pretraining',
  ability: 'structured information extraction from tables',
}
const rowsJson = (rows: readonly Row[]): string => JSON.stringify({ data: rows.map((row) => row.map(String)) })

/** IoU: rows of one kind of goods above a quantity. */
export function marketSelect(dice: Dice, lang: Lang, options: MarketOptions): Draft {
  const market = makeMarket(dice, lang, options)
  const goods = dice.pick(market.words.goods)[0]
  const quantities = market.deliveries.filter((each) => each.goods === goods).map((each) => each.quantity)
  const least = quantities.sort((a, b) => b - a)[Math.min(quantities.length - 1, 8)]
  const pick = (all: readonly Delivery[]): Row[] =>
    all
      .filter((each) => each.goods === goods && each.quantity >= least)
      .map((each) => [each.no, each.grower, String(each.quantity)])
  const found = market.deliveries.filter((each) => each.goods === goods && each.quantity >= least)
  const others = market.deliveries.filter((each) => each.goods === goods && each.quantity < least)
  const rows = pick(market.deliveries)
  return build(settingOf(market), {
    ...TABLE,
    question: t(
      lang,
      `List all deliveries of ${goods} with a quantity of ${least} or more. Cells: number of the delivery, grower, quantity.`,
      `列出数量不少于 ${least} 的全部${goods}收货。单元格依次为：单号、农户、数量。`,
    ),
    ask: t(lang, `the deliveries of ${goods} of at least ${least}`, `数量不少于 ${least} 的${goods}收货`),
    goldenLabel: rowsJson(rows),
    form: {
      kind: 'table',
      columns: t(lang, 'No.|Grower|Quantity', '单号|农户|数量').split('|'),
      rows,
      near: others.slice(0, 10).map((each) => [each.no, each.grower, String(each.quantity)]),
    },
    clues: found.map((each) => rowClue(each, t(lang, `${each.quantity} is enough`, `${each.quantity} 够数`))),
    decoys: others.slice(0, 6).map((each) => rowClue(each, t(lang, `only ${each.quantity}`, `只有 ${each.quantity}`))),
    steps: [t(lang, `${rows.length} rows meet the condition.`, `符合条件的共 ${rows.length} 行。`)],
    check: (prompt) => same(pick(readMarket(prompt)), rows),
  })
}

/** IoU: per grower the number of deliveries and the quantity of one kind of goods. */
export function marketGrowers(dice: Dice, lang: Lang, options: MarketOptions): Draft {
  const market = makeMarket(dice, lang, options)
  const goods = dice.pick(market.words.goods)[0]
  const table = (all: readonly Delivery[]): Row[] =>
    market.words.growers.flatMap((grower): Row[] => {
      const own = all.filter((each) => each.grower === grower && each.goods === goods)
      return own.length === 0
        ? []
        : [[grower, String(own.length), String(own.reduce((sum, each) => sum + each.quantity, 0))]]
    })
  const rows = table(market.deliveries)
  const own = market.deliveries.filter((each) => each.goods === goods)
  return build(settingOf(market), {
    ...TABLE,
    question: t(
      lang,
      `For every grower who delivered ${goods}: how many deliveries of ${goods}, and what quantity in all? Cells: grower, number of deliveries, total quantity.`,
      `每个交过${goods}的农户各交了几次、合计多少？单元格依次为：农户、次数、合计数量。`,
    ),
    ask: t(lang, `deliveries and quantity of ${goods} by grower`, `各农户交${goods}的次数和数量`),
    goldenLabel: rowsJson(rows),
    form: {
      kind: 'table',
      columns: t(lang, 'Grower|Deliveries|Quantity', '农户|次数|数量').split('|'),
      rows,
      near: market.words.growers.slice(0, 4).map((grower, i) => [grower, String(i + 1), String(20 + 7 * i)]),
    },
    clues: own
      .slice(0, 12)
      .map((each) =>
        rowClue(each, t(lang, `${each.quantity} for ${each.grower}`, `${each.grower}加 ${each.quantity}`)),
      ),
    decoys: market.deliveries
      .filter((each) => each.goods !== goods)
      .slice(0, 5)
      .map((each) => rowClue(each, t(lang, 'other goods', '品名不同'))),
    steps: rows.map(([grower, count, sum]) =>
      t(lang, `${grower}: ${count} deliveries, ${sum} in all.`, `${grower}：${count} 次，合计 ${sum}。`),
    ),
    check: (prompt) => same(table(readMarket(prompt)), rows),
  })
}

const MATH = {
  dataSource: 'math_longcot_math_verify',
  rewardMode: 'math_longcot_math_verify',
  ability: 'numerical reasoning',
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** Math: the worth of one grower's goods. */
export function marketWorth(dice: Dice, lang: Lang, options: MarketOptions): Draft {
  const market = makeMarket(dice, lang, options)
  const grower = dice.pick(market.words.growers)
  const [goods] = dice.pick(
    market.words.goods.filter(
      ([name]) => market.deliveries.filter((d) => d.grower === grower && d.goods === name).length >= 2,
    ),
  )
  const own = market.deliveries.filter((each) => each.grower === grower && each.goods === goods)
  const worth = own.reduce((sum, each) => sum + each.total, 0)
  const other = market.deliveries.filter((each) => each.grower === grower && each.goods !== goods)
  const near = [
    worth - own[0].total,
    worth + (other[0]?.total ?? 1250),
    worth + 900,
    own.reduce((sum, each) => sum + each.price, 0),
  ]
  return build(settingOf(market), {
    ...MATH,
    question: t(
      lang,
      `What were all deliveries of ${goods} by ${grower} worth together, by the totals in the book?`,
      `按收货簿的金额，${grower}交的全部${goods}一共值多少元？`,
    ),
    ask: t(lang, `what ${grower} got for ${goods} in all`, `${grower}的${goods}总金额`),
    goldenLabel: money(worth),
    form: { kind: 'number', right: money(worth), same: [String(worth / 100)], near: near.map(money), unit: '' },
    clues: own.map((each) => rowClue(each, t(lang, `add ${money(each.total)}`, `加上 ${money(each.total)}`))),
    decoys: other.slice(0, 4).map((each) => rowClue(each, t(lang, 'same grower, other goods', '农户对，品名不对'))),
    steps: [
      t(lang, `There are ${own.length} such rows.`, `这样的行共 ${own.length} 行。`),
      sumLine(
        lang,
        own.map((each) => money(each.total)),
        money(worth),
      ),
    ],
    check: (prompt) =>
      same(
        [
          readMarket(prompt)
            .filter((d) => d.grower === grower && d.goods === goods)
            .reduce((sum, d) => sum + d.total, 0),
        ],
        [worth],
      ),
  })
}

/** Math: one grower's share of a quantity, as a fraction in lowest terms. */
export function marketShare(dice: Dice, lang: Lang, options: MarketOptions): Draft {
  const market = makeMarket(dice, lang, options)
  const goods = dice.pick(market.words.goods)[0]
  const all = market.deliveries.filter((each) => each.goods === goods)
  const grower = dice.pick(all).grower
  const sum = (list: readonly Delivery[]): number => list.reduce((total, each) => total + each.quantity, 0)
  const own = all.filter((each) => each.grower === grower)
  const [a, b] = [sum(own), sum(all)]
  const k = gcd(a, b)
  const gold = `\\frac{${a / k}}{${b / k}}`
  return build(settingOf(market), {
    ...MATH,
    question: t(
      lang,
      `What fraction of the whole quantity of ${goods} in the book came from ${grower}? Give it in lowest terms.`,
      `收货簿中全部${goods}的数量里，${grower}占几分之几？请写成最简分数。`,
    ),
    ask: t(lang, `the share of ${grower} in all ${goods}`, `${grower}在全部${goods}中所占的比例`),
    goldenLabel: gold,
    form: {
      kind: 'number',
      right: gold,
      same: [`${a / k}/${b / k}`, `\\dfrac{${a / k}}{${b / k}}`],
      near: [
        `\\frac{${a + 3}}{${b}}`,
        `\\frac{${own.length}}{${all.length}}`,
        `\\frac{${a}}{${b - a || 1}}`,
        `${Math.round((a / b) * 100)}\\%`,
      ],
      unit: '',
    },
    clues: own.map((each) =>
      rowClue(each, t(lang, `${each.quantity} more for ${grower}`, `${grower}加 ${each.quantity}`)),
    ),
    decoys: all
      .filter((each) => each.grower !== grower)
      .slice(0, 5)
      .map((each) => rowClue(each, t(lang, 'counts for the whole only', '只计入总数'))),
    steps: [
      sumLine(
        lang,
        own.map((each) => each.quantity),
        a,
      ),
      t(lang, `All ${goods}: ${b}.`, `${goods}总数：${b}。`),
      `${a}/${b} = ${a / k}/${b / k}`,
    ],
    check: (prompt) => {
      const read = readMarket(prompt).filter((each) => each.goods === goods)
      return same([sum(read.filter((each) => each.grower === grower)), sum(read)], [a, b])
    },
  })
}

/** Math: most and least quantity, as an ordered pair. */
export function marketPair(dice: Dice, lang: Lang, options: MarketOptions): Draft {
  const market = makeMarket(dice, lang, options)
  const grower = dice.pick(market.words.growers)
  const [x, y] = dice.take(market.words.goods, 2).map(([name]) => name)
  const count = (all: readonly Delivery[], goods: string): number =>
    all.reduce((sum, each) => sum + (each.grower === grower && each.goods === goods ? each.quantity : 0), 0)
  const [p, q] = [count(market.deliveries, x), count(market.deliveries, y)]
  const gold = `(${p}, ${q})`
  const own = market.deliveries.filter((each) => each.grower === grower)
  return build(settingOf(market), {
    ...MATH,
    question: t(
      lang,
      `How much did ${grower} deliver of ${x} and of ${y} in all? Answer with the ordered pair (${x}, ${y}).`,
      `${grower}一共交了多少${x}、多少${y}？请用有序数对（${x}，${y}）作答，写成 (a, b)。`,
    ),
    ask: t(lang, `the quantities of ${x} and ${y} from ${grower}`, `${grower}交的${x}和${y}数量`),
    goldenLabel: gold,
    form: {
      kind: 'number',
      right: gold,
      same: [`(${p},${q})`],
      near: [`(${q}, ${p})`, `(${p + 2}, ${q})`, `(${p}, ${Math.max(0, q - 6)})`],
      unit: '',
    },
    clues: own
      .filter((d) => d.goods === x || d.goods === y)
      .map((d) => rowClue(d, t(lang, `${d.quantity} ${d.goods}`, `${d.goods} ${d.quantity}`))),
    decoys: own
      .filter((d) => d.goods !== x && d.goods !== y)
      .slice(0, 4)
      .map((d) => rowClue(d, t(lang, 'not one of the two', '不在这两样里'))),
    steps: [`${x}: ${p}`, `${y}: ${q}`],
    check: (prompt) => same([count(readMarket(prompt), x), count(readMarket(prompt), y)], [p, q]),
  })
}

/** Math: average price of a delivery, weighted by quantity. */
export function marketAverage(dice: Dice, lang: Lang, options: MarketOptions): Draft {
  for (let attempt = 0; ; attempt++) {
    const market = makeMarket(dice.fork(`try${attempt}`), lang, options)
    const week = dice.int(2, options.weeks)
    const rowsOf = (all: readonly Delivery[]): Delivery[] => all.filter((each) => each.week === week)
    const own = rowsOf(market.deliveries)
    const sum = own.reduce((total, each) => total + each.quantity, 0)
    if ((sum * 100) % own.length !== 0) continue
    const gold = String(sum / own.length)
    return build(settingOf(market), {
      ...MATH,
      question: t(
        lang,
        `What was the mean quantity of a delivery on the sheet of week ${week}?`,
        `第 ${week} 周单页上平均每次收货的数量是多少？`,
      ),
      ask: t(lang, `the mean quantity in week ${week}`, `第 ${week} 周的平均数量`),
      goldenLabel: gold,
      form: {
        kind: 'number',
        right: gold,
        same: [`\\frac{${sum}}{${own.length}}`, (sum / own.length).toFixed(2)],
        near: [(sum / (own.length + 1)).toFixed(2), String(sum), ((sum - own[0].quantity) / own.length).toFixed(1)],
        unit: '',
      },
      clues: own.map((each) => rowClue(each, String(each.quantity))),
      decoys: market.deliveries
        .filter((each) => each.week === week - 1)
        .slice(0, 4)
        .map((each) => rowClue(each, t(lang, 'the week before', '是前一周的'))),
      steps: [
        sumLine(
          lang,
          own.map((each) => each.quantity),
          sum,
        ),
        `${sum} / ${own.length} = ${gold}`,
      ],
      check: (prompt) => {
        const read = rowsOf(readMarket(prompt))
        return same([read.reduce((total, each) => total + each.quantity, 0) / read.length], [Number(gold)])
      },
    })
  }
}

/** retrieval_calculate: the sheets on which a grower delivered one kind of goods, and the quantity. */
export function marketGather(dice: Dice, lang: Lang, options: MarketOptions): Draft {
  const market = makeMarket(dice, lang, options)
  const grower = dice.pick(market.words.growers)
  const goods = dice.pick(market.deliveries.filter((each) => each.grower === grower)).goods
  const own = market.deliveries.filter((each) => each.grower === grower && each.goods === goods)
  const docs = [...new Set(own.map((each) => docId(each.week)))]
  const total = own.reduce((sum, each) => sum + each.quantity, 0)
  const nearDocs = [...new Set(market.deliveries.map((each) => docId(each.week)))].filter((id) => !docs.includes(id))
  return build(settingOf(market), {
    dataSource: 'retrieval_calculate',
    rewardMode: 'retrieval_calculate',
    ability: 'retrieval followed by calculation',
    question: t(
      lang,
      `On which sheets does ${grower} deliver ${goods}, and what is the quantity in all?`,
      `${grower}在哪几页上交过${goods}？合计数量是多少？`,
    ),
    ask: t(lang, `the sheets with ${goods} from ${grower}, and the sum`, `${grower}交${goods}的页次及合计`),
    docIds: docs,
    goldenLabel: String(total),
    form: {
      kind: 'gather',
      docs,
      nearDocs: nearDocs.slice(0, 6),
      right: String(total),
      near: [total - own[0].quantity, total + 4, own.length].map(String),
    },
    clues: own.map((each) => rowClue(each, String(each.quantity))),
    decoys: market.deliveries
      .filter((d) => d.grower === grower && d.goods !== goods)
      .slice(0, 5)
      .map((d) => rowClue(d, t(lang, 'other goods', '品名不同'))),
    steps: [
      sumLine(
        lang,
        own.map((each) => each.quantity),
        total,
      ),
    ],
    check: (prompt) => {
      const read = readMarket(prompt).filter((each) => each.grower === grower && each.goods === goods)
      return (
        sameSet([...new Set(read.map((each) => docId(each.week)))], docs) ||
        same([read.reduce((sum, each) => sum + each.quantity, 0)], [total])
      )
    },
  })
}

/** T7.3: rows whose total is not quantity times price. */
export function marketMiscast(dice: Dice, lang: Lang, options: MarketOptions): Draft {
  const market = makeMarket(dice, lang, { miscast: 7, ...options })
  const wrong = (all: readonly Delivery[]): string[] =>
    all.filter((each) => each.total !== each.quantity * each.price).map((each) => each.no)
  const gold = wrong(market.deliveries)
  const bad = market.deliveries.filter((each) => gold.includes(each.no))
  const fine = market.deliveries.filter((each) => !gold.includes(each.no))
  const product = (each: Delivery): string =>
    `${each.quantity} × ${money(each.price)} = ${money(each.quantity * each.price)}`
  return build(settingOf(market), {
    dataSource: 'longbench_pro',
    rewardMode: 'T7.3 Comprehensive Error & Anomaly Sweep',
    ability: 'exhaustive retrieval',
    question: t(
      lang,
      'Some totals in the book are miscast: they are not quantity times price. Give the numbers of all such deliveries, e.g. D100.',
      '收货簿里有些金额算错了，不等于数量乘单价。请给出所有这样的单号，例如 D100。',
    ),
    ask: t(lang, 'all rows with a wrong total', '金额算错的全部单号'),
    docIds: gold,
    form: { kind: 'set', right: gold, near: dice.take(fine, 12).map((each) => each.no) },
    clues: bad.map((each) => ({
      ...rowClue(
        each,
        t(lang, `${product(each)}, not ${money(each.total)}`, `${product(each)}，不是 ${money(each.total)}`),
      ),
      where: each.no,
    })),
    decoys: dice.take(fine, 6).map((each) => ({ ...rowClue(each, `${product(each)}`), where: each.no })),
    steps: bad.map((each) => `${each.no}: ${product(each)} ≠ ${money(each.total)}`),
    check: (prompt) => sameSet(wrong(readMarket(prompt)), gold),
  })
}
