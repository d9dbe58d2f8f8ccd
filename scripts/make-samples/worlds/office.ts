/** An office: travel claims under a policy, and vouchers that stand in three books. */
import { type Dice, weave } from '../dice.ts'
import { type Clue, docId, type Lang, splitDocs } from '../draft.ts'
import { dateAfter, money, range } from './depot.ts'

export interface Claim {
  readonly n: number
  readonly person: string
  readonly town: string
  readonly nights: number
  /** Hundredths a night. */
  readonly lodging: number
  readonly hours: number
  readonly first: boolean
  readonly days: number
  readonly receipt: boolean
  readonly signed: boolean
  readonly total: number
}

export const POLICY: Readonly<Record<Lang, readonly string[]>> = {
  en: [
    'Rule 1. Lodging is refunded up to 110.00 a night.',
    'Rule 2. First class rail is allowed only where the journey takes more than four hours.',
    'Rule 3. A claim is handed in within 30 days of the return.',
    'Rule 4. The lodging receipt is attached.',
    'Rule 5. A claim of more than 600.00 in all is signed by the head of section beforehand.',
  ],
  zh: [
    '第一条 住宿费每晚不超过 110.00 元。',
    '第二条 火车行程超过四小时方可乘坐一等座。',
    '第三条 报销须在返回后 30 天内提交。',
    '第四条 须附住宿发票。',
    '第五条 总额超过 600.00 元的，须事先经科长签字。',
  ],
}

const CLAIM_WORDS = {
  en: {
    people: [
      'A. Brandt',
      'C. Oyelaran',
      'D. Pym',
      'E. Sallow',
      'G. Nakao',
      'H. Virtanen',
      'L. Crewe',
      'N. Abadi',
      'R. Stoll',
      'W. Teague',
    ],
    towns: ['Harwick', 'Sund', 'Lille', 'Graz', 'Porto', 'Odense', 'Brno', 'Leith'],
    purpose: [
      'to {inspect|accept} the {new weir gauges|pump test}',
      'for the {hearing|meeting} on the {water charge|harbour rights}',
      'to {train|brief} the {local crew|new readers}',
      'for the {fair|conference}, with {a talk|a stand}',
    ],
    asides: [
      '{The return|The way back} was {delayed by snow|without event}.',
      '{Breakfast|The tram} was {included|paid in cash} and is not claimed.',
      'A {colleague|cousin} lent {a coat|an umbrella}; {no cost|gratis}.',
      '{Room|The room} over the {bakery|tracks}, {little sleep|quiet}.',
      'The {ticket|booking} was {changed once|made by the office}.',
    ],
  },
  zh: {
    people: ['安可', '崔明远', '戴丽', '冯舟', '顾南', '洪薇', '黎晨', '聂川', '任潇', '唐越'],
    towns: ['衡阳', '湖州', '赣州', '烟台', '延安', '大理', '柳州', '承德'],
    purpose: [
      '去{验收|检查}{新水尺|泵站试车}',
      '参加{水费|岸线}{听证会|协调会}',
      '给{当地班组|新抄表员}{培训|交底}',
      '参加{展会|年会}，并{作报告|设展台}',
    ],
    asides: [
      '返程{因大雪延误|顺利}。',
      '{早餐|公交}{已含|付现金}，不报销。',
      '{同事|亲戚}借了{外套|雨伞}，没有费用。',
      '房间在{面包房楼上|铁路边}，{没睡好|很安静}。',
      '车票{改签一次|由处里代订}。',
    ],
  },
} as const

/** Which rules a claim breaks. */
export function broken(claim: Claim): number[] {
  const rules = [
    claim.lodging > 11000,
    claim.first && claim.hours <= 4,
    claim.days > 30,
    !claim.receipt,
    claim.total > 60000 && !claim.signed,
  ]
  return rules.flatMap((each, i) => (each ? [i + 1] : []))
}

export function makeClaims(
  dice: Dice,
  lang: Lang,
  count: number,
  asides: readonly [number, number],
): { claims: Claim[]; body: string; pages: Clue[] } {
  const words = CLAIM_WORDS[lang]
  const claims = range(1, count).map((n): Claim => {
    const sly = dice.chance(0.3) ? dice.int(1, 5) : 0
    const nights = dice.int(1, 5)
    const lodging = sly === 1 ? dice.int(112, 139) * 100 : dice.int(58, 110) * 100
    const first = sly === 2 || dice.chance(0.2)
    const hours = sly === 2 ? dice.int(1, 4) : first ? dice.int(5, 9) : dice.int(1, 9)
    const fare = dice.int(18, 140) * 100
    const total = nights * lodging + fare + (sly === 5 ? 30000 : 0)
    const signed = sly === 5 && total > 60000 ? false : total > 60000 || dice.chance(0.1)
    return {
      n,
      person: dice.pick(words.people),
      town: dice.pick(words.towns),
      nights,
      lodging,
      hours,
      first,
      days: sly === 3 ? dice.int(31, 55) : dice.int(2, 30),
      receipt: sly !== 4,
      signed,
      total,
    }
  })
  const docs = claims.map((claim) => {
    const extra = dice.take(words.asides, dice.int(...asides)).map((each) => weave(dice, each))
    const purpose = weave(dice, dice.pick(words.purpose))
    const facts =
      lang === 'zh'
        ? [
            `${claim.person}${purpose}，地点${claim.town}，${claim.nights} 晚，每晚 ${money(claim.lodging)} 元。`,
            `火车${claim.first ? '一等座' : '二等座'}，行程 ${claim.hours} 小时。`,
            `返回后第 ${claim.days} 天提交，${claim.receipt ? '附' : '未附'}住宿发票。`,
            `总额 ${money(claim.total)} 元，${claim.signed ? '科长事先签字' : '无事先签字'}。`,
          ]
        : [
            `${claim.person} went to ${claim.town} ${purpose}, ${claim.nights} ${claim.nights === 1 ? 'night' : 'nights'} at ${money(claim.lodging)} a night.`,
            `Rail, ${claim.first ? 'first' : 'second'} class, ${claim.hours} ${claim.hours === 1 ? 'hour' : 'hours'} each way.`,
            `Handed in ${claim.days} days after the return, lodging receipt ${claim.receipt ? 'attached' : 'not attached'}.`,
            `In all ${money(claim.total)}, ${claim.signed ? 'signed beforehand by the head of section' : 'no signature beforehand'}.`,
          ]
    for (const each of extra) facts.splice(dice.int(1, facts.length), 0, each)
    return `${docId(claim.n)}\n${facts.join(lang === 'zh' ? '' : ' ')}`
  })
  const pages = docs.map((doc, i) => ({
    where: docId(i + 1),
    quote: doc.split('\n')[1].match(/^.+?(?:[.。](?= |[^\d]))/)?.[0] ?? doc.split('\n')[1],
    says: '',
  }))
  return { claims, body: `${POLICY[lang].join('\n')}\n\n${docs.join('\n\n')}`, pages }
}

/** The sentence of a claim that breaks (or keeps) a rule. */
export function claimClue(body: string, claim: Claim, rule: number, says: string): Clue {
  const doc = splitDocs(body).get(claim.n) ?? ''
  const mark = [/at \d|每晚/, /class|等座/, /Handed in|提交/, /receipt|发票/, /In all|总额/][rule - 1]
  const sentence = doc.match(/.+?[.。](?= |$|[^\d])/g)?.find((each) => mark.test(each)) ?? doc
  return { where: docId(claim.n), quote: sentence.trim(), says }
}

export function readClaims(prompt: string): Claim[] {
  return [...splitDocs(prompt)].map(([n, text]) => {
    const number = (pattern: RegExp): number =>
      Math.round(
        Number(
          pattern
            .exec(text)
            ?.slice(1)
            .find((part) => part !== undefined),
        ) * 100,
      )
    return {
      ...{
        n,
        person: '',
        town: '',
        nights: 0,
        lodging: number(/at ([\d.]+) a night|每晚 ([\d.]+) 元/),
        hours: number(/class, (\d+) hour|行程 (\d+) 小时/) / 100,
      },
      ...{
        first: /first class|一等座/.test(text),
        days: number(/in (\d+) days after|返回后第 (\d+) 天/) / 100,
        receipt: !/not attached|未附/.test(text),
      },
      ...{ signed: !/no signature|无事先签字/.test(text), total: number(/In all ([\d.]+),|总额 ([\d.]+) 元/) },
    }
  })
}

// ---- vouchers in three books ----

export interface Voucher {
  readonly no: string
  /** Quantity in the slip book, on the invoice, and what the cash book paid in hundredths; null: it is not there. */
  readonly slip: number | null
  readonly invoiced: number
  readonly price: number
  readonly paid: number | null
}

export const VERDICTS: Readonly<Record<Lang, readonly [string, string, string, string]>> = {
  en: ['agrees', 'quantity differs', 'payment differs', 'no slip'],
  zh: ['一致', '数量不符', '付款不符', '无底单'],
}

export function verdictOf(lang: Lang, voucher: Voucher): string {
  const [agrees, quantity, payment, missing] = VERDICTS[lang]
  if (voucher.slip === null) return missing
  if (voucher.slip !== voucher.invoiced) return quantity
  return voucher.paid === voucher.invoiced * voucher.price ? agrees : payment
}

const GOODS = {
  en: ['copper pipe', 'gate valves', 'paper rolls', 'lamp oil', 'sailcloth', 'hinges', 'rope', 'brushes'],
  zh: ['铜管', '闸阀', '卷纸', '灯油', '帆布', '合页', '麻绳', '毛刷'],
} as const

export function makeVouchers(
  dice: Dice,
  lang: Lang,
  count: number,
): { vouchers: Voucher[]; body: string; pages: Clue[] } {
  const vouchers = range(1, count).map((n): Voucher => {
    const invoiced = dice.int(2, 60)
    const price = dice.int(8, 240) * 25
    const fate = dice.weighted([
      ['fine', 5],
      ['quantity', 2],
      ['payment', 2],
      ['missing', 1],
    ])
    return {
      ...{
        no: `V-${200 + n * dice.int(1, 1)}`,
        invoiced,
        price,
        slip:
          fate === 'missing' ? null : fate === 'quantity' ? invoiced + dice.pick([-2, -1, 1, 3, 10]) || 1 : invoiced,
      },
      paid: fate === 'payment' ? invoiced * price + dice.pick([-1, 1]) * dice.pick([25, 100, price]) : invoiced * price,
    }
  })
  const goods = vouchers.map(() => dice.pick(GOODS[lang]))
  const zh = lang === 'zh'
  const slips = dice
    .shuffle(vouchers.map((each, i) => ({ each, goods: goods[i] })).filter(({ each }) => each.slip !== null))
    .map(({ each, goods: name }) =>
      zh
        ? `底单 ${each.no}：${name}，实收 ${each.slip} 件，仓管签收。`
        : `Slip ${each.no}: ${name}, ${each.slip} received, signed by the store.`,
    )
  const invoices = vouchers.map((each, i) =>
    zh
      ? `发票 ${each.no}：${goods[i]} ${each.invoiced} 件，单价 ${money(each.price)} 元，日期 ${dateAfter('2032-03-01', i)}。`
      : `Invoice ${each.no}: ${each.invoiced} ${goods[i]} at ${money(each.price)}, dated ${dateAfter('2032-03-01', i)}.`,
  )
  const cash = dice
    .shuffle(vouchers)
    .map((each) =>
      zh
        ? `付款 ${each.no}：${money(each.paid ?? 0)} 元，银行转账。`
        : `Paid ${each.no}: ${money(each.paid ?? 0)} by bank.`,
    )
  const heads = zh ? ['收货底单', '发票', '现金账'] : ['Slip book', 'Invoices', 'Cash book']
  const body = [slips, invoices, cash]
    .map((lines, i) => `${docId(i + 1)}\n${heads[i]}\n${lines.join('\n')}`)
    .join('\n\n')
  const pages = [...slips, ...invoices, ...cash].map((quote) => ({
    where: /V-\d+/.exec(quote)?.[0] ?? '',
    quote,
    says: '',
  }))
  return { vouchers, body, pages }
}

export function readVouchers(prompt: string): Voucher[] {
  const slips = new Map(
    [...prompt.matchAll(/(?:Slip|底单) (V-\d+)(?::|：).+?(?:, |实收 )(\d+) (?:received|件)/g)].map((m) => [
      m[1],
      Number(m[2]),
    ]),
  )
  const paid = new Map(
    [...prompt.matchAll(/(?:Paid|付款) (V-\d+)(?:: |：)(\d+)\.(\d\d)/g)].map((m) => [m[1], Number(m[2] + m[3])]),
  )
  const invoices = [
    ...prompt.matchAll(
      /(?:Invoice|发票) (V-\d+)(?:: |：)(?:(\d+) .+? at (\d+)\.(\d\d)|.+? (\d+) 件，单价 (\d+)\.(\d\d))/g,
    ),
  ]
  return invoices.map((m) => ({
    no: m[1],
    slip: slips.get(m[1]) ?? null,
    invoiced: Number(m[2] ?? m[5]),
    price: Number((m[3] ?? m[6]) + (m[4] ?? m[7])),
    paid: paid.get(m[1]) ?? null,
  }))
}
