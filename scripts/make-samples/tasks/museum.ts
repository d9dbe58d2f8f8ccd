/** Tasks over the catalogue: rankings by stated points, tables out of prose, one entry among many. */
import type { Dice } from '../dice.ts'
import { type Draft, docId, type Lang, type Row, same } from '../draft.ts'
import { type Museum, makeMuseum, type Piece, pieceClue, readMuseum } from '../worlds/museum.ts'
import { build, lbp, type Setting, t } from './build.ts'

export interface MuseumOptions {
  readonly pieces: number
  readonly asides: readonly [number, number]
}

type Read = Omit<Piece, 'text'>
const settingOf = (museum: Museum): Setting => ({
  lang: museum.lang,
  intro: museum.words.intro,
  body: museum.body,
  pages: museum.pages,
})
const RANKING = 'graded ranking of retrieved passages'

/** T1.1: the seven entries with most points for an exhibition; the lower inventory number decides a tie. */
export function museumExhibition(dice: Dice, lang: Lang, options: MuseumOptions): Draft {
  const museum = makeMuseum(dice, lang, options)
  const wish = {
    material: dice.pick(museum.words.materials),
    place: dice.pick(museum.words.places),
    before: dice.int(170, 185) * 10,
  }
  const points = (piece: Read): number =>
    Number(piece.material === wish.material) * 4 +
    Number(piece.place === wish.place) * 3 +
    Number(piece.year < wish.before) * 2 +
    Number(piece.marked)
  const rank = (pieces: readonly Read[]): Read[] =>
    [...pieces].sort((a, b) => points(b) - points(a) || Number(a.no.slice(3)) - Number(b.no.slice(3))).slice(0, 7)
  const best = rank(museum.pieces) as Piece[]
  const gold = best.map((piece) => docId(piece.n))
  const after = [...museum.pieces]
    .sort((a, b) => points(b) - points(a))
    .filter((piece) => !best.includes(piece))
    .slice(0, 12)
  return build(settingOf(museum), {
    ...lbp('T1.1 Global Cohesive Retrieval', RANKING),
    question: t(
      lang,
      `For an exhibition every entry gets points: 4 if it is of ${wish.material}, 3 if it is from ${wish.place}, 2 if it is older than ${wish.before}, 1 if it bears a maker's mark. Rank the seven entries with most points, most first; at equal points the lower FM number goes first. Give document ids.`,
      `为一次展览给每条藏品打分：材质为${wish.material}得 4 分，产地为${wish.place}得 3 分，早于 ${wish.before} 年得 2 分，有款识得 1 分。请列出得分最高的七条，高分在前；同分时 FM 编号小的在前。写文档编号。`,
    ),
    ask: t(lang, 'the seven entries with most points', '得分最高的七条'),
    docIds: gold,
    form: { kind: 'ranked', right: gold, near: after.map((piece) => docId(piece.n)) },
    clues: best.map((piece) => pieceClue(piece, t(lang, `${points(piece)} points`, `得 ${points(piece)} 分`))),
    decoys: after
      .slice(0, 6)
      .map((piece) => pieceClue(piece, t(lang, `only ${points(piece)} points`, `只有 ${points(piece)} 分`))),
    steps: best.map((piece) =>
      t(
        lang,
        `${docId(piece.n)} (${piece.no}): ${points(piece)} points.`,
        `${docId(piece.n)}（${piece.no}）：${points(piece)} 分。`,
      ),
    ),
    check: (prompt) =>
      same(
        rank(readMuseum(prompt, lang)).map((piece) => docId(piece.n)),
        gold,
      ),
  })
}

/** T1.2: entries of one kind by height. */
export function museumTallest(dice: Dice, lang: Lang, options: MuseumOptions): Draft {
  for (let attempt = 0; ; attempt++) {
    const museum = makeMuseum(dice.fork(`try${attempt}`), lang, options)
    const donor = dice.pick(museum.words.donors.slice(0, -1))
    const rank = (pieces: readonly Read[]): Read[] =>
      pieces.filter((piece) => piece.donor === donor && piece.whole).sort((a, b) => b.height - a.height)
    const all = rank(museum.pieces) as Piece[]
    if (all.length < 5 || new Set(all.map((piece) => piece.height)).size < all.length) continue
    const best = all.slice(0, 6)
    const gold = best.map((piece) => docId(piece.n))
    const near = museum.pieces.filter((piece) => piece.donor === donor && !best.includes(piece))
    return build(settingOf(museum), {
      ...lbp('T1.2 Key-Snippet Retrieval', RANKING),
      question: t(
        lang,
        `Which complete pieces came from ${donor}? Rank the ${gold.length} tallest of them, the tallest first, by document id.`,
        `${donor}捐赠的完整器物有哪些？请按高度从高到低列出其中最高的 ${gold.length} 件的文档编号。`,
      ),
      ask: t(lang, `the tallest complete gifts of ${donor}`, `${donor}所赠完整器物中最高的几件`),
      docIds: gold,
      form: {
        kind: 'ranked',
        right: gold,
        near: [
          ...near,
          ...dice.take(
            museum.pieces.filter((p) => p.donor !== donor),
            8,
          ),
        ].map((piece) => docId(piece.n)),
      },
      clues: best.map((piece) =>
        pieceClue(piece, t(lang, `${piece.height} mm, complete`, `${piece.height} 毫米，完整`)),
      ),
      decoys: near
        .slice(0, 6)
        .map((piece) =>
          pieceClue(piece, piece.whole ? t(lang, 'not tall enough', '不够高') : t(lang, 'not complete', '不完整')),
        ),
      steps: [best.map((piece) => `${docId(piece.n)} ${piece.height}`).join(' > ')],
      check: (prompt) =>
        same(
          rank(readMuseum(prompt, lang))
            .slice(0, 6)
            .map((piece) => docId(piece.n)),
          gold,
        ),
    })
  }
}

/** IoU: a table out of prose. */
export function museumTable(dice: Dice, lang: Lang, options: MuseumOptions): Draft {
  const museum = makeMuseum(dice, lang, options)
  const counts = museum.words.places.flatMap((place) =>
    museum.words.materials.map((material) => ({
      place,
      material,
      n: museum.pieces.filter((p) => p.place === place && p.material === material).length,
    })),
  )
  const { place, material } = dice.pick(counts.sort((a, b) => b.n - a.n).slice(0, 4))
  const table = (pieces: readonly Read[]): Row[] =>
    pieces
      .filter((p) => p.place === place && p.material === material)
      .map((p) => [p.no, p.kind, String(p.year), String(p.height)])
  const rows = table(museum.pieces)
  const found = museum.pieces.filter((p) => p.place === place && p.material === material)
  const others = museum.pieces.filter((p) => (p.place === place) !== (p.material === material))
  return build(settingOf(museum), {
    dataSource: 'multitableqa_pretraining',
    rewardMode: 'multitableqa_pretraining',
    ability: 'structured information extraction from tables',
    question: t(
      lang,
      `Make a table of all pieces of ${material} from ${place}. Cells: FM number, kind, year, height in mm as a bare number.`,
      `请把产地为${place}、材质为${material}的全部藏品列成表。单元格依次为：FM 编号、器类、年份、高度（毫米，只写数字）。`,
    ),
    ask: t(lang, `the pieces of ${material} from ${place}`, `${place}的${material}器`),
    goldenLabel: JSON.stringify({ data: rows }),
    form: {
      kind: 'table',
      columns: t(lang, 'No.|Kind|Year|Height', '编号|器类|年份|高度').split('|'),
      rows,
      near: others.slice(0, 12).map((p) => [p.no, p.kind, String(p.year), String(p.height)]),
    },
    clues: found.map((piece) => pieceClue(piece, t(lang, `${piece.no} belongs in the table`, `${piece.no} 列入`))),
    decoys: others
      .slice(0, 6)
      .map((piece) =>
        pieceClue(
          piece,
          piece.place === place
            ? t(lang, 'right place, other material', '产地对，材质不对')
            : t(lang, 'right material, other place', '材质对，产地不对'),
        ),
      ),
    steps: [t(lang, `${rows.length} pieces.`, `共 ${rows.length} 件。`)],
    check: (prompt) => same(table(readMuseum(prompt, lang)), rows),
  })
}

/** EM: the one entry that meets several conditions. */
export function museumOne(dice: Dice, lang: Lang, options: MuseumOptions): Draft {
  for (let attempt = 0; ; attempt++) {
    const museum = makeMuseum(dice.fork(`try${attempt}`), lang, options)
    const target = dice.pick(museum.pieces)
    const meets = (piece: Read): boolean =>
      piece.kind === target.kind && piece.donor === target.donor && piece.whole === target.whole
    const nearly = museum.pieces.filter((piece) => piece !== target && piece.kind === target.kind)
    if (museum.pieces.filter(meets).length !== 1 || nearly.length < 4 || target.donor === museum.words.donors.at(-1))
      continue
    const state = target.whole ? t(lang, 'complete', '完整的') : t(lang, 'damaged', '残损的')
    return build(settingOf(museum), {
      dataSource: 'EM',
      rewardMode: 'EM',
      ability: 'precise long-range information retrieval',
      question: t(
        lang,
        `What is the FM number of the one ${state} ${target.kind} that came from ${target.donor}?`,
        `${target.donor}捐赠的唯一一件${state}${target.kind}，FM 编号是多少？`,
      ),
      ask: t(lang, `the ${state} ${target.kind} from ${target.donor}`, `${target.donor}所赠${state}${target.kind}`),
      goldenLabel: target.no,
      form: { kind: 'exact', right: target.no, near: nearly.slice(0, 6).map((piece) => piece.no) },
      clues: [pieceClue(target, t(lang, `${target.no}, from ${target.donor}`, `${target.no}，${target.donor}捐赠`))],
      decoys: nearly
        .slice(0, 6)
        .map((piece) =>
          pieceClue(
            piece,
            piece.donor === target.donor
              ? t(lang, 'its condition differs', '保存状况不同')
              : t(lang, `given by ${piece.donor}`, `${piece.donor}捐赠`),
          ),
        ),
      steps: [
        t(
          lang,
          `There are ${nearly.length + 1} of that kind, one of them fits.`,
          `此类共 ${nearly.length + 1} 件，只有一件符合。`,
        ),
      ],
      check: (prompt) =>
        same(
          readMuseum(prompt, lang)
            .filter(meets)
            .map((piece) => piece.no),
          [target.no],
        ),
    })
  }
}

/** Math: the mean height of a place's pieces of one kind, in millimetres, as a fraction or decimal. */
export function museumYears(dice: Dice, lang: Lang, options: MuseumOptions): Draft {
  const museum = makeMuseum(dice, lang, options)
  const material = dice.pick(museum.words.materials)
  const spread = (pieces: readonly Read[]): number => {
    const years = pieces.filter((piece) => piece.material === material && piece.marked).map((piece) => piece.year)
    return Math.max(...years) - Math.min(...years)
  }
  const own = museum.pieces
    .filter((piece) => piece.material === material && piece.marked)
    .sort((a, b) => a.year - b.year)
  const gold = spread(museum.pieces)
  const other = museum.pieces.filter((piece) => piece.material === material && !piece.marked)
  return build(settingOf(museum), {
    dataSource: 'math_longcot_math_verify',
    rewardMode: 'math_longcot_math_verify',
    ability: 'numerical reasoning',
    question: t(
      lang,
      `Among the pieces of ${material} that bear a maker's mark: how many years lie between the oldest and the youngest?`,
      `在有款识的${material}器中，最早与最晚的两件相隔多少年？`,
    ),
    ask: t(lang, `the span of years of the marked ${material}`, `有款识${material}器的年代跨度`),
    goldenLabel: String(gold),
    form: {
      kind: 'number',
      right: String(gold),
      same: [`${gold}.0`],
      near: [
        String(gold + 10),
        String(own.at(-1)?.year),
        String(Math.max(1, gold - (own[1].year - own[0].year) || gold - 3)),
        String(gold + 1),
      ],
      unit: t(lang, 'years', '年'),
    },
    clues: own.map((piece) => pieceClue(piece, t(lang, `marked, ${piece.year}`, `有款识，${piece.year} 年`))),
    decoys: other.slice(0, 5).map((piece) => pieceClue(piece, t(lang, 'no mark', '无款识'))),
    steps: [
      t(
        lang,
        `Oldest ${own[0].year}, youngest ${own.at(-1)?.year}.`,
        `最早 ${own[0].year}，最晚 ${own.at(-1)?.year}。`,
      ),
      `${own.at(-1)?.year} - ${own[0].year} = ${gold}`,
    ],
    check: (prompt) => same([spread(readMuseum(prompt, lang))], [gold]),
  })
}
