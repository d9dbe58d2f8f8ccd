/** The delivery book of a growers' market: weekly sheets with a table and remarks, invoices and cash book beside it. */
import { type Dice, weave } from '../dice.ts'
import { type Clue, docId, type Lang } from '../draft.ts'
import { dateAfter, money, range } from './depot.ts'

export interface Delivery {
  readonly no: string
  readonly week: number
  readonly date: string
  readonly grower: string
  readonly goods: string
  readonly quantity: number
  /** Hundredths for one unit. */
  readonly price: number
  /** As written, wrong on purpose in some. */
  readonly total: number
}

interface MarketWords {
  readonly title: string
  readonly intro: string
  readonly growers: readonly string[]
  readonly goods: readonly (readonly [name: string, unit: string, low: number, high: number])[]
  readonly columns: readonly string[]
  readonly sheet: string
  readonly remarks: readonly string[]
}

export const MARKET_WORDS: Readonly<Record<Lang, MarketWords>> = {
  en: {
    title: 'Delivery book of the Corn Street growers',
    intro:
      "Delivery book of the Corn Street growers' market. Each numbered document is the sheet of one week: a table of deliveries (number, date, grower, goods, quantity, price a unit, total) and the clerk's remarks.",
    growers: [
      'Hollis Farm',
      'Bramble Lane',
      'The Two Acres',
      'Ennerby Orchard',
      'Pascoe & Daughter',
      'Withy End',
      'Marsh Holding',
      'Old Rectory',
    ],
    goods: [
      ['potatoes', 'sack', 850, 1400],
      ['leeks', 'crate', 620, 1100],
      ['apples', 'tray', 900, 1600],
      ['eggs', 'dozen', 210, 360],
      ['oats', 'sack', 1500, 2300],
      ['honey', 'jar', 480, 720],
      ['squash', 'crate', 700, 1250],
    ],
    columns: ['No.', 'Date', 'Grower', 'Goods', 'Quantity', 'Price', 'Total'],
    sheet: 'Week $week, sheet opened $date by $clerk',
    remarks: [
      '{Frost|A hard frost} on {Tuesday|Wednesday night}; {two growers came late|the lane was salted before six}. The scales were {checked|proved} against the {brass weights|two-kilo weight} and {read true|were a hair light, corrected}.',
      '{Visitors|The school} came on {Thursday|Friday} and {bought more honey than the stall had|asked good questions}. No {claims|returns} this week.',
      '$grower asked for {earlier unloading|a place nearer the door}; {to be put to the meeting|noted}. Pallets {short again|returned in full}.',
      'The {north roof|awning} {leaks over|drips on} the egg table. {Bucket in place|Told the council}. {Rain|Drizzle} {all week|from Wednesday}.',
      'Prices {held|were steady} except {leeks|squash}, which {slipped|rose} after the {county fair|holiday}. $grower {thinks it will turn|was not pleased}.',
      'A {crate|tray} was {dropped|crushed} in unloading and {not entered|written off before entry}; $grower {agreed|signed for it}.',
      'The {weighing book|slate} and this sheet were {compared|laid side by side} on {Friday|Saturday}: {one cart counted twice, struck out before entry|no difference}.',
      '{Late potatoes|The second leeks} are {small|better than feared}; $grower {blames|praises} the {rain|new ground}.',
      'A buyer from {the hospital|the mill canteen} {asked for a standing order|took all the squash on Thursday}. {Terms to follow|He pays on the day}.',
      "{Sacks|Trays} are to be {returned clean|marked with the grower's letter}; {two were not|the fee stays at ten a piece}.",
      '$grower and {a neighbour|the carter} {share a van|came together} since {the axle broke|Monday}, so the times are {uneven|later}.',
      'The {inspector|county man} {looked at the eggs|read the thermometer} and {went away content|left a leaflet}.',
      '{Wasps|Mice} in the {apple|oat} store; {the cat is back|traps set}. {Nothing spoilt|Half a tray lost before weighing}.',
      'The clerk was {away|ill} on {Monday|Saturday}; entries for that day {copied from the slips|were made the next morning}, {slips kept|slips pinned to this sheet}.',
    ],
  },
  zh: {
    title: '春禾果蔬合作社收货簿',
    intro:
      '以下是春禾果蔬合作社的收货簿。每个编号文档为一周的单页：收货表（单号、日期、农户、品名、数量、单价、金额）和记账员的备注。',
    growers: ['李家坡', '桂花坞', '陈记园', '东湾农场', '双溪村', '王老五', '青峰果园', '石桥组'],
    goods: [
      ['土豆', '袋', 2200, 3600],
      ['白菜', '筐', 900, 1700],
      ['苹果', '箱', 3800, 6200],
      ['鸡蛋', '板', 1500, 2400],
      ['小米', '袋', 5200, 7800],
      ['蜂蜜', '瓶', 2600, 4200],
      ['南瓜', '筐', 1200, 2100],
    ],
    columns: ['单号', '日期', '农户', '品名', '数量', '单价', '金额'],
    sheet: '第 $week 周，$date 由 $clerk 开页',
    remarks: [
      '{周二|周三}夜里霜冻，{两户来晚|路面清早撒了盐}。磅秤用{铜砝码|标准砝码}校过，{读数准确|略偏轻，已调正}。',
      '{小学|街道}{周四|周五}来参观，{蜂蜜卖断了货|问得很仔细}。本周没有退货。',
      '$grower希望{早些卸货|换到靠门的位置}，{待开会商议|已记下}。托盘{又少了几个|全部收回}。',
      '{北面屋顶|雨棚}漏水，滴在{鸡蛋|蜂蜜}台上，{先放了水桶|已报街道}。{连日有雨|周三起下雨}。',
      '价格{平稳|变化不大}，只有{白菜|南瓜}在{庙会|节后}{略降|上涨}，$grower{认为还会回来|不太满意}。',
      '卸货时{摔坏一筐|压坏一箱}，{没有入账|入账前已剔除}，$grower{认可|已签字}。',
      '{周五|周六}把{过磅簿|石板}与本页对了一遍，{有一车记了两次，入账前已划去|没有出入}。',
      '{晚土豆|第二茬白菜}{个头小|比预想的好}，$grower{怪雨水|说是新地的缘故}。',
      '{医院|厂里食堂}来人{想长期订货|周四把南瓜全买走}，{条件待定|当天付清}。',
      '{麻袋|箱子}要{洗净归还|写上农户记号}，{有两个没写|每个仍收十元押金}。',
      '$grower和{邻居|车把式}合用一辆车，{所以时间不一|周一起都来得晚}。',
      '{卫生所|县里}来人{看了鸡蛋|查了温度计}，{没有意见|留下一张告示}。',
      '记账员{周一|周六}{请假|生病}，当天按{小票|底联}{次日补记|誊写}，{小票留存|底联附后}。',
    ],
  },
}

const CLERKS: Readonly<Record<Lang, readonly string[]>> = {
  en: ['D. Amory', 'F. Kettle', 'N. Osei'],
  zh: ['周秀兰', '赵文斌', '孙小满'],
}

export interface Market {
  readonly lang: Lang
  readonly words: MarketWords
  readonly deliveries: readonly Delivery[]
  readonly body: string
  /** Numbers of rows with a wrong total. */
  readonly miscast: readonly string[]
}

export interface MarketOptions {
  readonly weeks: number
  /** Rows a week, least and most. */
  readonly rows?: readonly [number, number]
  readonly miscast?: number
  readonly remarks?: readonly [number, number]
}

export function makeMarket(dice: Dice, lang: Lang, options: MarketOptions): Market {
  const words = MARKET_WORDS[lang]
  const [least, most] = options.rows ?? [7, 12]
  const deliveries: Delivery[] = []
  let number = dice.int(101, 180)
  for (const week of range(1, options.weeks)) {
    for (let left = dice.int(least, most); left > 0; left--) {
      const [goods, , low, high] = dice.pick(words.goods)
      const quantity = dice.int(2, 48)
      const price = Math.round(dice.int(low, high) / 5) * 5
      const day = Math.min(6, Math.floor(((most - left) / most) * 7))
      number += dice.weighted([
        [1, 9],
        [2, 1],
      ])
      const date = dateAfter('2029-09-03', (week - 1) * 7 + day)
      const grower = dice.pick(words.growers)
      deliveries.push({ no: `D${number}`, week, date, grower, goods, quantity, price, total: quantity * price })
    }
  }
  const wrong = new Set(dice.take(deliveries, options.miscast ?? 0).map((each) => each.no))
  const written = deliveries.map((each) =>
    wrong.has(each.no)
      ? { ...each, total: each.total + dice.pick([-1, 1]) * dice.pick([90, 900, 1000, each.price, 450]) }
      : each,
  )
  const sheets = range(1, options.weeks).map((week) => {
    const rows = written.filter((each) => each.week === week)
    const [few, many] = options.remarks ?? [1, 2]
    const remarks = dice
      .take(words.remarks, dice.int(few, many))
      .map((each) => weave(dice, each, { grower: dice.pick(words.growers) }))
    const head = weave(dice, words.sheet, {
      week,
      date: dateAfter('2029-09-03', (week - 1) * 7),
      clerk: dice.pick(CLERKS[lang]),
    })
    return `${docId(week)}\n${head}\n${pipeTable(words.columns, rows.map(cells))}\n${remarks.join(lang === 'zh' ? '' : ' ')}`
  })
  return { lang, words, deliveries: written, body: sheets.join('\n\n'), miscast: [...wrong].sort() }
}

export function cells(each: Delivery): string[] {
  return [each.no, each.date, each.grower, each.goods, String(each.quantity), money(each.price), money(each.total)]
}

export function pipeTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [`| ${columns.join(' | ')} |`, `|${columns.map(() => '---').join('|')}|`, ...rows.map(pipeRow)].join('\n')
}

export const pipeRow = (row: readonly string[]): string => `| ${row.join(' | ')} |`

/** The delivery rows of a prompt, read back. */
export function readMarket(prompt: string): Delivery[] {
  let week = 0
  return prompt.split('\n').flatMap((line) => {
    const doc = /^<\|doc_(\d+)\|>$/.exec(line)
    if (doc) week = Number(doc[1])
    const row = /^\| (D\d+) \| (\S+) \| (.+?) \| (.+?) \| (\d+) \| (\d+)\.(\d\d) \| (-?\d+)\.(\d\d) \|$/.exec(line)
    if (!row) return []
    const [no, date, grower, goods] = row.slice(1, 5)
    return [
      {
        no,
        week,
        date,
        grower,
        goods,
        quantity: Number(row[5]),
        price: Number(row[6] + row[7]),
        total: Number(row[8] + row[9]),
      },
    ]
  })
}

export function rowClue(each: Delivery, says = ''): Clue {
  return { where: docId(each.week), quote: pipeRow(cells(each)), says }
}

export function marketPages(market: Market): Clue[] {
  return market.deliveries.map((each) => rowClue(each))
}
