/** A museum's catalogue: objects told in prose, with what a curator asks for. */
import { type Dice, weave } from '../dice.ts'
import { type Clue, docId, type Lang, splitDocs } from '../draft.ts'

export interface Piece {
  readonly n: number
  readonly no: string
  readonly kind: string
  readonly material: string
  readonly place: string
  readonly year: number
  /** Millimetres. */
  readonly height: number
  readonly marked: boolean
  readonly whole: boolean
  readonly donor: string
  readonly text: string
}

interface MuseumWords {
  readonly intro: string
  readonly kinds: readonly string[]
  readonly materials: readonly string[]
  readonly places: readonly string[]
  readonly donors: readonly string[]
  readonly make: readonly string[]
  readonly marked: readonly string[]
  readonly unmarked: readonly string[]
  readonly whole: readonly string[]
  readonly broken: readonly string[]
  readonly gift: readonly string[]
  readonly asides: readonly string[]
}

export const MUSEUM_WORDS: Readonly<Record<Lang, MuseumWords>> = {
  en: {
    intro: 'Catalogue of the Ferrier Museum of domestic things. Each numbered document is one entry.',
    kinds: [
      'jug',
      'bowl',
      'candlestick',
      'butter mould',
      'inkwell',
      'salt cellar',
      'lantern',
      'spice box',
      'tankard',
      'ladle',
      'snuff box',
      'bed warmer',
    ],
    materials: ['stoneware', 'pewter', 'brass', 'beech wood', 'horn', 'faience', 'iron', 'walnut'],
    places: ['Upper Tarn', 'Holmby', 'the Esk valley', 'Port Selwyn', 'Great Ingle', 'Varrow'],
    donors: [
      'Miss Adela Finch',
      'the Rothery family',
      'Dr K. Sand',
      'the parish of Holmby',
      'Capt. Ives',
      'an unknown hand',
    ],
    make: [
      '$Kind of $material, made in $place in $year, height $height mm.',
      'From $place: a $kind of $material, dated $year, height $height mm.',
      '$Kind, $material; work of $place, $year; height $height mm.',
    ],
    marked: [
      "{Maker's mark|A maker's mark} {under the foot|on the rim|inside the lid}.",
      "Bears a maker's mark{, rubbed|, a crowned heron|}.",
    ],
    unmarked: ["No maker's mark.", "Without a maker's mark{, as usual for the place|}."],
    whole: ['Complete.', 'Complete{, worn by use|, only the gilding gone}.'],
    broken: [
      '{Handle|Rim|Hinge} missing.',
      '{Cracked|Broken} and {mended with rivets|glued} {long ago|in this century}.',
      '{Lid|Spout|Base} lost.',
    ],
    gift: ['Given by $donor.', 'Gift of $donor{, with its bill of sale|, from a house clearance|}.'],
    asides: [
      'A {similar|sister} piece is in {Leeds|a private house|the cathedral treasury}, {not seen|lent in 1998}.',
      'The {decoration|ornament} of {oak leaves|wavy lines|small birds} {runs round the belly|is cut with a gouge|was done freehand}.',
      '{The old label|A paper label} calls it "{Dutch|very old|of the Queen\'s time}", {wrongly|without ground}.',
      'Used {for weddings only|daily until 1920|as a doorstop} {by the last owner|, it is said}.',
      '{Photographed|Drawn} for the {handbook|exhibition of 1987}, {plate|figure} {7|19|52}.',
      '{Scratched|Inscribed} underneath: "{M.R.|for Anna|14 oz}"{, in a child\'s hand|, twice|}.',
      'The {glaze|patina} is {uneven|honey-brown|nearly black} {towards the foot|where hands held it}.',
      'Bought {at the fair|with its pair} for {eleven shillings|a cheese}, says {the donor|a note inside}.',
      'Compare the {drawing|inventory} of {1811|1846}, where {two like it|the set} {stand on the dresser|are listed}.',
      '{Turned|Cast|Raised} {in two parts|from one piece}, the {seam|join} {visible|filed smooth}.',
      '{Woodworm|Pitting} {treated|stable} since {1979|2011}; {check yearly|no change}.',
      'A {guest|schoolchild} asked what it was for; {the label now says so|nobody on duty knew}.',
      'Weighs {more|less} than it looks: {410|655|1,120} g.',
      'Lent to {Aldersmere|the coast museum} for {a summer|two years}, {came back clean|came back with a new box}.',
      'The {lid|foot} {does not belong|is from another piece}, {as the colour shows|older by a generation}.',
      '{Traces|A line} of {red paint|gilding|wax} {in the grooves|under the handle}.',
      '{Copies|Casts} are sold in the shop; {the original has a chip at the back|this is the original}.',
      'Named in the will of {1793|1852} as "{the good one|my mother\'s}".',
      '{Found|Kept} {in a well|behind a chimney|under the floor of the inn}, {which explains the colour|wrapped in newspaper of 1902}.',
      'Smells of {cloves|lamp oil|tallow} {to this day|when warmed}.',
      '{X-rayed|Cleaned} in {2004|2016}; {nothing hidden|two older repairs found}.',
      '{Kept|Shown} in {the second room|the tall case|store, shelf 14}{.|, away from light.}',
    ],
  },
  zh: {
    intro: '以下是方家日用器物馆的藏品目录，每个编号文档为一条。',
    kinds: ['壶', '碗', '烛台', '糕模', '墨盒', '盐罐', '灯笼', '香料盒', '酒杯', '汤勺', '鼻烟盒', '汤婆子'],
    materials: ['粗陶', '锡', '黄铜', '榉木', '牛角', '青花瓷', '铁', '胡桃木'],
    places: ['上塘', '和桥镇', '溪口', '南浦', '大营', '梅岭'],
    donors: ['冯雅德女士', '罗氏家族', '桑医生', '和桥镇公所', '艾船长', '不知名者'],
    make: [
      '$material$kind，$place制，$year年，高 $height 毫米。',
      '$place所出$material$kind，年款$year年，高 $height 毫米。',
    ],
    marked: ['{底部|口沿|盖内}有作坊款识。', '有作坊款识{，已磨损|，为一只鹭鸟|}。'],
    unmarked: ['无款识。', '无款识{，当地多如此|}。'],
    whole: ['完整。', '完整{，有使用痕迹|，仅鎏金脱落}。'],
    broken: ['{柄|口沿|铰链}缺失。', '{开裂|断裂}，{早年|近年}{锔补|粘合}。', '{盖|嘴|底}已佚。'],
    gift: ['$donor捐赠。', '由$donor捐赠{，附原购单|，得自旧宅清理|}。'],
    asides: [
      '{相似|成对}的一件在{省馆|私人家中|寺院库房}，{未见|曾借展}。',
      '{橡叶|水波|小鸟}纹{绕腹一周|用凿刻成|随手画就}。',
      '{旧签|纸签}题作“{古物|宫中之物|外来}”，{并无根据|有误}。',
      '{只在婚礼上用|每天使用，直到上世纪|曾用来顶门}，{据最后的主人说|传闻如此}。',
      '曾为{手册|展览}{拍照|绘图}，图版{七|十九|五十二}。',
      '底面刻有“{安记|给阿娘|十二两}”{，字迹稚拙|，刻了两遍|}。',
      '{釉色|包浆}{不匀|呈蜜色|近黑}，{近底处尤甚|手握处尤亮}。',
      '据{捐赠者|内附便条}说，{在庙会上|连同另一件}花{十一吊|一担米}买来。',
      '可与{嘉庆年间|光绪年间}{账册|画稿}对照，其中{有两件相同的|列有全套}。',
      '{车制|铸造|锤打}，{分两截|一体}成形，接缝{可见|已磨平}。',
      '{虫蛀|锈蚀}{已处理|稳定}，{每年检查|未见变化}。',
      '有{参观者|学生}问用途，{标签已补写|当班的人也答不上}。',
      '比看上去{重|轻}，实重{四百一十|六百五十五|一千一百二十}克。',
      '曾借给{云渡镇|海边的博物馆}展出{一季|两年}，{归还时完好|换了新匣}。',
      '{盖|足}{非原配|取自另一件}，{看颜色可知|早一代人}。',
      '{刻纹|柄下}残留{红漆|鎏金|蜡}。',
      '出自{井中|烟囱后|客栈地板下}，{所以颜色发暗|外裹旧报纸}。',
      '至今有{丁香|灯油|蜡}的气味。',
      '{二〇〇四年|二〇一六年}{做过清洗|拍过 X 光}，{没有发现|见两处旧修补}。',
      '现藏{第二室|高柜|库房十四层}{。|，避光保存。}',
    ],
  },
}

/** Heights in millimetres, least and most, in the order of `kinds`. */
const HEIGHTS: readonly (readonly [number, number])[] = [
  ...([
    [110, 340],
    [55, 190],
    [90, 390],
    [60, 170],
    [45, 130],
    [38, 140],
  ] as const),
  ...([
    [170, 460],
    [70, 250],
    [105, 270],
    [180, 430],
    [24, 75],
    [120, 310],
  ] as const),
]

export interface Museum {
  readonly lang: Lang
  readonly words: MuseumWords
  readonly pieces: readonly Piece[]
  readonly body: string
  readonly pages: readonly Clue[]
}

export function makeMuseum(
  dice: Dice,
  lang: Lang,
  options: { readonly pieces: number; readonly asides: readonly [number, number] },
): Museum {
  const words = MUSEUM_WORDS[lang]
  const numbers = dice
    .take(
      Array.from({ length: options.pieces * 6 }, (_, i) => i + 1001),
      options.pieces,
    )
    .sort((a, b) => a - b)
  const order = dice.shuffle(numbers)
  const pieces = order.map((number, i): Piece => {
    const kind = dice.pick(words.kinds)
    const facts = {
      ...{ n: i + 1, no: `FM.${number}`, kind, material: dice.pick(words.materials), place: dice.pick(words.places) },
      ...{
        year: dice.int(1640, 1890),
        height: dice.int(...HEIGHTS[words.kinds.indexOf(kind)]),
        marked: dice.chance(0.4),
        whole: dice.chance(0.55),
        donor: dice.pick(words.donors),
      },
    }
    const put = {
      kind,
      Kind: kind.charAt(0).toUpperCase() + kind.slice(1),
      material: facts.material,
      place: facts.place,
      year: facts.year,
      height: facts.height,
      donor: facts.donor,
    }
    const say = (pool: readonly string[]): string => weave(dice, dice.pick(pool), put)
    const sentences = [
      say(words.make),
      say(facts.marked ? words.marked : words.unmarked),
      say(facts.whole ? words.whole : words.broken),
      say(words.gift),
    ]
    for (const aside of dice.take(words.asides, dice.int(...options.asides)))
      sentences.splice(dice.int(1, sentences.length), 0, weave(dice, aside))
    return { ...facts, text: `${docId(i + 1)}\n${facts.no}\n${sentences.join(lang === 'zh' ? '' : ' ')}` }
  })
  const pages = pieces.map((piece) => pieceClue(piece))
  return { lang, words, pieces, body: pieces.map((piece) => piece.text).join('\n\n'), pages }
}

/** The first sentence of an entry. */
export function pieceClue(piece: Piece, says = ''): Clue {
  return {
    where: docId(piece.n),
    quote: piece.text.split('\n')[2].match(/^.+?[.。](?= |[^\d])/)?.[0] ?? piece.text.split('\n')[2],
    says,
  }
}

/** Entries read back from a prompt's prose. */
export function readMuseum(prompt: string, lang: Lang): Omit<Piece, 'text'>[] {
  const words = MUSEUM_WORDS[lang]
  return [...splitDocs(prompt)].map(([n, text]) => {
    const [no, prose] = text.split('\n')
    const first = /.+?(?:mm\.|毫米。)/.exec(prose)?.[0] ?? ''
    const find = (list: readonly string[]): string =>
      [...list].sort((a, b) => b.length - a.length).find((each) => first.toLowerCase().includes(each.toLowerCase())) ??
      ''
    const kind =
      [...words.kinds]
        .sort((a, b) => b.length - a.length)
        .find((each) => new RegExp(lang === 'zh' ? `${each}，` : `\\b${each}\\b`, 'i').test(first)) ?? ''
    return {
      ...{ n, no, kind, material: find(words.materials), place: find(words.places) },
      ...{ year: Number(/(\d{4})/.exec(first)?.[1]), height: Number(/(\d+) (?:mm|毫米)/.exec(first)?.[1]) },
      ...{
        marked: /aker's mark/.test(prose)
          ? !/No maker's mark|Without a maker's mark/.test(prose)
          : /有作坊款识/.test(prose),
      },
      ...{
        whole: /Complete|完整/.test(prose),
        donor: words.donors.find((donor) => prose.includes(lang === 'zh' ? `${donor}捐赠` : ` ${donor}`)) ?? '',
      },
    }
  })
}
