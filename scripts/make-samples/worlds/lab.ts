/** Herbarium specimens with a hidden rule, and a laboratory whose vials move from rack to rack. */
import { type Dice, weave } from '../dice.ts'
import { type Clue, docId, type Lang } from '../draft.ts'
import { range } from './depot.ts'

export interface Specimen {
  readonly id: string
  readonly margin: string
  readonly flower: string
  readonly petals: number
  readonly height: number
  readonly label: string
}

interface LabWords {
  readonly margins: readonly string[]
  readonly flowers: readonly string[]
  readonly labels: readonly (readonly [string, string, string])[]
  readonly line: readonly string[]
  readonly asides: readonly string[]
}

export const LAB_WORDS: Readonly<Record<Lang, LabWords>> = {
  en: {
    margins: ['entire', 'toothed', 'lobed'],
    flowers: ['white', 'yellow', 'blue', 'purple'],
    labels: [
      ['Fenwort', 'Dry-loosestrife', 'Hillspur'],
      ['group K', 'group M', 'group R'],
    ],
    line: ['$id: leaf margin $margin, flowers $flower, $petals petals, height $height cm'],
    asides: [
      'Collected {by the old weir|above the quarry|on the railway bank} by {Hedda Maas|R. Quill|the school party}.',
      'Sheet {foxed|clean}, label in {pencil|violet ink}.',
      '{Two|Three} capsules in the envelope{.|, seed shed.}',
      'Redrawn for the {county flora|handbook}, plate {12|31|44}.',
      'A {moth|beetle} was {pressed with it|removed in 1964}, {by accident|see the letter}.',
      '{Dr Maas|The curator} {hesitated|was quick} here: "{typical|look again in flower}".',
      'Soil {chalky|sandy|wet}, {half shade|full sun}{, with sheep near|}.',
      'Root {kept|lost}; {leaf turned to show the underside|one flower loose in a fold}.',
      '{Duplicate|Second sheet} in {Graz|Uppsala|the school}, {not compared|agrees}.',
      '{Found|Seen} again the {next|following} year at the same place.',
    ],
  },
  zh: {
    margins: ['全缘', '锯齿', '浅裂'],
    flowers: ['白色', '黄色', '蓝色', '紫色'],
    labels: [
      ['泽芹草', '旱珍珠', '坡距花'],
      ['甲类', '乙类', '丙类'],
    ],
    line: ['$id：叶缘$margin，花$flower，花瓣 $petals 枚，株高 $height 厘米'],
    asides: [
      '采自{旧堰旁|采石场上方|铁路边坡}，采集人{马和达|齐荣|学生小组}。',
      '台纸{有霉斑|干净}，标签为{铅笔字|紫墨水}。',
      '纸袋内有{两|三}个蒴果。',
      '曾为{县志|手册}绘图，图版{十二|三十一|四十四}。',
      '{次年|两年后}在原处再次见到。',
      '压有一只{蛾|甲虫}，{出于无意|已于当年取下}。',
      '馆员旁注：“{典型|花期再看}”。',
      '土质{偏碱|沙性|潮湿}，{半阴|向阳}。',
      '根{保留|缺失}，{叶翻面|散落一朵}。',
      '副份在{省馆|学校}，{未比对|一致}。',
    ],
  },
}

/** A rule of the family that is searched: one leaf margin first, then a height, else the third label. */
export interface Rule {
  readonly margin: string
  readonly above: number
  readonly petals: number
}

/** margin matches and taller than `above`: first label; else at least `petals` petals: second; else third. */
export function labelOf(rule: Rule, labels: readonly string[], specimen: Omit<Specimen, 'label'>): string {
  if (specimen.margin === rule.margin && specimen.height > rule.above) return labels[0]
  return specimen.petals >= rule.petals ? labels[1] : labels[2]
}

export function allRules(words: LabWords): Rule[] {
  return words.margins.flatMap((margin) =>
    range(2, 16).flatMap((tens) => range(4, 8).map((petals) => ({ margin, above: tens * 5, petals }))),
  )
}

export function makeSpecimens(
  dice: Dice,
  lang: Lang,
  count: number,
  rule: Rule,
  labels: readonly string[],
  from = 1,
): Specimen[] {
  const words = LAB_WORDS[lang]
  return range(from, from + count - 1).map((n) => {
    const base = {
      id: `S-${String(n).padStart(3, '0')}`,
      margin: dice.pick(words.margins),
      flower: dice.pick(words.flowers),
      petals: dice.int(3, 9),
      height: dice.int(6, 95),
    }
    return { ...base, label: labelOf(rule, labels, base) }
  })
}

export function specimenLine(dice: Dice, lang: Lang, specimen: Specimen, labelled: boolean): string {
  const line = weave(dice, LAB_WORDS[lang].line[0], { ...specimen })
  if (!labelled) return line
  return lang === 'zh' ? `${line} → ${specimen.label}` : `${line} → ${specimen.label}`
}

export function readSpecimens(text: string): Specimen[] {
  const found = text.matchAll(
    /(S-\d{3})(?:: leaf margin |：叶缘)(.+?)(?:, flowers |，花)(.+?)(?:, |，花瓣 )(\d+)(?: petals, height | 枚，株高 )(\d+)(?: cm| 厘米)(?: → (.+))?/g,
  )
  return [...found].map((m) => ({
    id: m[1],
    margin: m[2],
    flower: m[3],
    petals: Number(m[4]),
    height: Number(m[5]),
    label: m[6] ?? '',
  }))
}

// ---- vials ----

export type Move =
  | { readonly kind: 'move'; readonly vial: number; readonly to: string }
  | { readonly kind: 'swap'; readonly a: string; readonly b: string }
  | { readonly kind: 'discard'; readonly vial: number }
  | { readonly kind: 'add'; readonly vial: number; readonly to: string }

export interface Bench {
  readonly racks: readonly string[]
  /** `now`: the rack that the step changed, after it. */
  readonly moves: readonly { readonly n: number; readonly move: Move; readonly text: string; readonly now: string }[]
  readonly start: ReadonlyMap<string, readonly number[]>
  readonly end: ReadonlyMap<string, readonly number[]>
  readonly body: string
}

const BENCH_SAY: Readonly<Record<Lang, Readonly<Record<Move['kind'] | 'aside', readonly string[]>>>> = {
  en: {
    move: ['Vial $vial goes to rack $to.', 'Moved vial $vial to rack $to{.| for the next run.}'],
    swap: ['Racks $a and $b exchange all their vials.', 'All vials of rack $a and all vials of rack $b change places.'],
    discard: ['Vial $vial is discarded{.|, the seal was cracked.|, cloudy.}'],
    add: ['A new vial, number $vial, is put into rack $to.'],
    aside: [
      '{Temperature|Bath} {3.9|4.1|4.0} °C.',
      '{Initialled|Signed} {K. Soto|M. Wren|B. Lacroix}.',
      'Centrifuge {booked until noon|free}.',
      'Gloves changed, {bench wiped|hood running}.',
      '{Power dipped|The lights flickered} for {a second|a moment}, {no alarm|logged}.',
    ],
  },
  zh: {
    move: ['$vial号瓶移到$to架。', '把$vial号瓶放到$to架{。|，准备下一轮。}'],
    swap: ['$a架与$b架的全部瓶子对调。', '$a架和$b架互换所有瓶子。'],
    discard: ['$vial号瓶作废{。|，封口开裂。|，液体浑浊。}'],
    add: ['新瓶$vial号放入$to架。'],
    aside: [
      '{水浴|冷室}{三点九|四点一|四}度。',
      '{签名|经手}：{苏可|任明|兰波}。',
      '离心机{中午前已预约|空闲}。',
      '更换手套，{擦拭台面|通风橱开启}。',
      '电压{闪了一下|短暂下降}，{没有报警|已登记}。',
    ],
  },
}

export function applyMove(state: Map<string, number[]>, move: Move): void {
  const lift = (vial: number): void => {
    for (const [rack, vials] of state)
      state.set(
        rack,
        vials.filter((each) => each !== vial),
      )
  }
  if (move.kind === 'swap') {
    const [a, b] = [state.get(move.a) ?? [], state.get(move.b) ?? []]
    state.set(move.a, b)
    state.set(move.b, a)
    return
  }
  if (move.kind !== 'add') lift(move.vial)
  if (move.kind !== 'discard') state.get(move.to)?.push(move.vial)
}

export function makeBench(dice: Dice, lang: Lang, steps: number, racksWanted = 5): Bench {
  const racks = 'ABCDEFG'.slice(0, racksWanted).split('')
  const start = new Map<string, number[]>(racks.map((rack, i) => [rack, range(i * 4 + 1, i * 4 + 4)]))
  const state = new Map([...start].map(([rack, vials]) => [rack, [...vials]]))
  let next = racks.length * 4 + 1
  const moves = range(1, steps).map((n) => {
    const here = [...state.values()].flat()
    const kind = dice.weighted<Move['kind']>([
      ['move', 10],
      ['swap', 2],
      ['discard', here.length > racks.length * 2 ? 1 : 0],
      ['add', 2],
    ])
    const [a, b] = dice.take(racks, 2)
    const vial = kind === 'add' ? next++ : dice.pick(here)
    const at = racks.find((rack) => state.get(rack)?.includes(vial))
    const move: Move =
      kind === 'swap' ? { kind, a, b } : kind === 'discard' ? { kind, vial } : { kind, vial, to: a === at ? b : a }
    applyMove(state, move)
    const changed = move.kind === 'swap' ? move.a : 'to' in move ? move.to : (at ?? a)
    const words = { vial, a, b, to: 'to' in move ? move.to : '' }
    const asides = dice.take(BENCH_SAY[lang].aside, dice.int(0, 2)).map((each) => weave(dice, each))
    return {
      n,
      move,
      text: [weave(dice, dice.pick(BENCH_SAY[lang][kind]), words), ...asides].join(lang === 'zh' ? '' : ' '),
      now: rackLine(lang, changed, sortedState(state).get(changed) ?? []),
    }
  })
  const opening = racks.map((rack) => rackLine(lang, rack, start.get(rack) ?? [])).join('\n')
  const protocol = moves.map((each) => `${docId(each.n)} ${each.text}`).join('\n')
  return { racks, moves, start, end: sortedState(state), body: `${opening}\n\n${protocol}` }
}

/** A rack as the protocol and the answers write it. */
export function rackLine(lang: Lang, rack: string, vials: readonly number[]): string {
  if (lang === 'zh') return `${rack}架：${vials.length > 0 ? vials.join('、') : '空'}`
  return `Rack ${rack}: ${vials.length > 0 ? vials.join(', ') : 'empty'}`
}

const sortedState = (state: ReadonlyMap<string, readonly number[]>): Map<string, number[]> =>
  new Map([...state].map(([rack, vials]) => [rack, [...vials].sort((a, b) => a - b)]))

/** Plays a prompt's steps from its opening state. */
export function replayBench(prompt: string): Map<string, number[]> {
  const state = new Map<string, number[]>()
  for (const line of prompt.split(/\n(?:=== Question ===|=== 问题 ===)\n/)[0].split('\n')) {
    const rack = /^(?:Rack )?([A-G])(?:架：|: )([\d、, ]+)$/.exec(line)
    if (rack) state.set(rack[1], rack[2].split(/、|, /).map(Number))
    if (!/^<\|doc_\d+\|>/.test(line)) continue
    const add = /new vial, number (\d+), is put into rack ([A-G])|新瓶(\d+)号放入([A-G])架/.exec(line)
    const move = /vial (\d+) (?:goes )?to rack ([A-G])|(\d+)号瓶(?:移|放)到([A-G])架/i.exec(line)
    const swap =
      /Racks ([A-G]) and ([A-G]) exchange|vials of rack ([A-G]) and all vials of rack ([A-G])|> ([A-G])架[与和]([A-G])架/.exec(
        line,
      )
    const gone = /Vial (\d+) is discarded|(\d+)号瓶作废/.exec(line)
    const parts = (m: RegExpExecArray): string[] => m.slice(1).filter((part) => part !== undefined)
    if (add) applyMove(state, { kind: 'add', vial: Number(parts(add)[0]), to: parts(add)[1] })
    else if (move) applyMove(state, { kind: 'move', vial: Number(parts(move)[0]), to: parts(move)[1] })
    else if (swap) applyMove(state, { kind: 'swap', a: parts(swap)[0], b: parts(swap)[1] })
    else if (gone) applyMove(state, { kind: 'discard', vial: Number(parts(gone)[0]) })
    else throw new Error(`unreadable step: ${line}`)
  }
  return sortedState(state)
}

export function benchPages(bench: Bench): Clue[] {
  return bench.moves.map((each) => ({ where: docId(each.n), quote: each.text, says: each.now }))
}
