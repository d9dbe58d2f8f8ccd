/** Tasks over the workshop log: one serial, all entries of a kind, rankings, clusters, sums, turned-back meters. */
import type { Dice } from '../dice.ts'
import { type Draft, docId, type Lang, same, sameSet } from '../draft.ts'
import {
  clueOf,
  type Depot,
  type DepotOptions,
  depotBody,
  type Entry,
  makeDepot,
  money,
  nameOf,
  pagesOf,
  readDepot,
} from '../worlds/depot.ts'
import { build, type Setting, sumLine, t } from './build.ts'

const settingOf = (depot: Depot): Setting => ({
  lang: depot.lang,
  intro: depot.words.intro,
  body: depotBody(depot),
  pages: pagesOf(depot),
})

/** Groups of entries by asset and fault family. */
function pairs(depot: Depot): { code: string; fault: string; entries: Entry[] }[] {
  const groups = new Map<string, { code: string; fault: string; entries: Entry[] }>()
  for (const entry of depot.entries) {
    const key = `${entry.code}|${entry.fault}`
    const group = groups.get(key) ?? { code: entry.code, fault: entry.fault, entries: [] }
    group.entries.push(entry)
    groups.set(key, group)
  }
  return [...groups.values()]
}

const ORDINAL = { en: ['first', 'second', 'third', 'fourth'], zh: ['第一', '第二', '第三', '第四'] }

/** EM: the serial fitted the k-th time that an asset had a fault of one family. */
export function depotSerial(dice: Dice, lang: Lang, options: DepotOptions): Draft {
  const depot = makeDepot(dice, lang, options)
  const group = dice.pick(pairs(depot).filter((each) => each.entries.length >= 3))
  const k = dice.int(1, Math.min(3, group.entries.length - 1))
  const gold = group.entries[k]
  const name = nameOf(depot, group.code)
  const nth = ORDINAL[lang][k] ?? `${k + 1}.`
  return build(settingOf(depot), {
    dataSource: 'EM',
    rewardMode: 'EM',
    ability: 'precise long-range information retrieval',
    question: t(
      lang,
      `Which serial was fitted the ${nth} time that ${name} (${group.code}) had a fault of the family "${group.fault}"? Count the entries in the order of the log.`,
      `${name}（${group.code}）${nth}次发生“${group.fault}”类故障时，换上的配件编号是什么？按日志先后顺序计数。`,
    ),
    ask: t(
      lang,
      `the serial of the ${nth} ${group.fault} repair on ${name}`,
      `${name}${nth}次${group.fault}故障换件的编号`,
    ),
    docIds: [],
    goldenLabel: gold.serial,
    form: {
      kind: 'exact',
      right: gold.serial,
      near: group.entries.filter((entry) => entry !== gold).map((entry) => entry.serial),
    },
    clues: group.entries
      .slice(0, k + 1)
      .map((entry, i) => clueOf(entry, 'family', t(lang, `that is number ${i + 1}`, `这是第${i + 1}次`))),
    decoys: depot.entries
      .filter((entry) => entry.fault === group.fault && entry.code !== group.code)
      .slice(0, 6)
      .map((entry) => clueOf(entry, 'asset', t(lang, 'same family, but another asset', '类别相同，但设备不同'))),
    steps: group.entries.map((entry, i) =>
      t(
        lang,
        `No. ${i + 1}: ${entry.date}, ${docId(entry.n)}, serial ${entry.serial}.`,
        `第${i + 1}次：${entry.date}，${docId(entry.n)}，编号 ${entry.serial}。`,
      ),
    ),
    check: (prompt) =>
      same(
        [readDepot(prompt).filter((e) => e.code === group.code && e.fault === group.fault)[k]?.serial],
        [gold.serial],
      ),
  })
}

/** T6.3: fault families by how often they occur. */
export function depotFrequency(dice: Dice, lang: Lang, options: DepotOptions): Draft {
  for (let attempt = 0; ; attempt++) {
    const depot = makeDepot(dice.fork(`try${attempt}`), lang, options)
    const counts = countBy(depot.entries, (entry) => entry.fault)
    if (counts.size < depot.words.faults.length || new Set(counts.values()).size < counts.size) continue
    const ranked = [...counts].sort((a, b) => b[1] - a[1])
    const gold = ranked.map(([fault]) => fault)
    return build(settingOf(depot), {
      dataSource: 'longbench_pro',
      rewardMode: 'T6.3 Global Frequency Analysis',
      ability: 'sequence ordering and frequency analysis over long logs',
      question: t(
        lang,
        `How often does each fault family occur in the log? List the ${gold.length} families, the most frequent first.`,
        `日志中各故障类别出现的次数各是多少？请列出全部 ${gold.length} 个类别，次数最多的在前。`,
      ),
      ask: t(lang, 'the fault families by number of entries', '各故障类别按出现次数的排序'),
      docIds: gold,
      form: { kind: 'ordered', right: gold },
      clues: depot.entries
        .slice(0, 6)
        .map((entry) => clueOf(entry, 'family', t(lang, `that is one more for ${entry.fault}`, `${entry.fault}加一`))),
      steps: ranked.map(([fault, count]) => t(lang, `${fault}: ${count} entries.`, `${fault}：${count} 条。`)),
      check: (prompt) =>
        same(
          [...countBy(readDepot(prompt), (entry) => entry.fault)].sort((a, b) => b[1] - a[1]).map(([fault]) => fault),
          gold,
        ),
    })
  }
}

function countBy<T>(list: readonly T[], key: (each: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const each of list) counts.set(key(each), (counts.get(key(each)) ?? 0) + 1)
  return counts
}

const clusterLine = (lang: Lang, name: string, ids: readonly number[]): string =>
  `${name}${lang === 'zh' ? '：' : ': '}${ids.map(docId).join(lang === 'zh' ? '、' : ', ')}`

/** T6.1: every entry under its asset, one line an asset. */
export function depotClusters(dice: Dice, lang: Lang, options: DepotOptions): Draft {
  const depot = makeDepot(dice, lang, options)
  const linesOf = (entries: readonly { n: number; code: string }[]): string[] =>
    depot.words.assets
      .map((asset) => ({ asset, ids: entries.filter((entry) => entry.code === asset.code).map((entry) => entry.n) }))
      .filter((each) => each.ids.length > 0)
      .map((each) => clusterLine(lang, each.asset.code, each.ids))
  const gold = linesOf(depot.entries)
  const spoil = gold.map((line) => {
    const [head, ...ids] = line.split(/[:：、,]\s*/)
    const numbers = ids.map((id) => Number(/\d+/.exec(id)?.[0]))
    const without = numbers.filter((_, i) => i !== dice.int(0, numbers.length - 1))
    const other = dice.pick(depot.entries.filter((entry) => !numbers.includes(entry.n))).n
    return [
      clusterLine(lang, head, without.length ? without : [other]),
      clusterLine(
        lang,
        head,
        [...numbers, other].sort((a, b) => a - b),
      ),
    ]
  })
  return build(settingOf(depot), {
    dataSource: 'longbench_pro',
    rewardMode: 'T6.1 Large-Scale Document Clustering',
    ability: 'structured matching',
    question: t(
      lang,
      'Sort all entries by asset. Write one line for each asset that occurs: its code, a colon and a space, then the ids in ascending order, separated by a comma and a space, e.g. "FV-9: <|doc_1|>, <|doc_4|>".',
      '请把全部记录按设备归类。每台出现过的设备写一行：设备代号、全角冒号，然后是升序排列的文档编号，以顿号分隔，例如“X-09：<|doc_1|>、<|doc_4|>”。',
    ),
    ask: t(lang, 'which entries belong to which asset', '每条记录属于哪台设备'),
    docIds: gold,
    form: { kind: 'cover', right: gold, spoil },
    clues: depot.entries
      .slice(0, 8)
      .map((entry) => clueOf(entry, 'day', t(lang, `it goes under ${entry.code}`, `归入 ${entry.code}`))),
    steps: [...countBy(depot.entries, (entry) => entry.code)].map(([code, count]) =>
      t(lang, `${code} has ${count} entries.`, `${code} 共 ${count} 条。`),
    ),
    check: (prompt) => same(linesOf(readDepot(prompt)), gold),
  })
}

/** T6.2: all entries of one asset with one family. */
export function depotSubset(dice: Dice, lang: Lang, options: DepotOptions): Draft {
  const depot = makeDepot(dice, lang, options)
  const group = [...pairs(depot)].sort((a, b) => b.entries.length - a.entries.length)[dice.int(0, 2)]
  const gold = group.entries.map((entry) => docId(entry.n))
  const name = nameOf(depot, group.code)
  const near = depot.entries.filter((e) => (e.code === group.code) !== (e.fault === group.fault))
  return build(settingOf(depot), {
    dataSource: 'longbench_pro',
    rewardMode: 'T6.2 Targeted Subset Cluster Identification',
    ability: 'exhaustive retrieval',
    question: t(
      lang,
      `Give the ids of all entries in which ${name} (${group.code}) had a fault of the family "${group.fault}".`,
      `请给出${name}（${group.code}）发生“${group.fault}”类故障的全部记录编号。`,
    ),
    ask: t(lang, `every entry on ${name} with the family ${group.fault}`, `${name}所有${group.fault}类记录`),
    docIds: gold,
    form: { kind: 'set', right: gold, near: near.map((entry) => docId(entry.n)) },
    clues: group.entries.map((entry) => clueOf(entry, 'day', t(lang, 'this one counts', '这条符合'))),
    decoys: near
      .slice(0, 8)
      .map((entry) =>
        clueOf(
          entry,
          'family',
          entry.code === group.code
            ? t(lang, 'right asset, wrong family', '设备对，类别不对')
            : t(lang, 'right family, wrong asset', '类别对，设备不对'),
        ),
      ),
    steps: [t(lang, `${gold.length} entries meet both conditions.`, `同时满足两个条件的共 ${gold.length} 条。`)],
    check: (prompt) =>
      sameSet(
        readDepot(prompt)
          .filter((e) => e.code === group.code && e.fault === group.fault)
          .map((e) => docId(e.n)),
        gold,
      ),
  })
}

/** T7.1: entries whose meter stands below an earlier one of the same asset. */
export function depotMeters(dice: Dice, lang: Lang, options: DepotOptions): Draft {
  const depot = makeDepot(dice, lang, { turnedBack: 6, ...options })
  const backOf = (entries: readonly { n: number; code: string; meter: number }[]): string[] => {
    const highest = new Map<string, number>()
    return entries.flatMap((entry) => {
      const before = highest.get(entry.code) ?? -1
      highest.set(entry.code, Math.max(before, entry.meter))
      return entry.meter < before ? [docId(entry.n)] : []
    })
  }
  const gold = backOf(depot.entries)
  const at = (id: string): Entry => depot.entries[Number(/\d+/.exec(id)?.[0]) - 1]
  const neighbours = gold.flatMap((id) => {
    const wrong = at(id)
    return depot.entries.filter(
      (entry) => entry.code === wrong.code && Math.abs(entry.n - wrong.n) < 20 && !gold.includes(docId(entry.n)),
    )
  })
  return build(settingOf(depot), {
    dataSource: 'longbench_pro',
    rewardMode: 'T7.1 Global Conflict & Inconsistency Localization',
    ability: 'exhaustive retrieval',
    question: t(
      lang,
      'The running-hours meter of an asset can only rise. Give the ids of all entries whose meter reading is lower than a reading entered earlier for the same asset.',
      '同一设备的运行小时表只会增加。请给出小时表读数低于该设备此前任一读数的全部记录编号。',
    ),
    ask: t(lang, 'the entries whose meter goes backwards', '小时表读数倒退的记录'),
    docIds: gold,
    form: { kind: 'set', right: gold, near: [...new Set(neighbours.map((entry) => docId(entry.n)))] },
    clues: gold.map((id) =>
      clueOf(
        at(id),
        'asset',
        t(
          lang,
          `${at(id).meter} h is below what ${at(id).code} already had`,
          `${at(id).meter} 低于 ${at(id).code} 先前的读数`,
        ),
      ),
    ),
    decoys: neighbours
      .slice(0, 6)
      .map((entry) => clueOf(entry, 'asset', t(lang, 'rises as it should', '读数正常上升'))),
    steps: gold.map((id) =>
      t(
        lang,
        `${at(id).code} on ${at(id).date}: ${at(id).meter} h, lower than before.`,
        `${at(id).code} 在 ${at(id).date} 读数 ${at(id).meter}，低于之前。`,
      ),
    ),
    check: (prompt) => sameSet(backOf(readDepot(prompt)), gold),
  })
}

/** T8.2: total cost of parts by asset. */
export function depotTotals(dice: Dice, lang: Lang, options: DepotOptions): Draft {
  const depot = makeDepot(dice, lang, options)
  const totals = (entries: readonly { code: string; cost: number }[]): [string, number][] =>
    depot.words.assets
      .map((asset): [string, number] => [
        asset.code,
        entries.reduce((sum, e) => sum + (e.code === asset.code ? e.cost : 0), 0),
      ])
      .filter(([, sum]) => sum > 0)
  const line = ([code, sum]: [string, number]): string => `${code}${t(lang, ': ', '：')}${money(sum)}`
  const found = totals(depot.entries)
  const gold = found.map(line)
  const spoil = found.map(([code, sum]) => {
    const own = depot.entries.filter((entry) => entry.code === code)
    return [
      line([code, sum - dice.pick(own).cost]),
      line([code, sum + dice.pick(depot.entries).cost]),
      line([code, sum + 1000]),
    ]
  })
  return build(settingOf(depot), {
    dataSource: 'longbench_pro',
    rewardMode: 'T8.2 Single-Source Targeted Aggregation',
    ability: 'structured matching',
    question: t(
      lang,
      'Add up the cost of parts for each asset over the whole log. Write one line an asset: its code, a colon, a space and the sum with two decimals.',
      '请统计整本日志中每台设备的配件费合计。每台设备一行：设备代号、全角冒号、保留两位小数的合计。',
    ),
    ask: t(lang, 'the sum of parts for each asset', '每台设备的配件费合计'),
    docIds: gold,
    form: { kind: 'cover', right: gold, spoil },
    clues: depot.entries
      .slice(0, 8)
      .map((entry) =>
        clueOf(
          entry,
          'cost',
          t(lang, `${money(entry.cost)} to ${entry.code}`, `${money(entry.cost)} 计入 ${entry.code}`),
        ),
      ),
    steps: found.map(([code, sum]) => {
      const own = depot.entries.filter((entry) => entry.code === code).map((entry) => money(entry.cost))
      return `${code}: ${own.slice(0, 9).join(' + ')}${own.length > 9 ? ' + …' : ''} = ${money(sum)}`
    }),
    check: (prompt) => same(totals(readDepot(prompt)).map(line), gold),
  })
}

/** retrieval_calculate: the entries of an asset and family, and their downtime in all. */
export function depotDowntime(dice: Dice, lang: Lang, options: DepotOptions): Draft {
  const depot = makeDepot(dice, lang, options)
  const group = dice.pick(pairs(depot).filter((each) => each.entries.length >= 3 && each.entries.length <= 9))
  const total = group.entries.reduce((sum, entry) => sum + entry.downtime, 0)
  const ids = group.entries.map((entry) => docId(entry.n))
  const name = nameOf(depot, group.code)
  const others = depot.entries.filter((e) => e.code === group.code && e.fault !== group.fault)
  return build(settingOf(depot), {
    dataSource: 'retrieval_calculate',
    rewardMode: 'retrieval_calculate',
    ability: 'retrieval followed by calculation',
    question: t(
      lang,
      `How many minutes of downtime did faults of the family "${group.fault}" cost ${name} (${group.code}) in all?`,
      `“${group.fault}”类故障总共使${name}（${group.code}）停机多少分钟？`,
    ),
    ask: t(lang, `the downtime of ${name} through ${group.fault}`, `${name}因${group.fault}故障的停机时间`),
    docIds: ids,
    goldenLabel: String(total),
    form: {
      kind: 'gather',
      docs: ids,
      nearDocs: others.slice(0, 6).map((entry) => docId(entry.n)),
      right: String(total),
      near: [total - group.entries[0].downtime, total + (others[0]?.downtime ?? 35), total + 10].map(String),
    },
    clues: group.entries.map((entry) =>
      clueOf(entry, 'downtime', t(lang, `${entry.downtime} min`, `${entry.downtime} 分钟`)),
    ),
    decoys: others.slice(0, 5).map((entry) => clueOf(entry, 'family', t(lang, 'another family', '类别不同'))),
    steps: [
      sumLine(
        lang,
        group.entries.map((entry) => entry.downtime),
        total,
      ),
    ],
    check: (prompt) => {
      const own = readDepot(prompt).filter((e) => e.code === group.code && e.fault === group.fault)
      return (
        sameSet(
          own.map((e) => docId(e.n)),
          ids,
        ) || same([own.reduce((sum, e) => sum + e.downtime, 0)], [total])
      )
    },
  })
}

/** T1.1: the entries of one family by downtime, longest first. */
export function depotRanking(dice: Dice, lang: Lang, options: DepotOptions): Draft {
  for (let attempt = 0; ; attempt++) {
    const depot = makeDepot(dice.fork(`try${attempt}`), lang, options)
    const asset = dice.pick(depot.words.assets)
    const rank = (entries: readonly { n: number; code: string; downtime: number }[]) =>
      entries
        .filter((entry) => entry.code === asset.code)
        .sort((a, b) => b.downtime - a.downtime)
        .slice(0, 6)
    const all = depot.entries.filter((entry) => entry.code === asset.code)
    const best = rank(depot.entries) as Entry[]
    const rest = all.filter((entry) => !best.includes(entry))
    if (
      best.length < 6 ||
      new Set([...best, ...rest.filter((e) => e.downtime === best[5].downtime)].map((e) => e.downtime)).size < 6
    )
      continue
    if (rest.some((entry) => entry.downtime === best[5].downtime)) continue
    const gold = best.map((entry) => docId(entry.n))
    return build(settingOf(depot), {
      dataSource: 'longbench_pro',
      rewardMode: 'T1.1 Global Cohesive Retrieval',
      ability: 'graded ranking',
      question: t(
        lang,
        `Which six entries on ${asset.name} (${asset.code}) stand for the longest downtime? Rank their ids, the longest first.`,
        `${asset.name}（${asset.code}）停机时间最长的六条记录是哪些？请按停机时间从长到短列出编号。`,
      ),
      ask: t(lang, `the six longest stops of ${asset.name}`, `${asset.name}停机最久的六条记录`),
      docIds: gold,
      form: { kind: 'ranked', right: gold, near: rest.slice(0, 10).map((entry) => docId(entry.n)) },
      clues: best.map((entry) =>
        clueOf(entry, 'downtime', t(lang, `${entry.downtime} minutes`, `${entry.downtime} 分钟`)),
      ),
      decoys: rest.slice(0, 6).map((entry) => clueOf(entry, 'downtime', t(lang, 'shorter', '更短'))),
      steps: [best.map((entry) => `${docId(entry.n)} ${entry.downtime}`).join(' > ')],
      check: (prompt) =>
        same(
          rank(readDepot(prompt)).map((e) => docId(e.n)),
          gold,
        ),
    })
  }
}
