/** Tasks over the laboratory: a rule to find from examples, and racks to follow through many moves. */
import { type Dice, weave } from '../dice.ts'
import { type Draft, docId, type Lang, same } from '../draft.ts'
import {
  allRules,
  benchPages,
  LAB_WORDS,
  labelOf,
  makeBench,
  makeSpecimens,
  type Rule,
  rackLine,
  readSpecimens,
  replayBench,
  type Specimen,
  specimenLine,
} from '../worlds/lab.ts'
import { build, lbp, t } from './build.ts'

/** Rules of the family that agree with every example, under any reading of which label is which. */
function consistent(
  lang: Lang,
  examples: readonly Specimen[],
  labels: readonly string[],
): { rule: Rule; labels: string[] }[] {
  const orders = labels.flatMap((a) =>
    labels.filter((b) => b !== a).map((b) => [a, b, labels.find((c) => c !== a && c !== b) as string]),
  )
  return allRules(LAB_WORDS[lang]).flatMap((rule) =>
    orders
      .filter((order) => examples.every((each) => labelOf(rule, order, each) === each.label))
      .map((order) => ({ rule, labels: order })),
  )
}

export interface RuleOptions {
  readonly examples: number
  readonly queries: number
  /** Collector's remarks between the specimens. */
  readonly asides?: boolean
}

/** T10.1 and T10.2: label new specimens by the rule that the examples follow. Every rule that fits gives the same labels. */
export function labRule(dice: Dice, lang: Lang, options: RuleOptions): Draft {
  const words = LAB_WORDS[lang]
  for (let attempt = 0; ; attempt++) {
    const own = dice.fork(`try${attempt}`)
    const labels = own.pick(words.labels)
    const rule = own.pick(
      allRules(words).filter((each) => each.above > 20 && each.above < 70 && each.petals > 4 && each.petals < 8),
    )
    const examples = makeSpecimens(own, lang, options.examples, rule, labels)
    const queries = makeSpecimens(own, lang, options.queries, rule, labels, options.examples + 1)
    const fits = consistent(lang, examples, labels)
    const agreed = queries.every((each) => fits.every((fit) => labelOf(fit.rule, fit.labels, each) === each.label))
    if (!agreed || new Set(queries.map((each) => each.label)).size < 3) continue
    const colon = t(lang, ': ', '：')
    const gold = queries.map((each) => `${each.id}${colon}${each.label}`)
    const lines = examples.map((each) => specimenLine(own, lang, each, true))
    const docs = lines.map((line, i) => {
      const aside = options.asides
        ? `\n${own
            .take(words.asides, own.int(1, 3))
            .map((each) => weave(own, each))
            .join(t(lang, ' ', ''))}`
        : ''
      return `${docId(i + 1)} ${line}${aside}`
    })
    const asked = queries.map((each) => specimenLine(own, lang, each, false))
    const clues = lines.slice(0, 14).map((line, i) => ({
      where: docId(i + 1),
      quote: line,
      says: t(
        lang,
        `${examples[i].margin} with ${examples[i].height} cm and ${examples[i].petals} petals is ${examples[i].label}`,
        `${examples[i].margin}、${examples[i].height} 厘米、${examples[i].petals} 瓣是${examples[i].label}`,
      ),
    }))
    return build(
      {
        lang,
        intro: t(
          lang,
          'Sheets of a herbarium. The curator sorts by a fixed rule over leaf margin, height and number of petals that is not written down.',
          '以下是一批标本的记录。馆员按一条没有写明的固定规则，根据叶缘、株高和花瓣数归类。',
        ),
        body: docs.join(options.asides ? '\n\n' : '\n'),
        pages: lines.map((quote, i) => ({ where: docId(i + 1), quote, says: '' })),
      },
      {
        ...lbp(
          options.examples >= 100
            ? 'T10.1 Large-Scale In-Context Rule Induction'
            : 'T10.2 Targeted Example-Based Rule Induction',
          'structured matching',
        ),
        question: `${t(lang, 'Find the rule from the examples and label the following specimens. Write one line each: id, colon, space, label.', '请从例子中找出规则，并给下列标本归类。每个标本一行：编号、全角冒号、类别。')}\n${asked.join('\n')}`,
        ask: t(lang, 'the labels of the new specimens', '新标本的类别'),
        docIds: gold,
        form: {
          kind: 'cover',
          right: gold,
          spoil: queries.map((each) =>
            labels.filter((label) => label !== each.label).map((label) => `${each.id}${colon}${label}`),
          ),
        },
        clues,
        steps: [
          t(
            lang,
            `Leaf margin ${rule.margin} and taller than about ${rule.above} cm: ${labels[0]}.`,
            `叶缘${rule.margin}且高于 ${rule.above} 厘米左右：${labels[0]}。`,
          ),
          t(
            lang,
            `Else ${rule.petals} petals or more: ${labels[1]}; fewer: ${labels[2]}.`,
            `否则花瓣不少于 ${rule.petals} 枚：${labels[1]}；更少：${labels[2]}。`,
          ),
        ],
        check: (prompt) => {
          const all = readSpecimens(prompt)
          const shown = all.filter((each) => each.label !== '')
          const found = all
            .filter((each) => each.label === '')
            .map((each) => {
              const said = new Set(consistent(lang, shown, labels).map((fit) => labelOf(fit.rule, fit.labels, each)))
              return `${each.id}${colon}${[...said].join('|')}`
            })
          return same(found, gold)
        },
      },
    )
  }
}

/** T8.3: where every vial is after all moves. */
export function labRacks(dice: Dice, lang: Lang, options: { readonly moves: number; readonly racks: number }): Draft {
  const bench = makeBench(dice, lang, options.moves, options.racks)
  const line = ([rack, vials]: readonly [string, readonly number[]]): string => rackLine(lang, rack, vials)
  const gold = [...bench.end].map(line)
  const spoil = [...bench.end].map(([rack, vials]) => {
    const other = dice.pick([...bench.end].filter(([name]) => name !== rack))[1]
    const less = vials.filter((_, i) => i !== 0)
    const more = [...vials, ...other.slice(0, 1)].sort((a, b) => a - b)
    return [line([rack, less]), line([rack, more]), line([rack, other])].filter((each) => each !== line([rack, vials]))
  })
  const followed = dice.some(bench.moves, 24)
  return build(
    {
      lang,
      intro: t(
        lang,
        'Bench protocol. First the racks as the shift found them, then the steps in order.',
        '以下是实验台记录：先是接班时各架的瓶号，然后是按先后排列的步骤。',
      ),
      body: bench.body,
      pages: benchPages(bench),
    },
    {
      ...lbp('T8.3 Long-Context Procedural State Tracking', 'structured matching'),
      question: t(
        lang,
        `Which vials stand in which rack after the last step? One line a rack, vials in ascending order, e.g. "Rack A: 3, 7"; an empty rack is "Rack A: empty".`,
        '最后一步之后，各架上有哪些瓶子？每架一行，瓶号升序，例如“A架：3、7”；空架写“A架：空”。',
      ),
      ask: t(lang, 'the vials in each rack at the end', '最后各架上的瓶子'),
      docIds: gold,
      form: { kind: 'cover', right: gold, spoil },
      clues: followed.map((each) => ({
        where: docId(each.n),
        quote: each.text,
        says: t(lang, `${each.now} now`, `此时${each.now}`),
      })),
      steps: gold,
      check: (prompt) => same([...replayBench(prompt)].map(line), gold),
    },
  )
}
