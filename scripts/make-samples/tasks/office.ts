/** Tasks over the office's papers: claims against the policy, vouchers against one another. */
import type { Dice } from '../dice.ts'
import { type Draft, docId, type Lang, same, sameSet } from '../draft.ts'
import {
  broken,
  claimClue,
  makeClaims,
  makeVouchers,
  POLICY,
  readClaims,
  readVouchers,
  VERDICTS,
  type Voucher,
  verdictOf,
} from '../worlds/office.ts'
import { build, lbp, t } from './build.ts'

/** T7.2: claims that break a rule of the policy. */
export function officeClaims(dice: Dice, lang: Lang, count: number, asides: readonly [number, number]): Draft {
  const world = makeClaims(dice, lang, count, asides)
  const bad = world.claims.filter((claim) => broken(claim).length > 0)
  const fine = world.claims.filter((claim) => broken(claim).length === 0)
  const gold = bad.map((claim) => docId(claim.n))
  return build(
    {
      lang,
      intro: t(
        lang,
        'Travel policy of the river board, and the claims of one season. Each numbered document is one claim.',
        '以下是河道处的差旅规定和一个季度的报销单，每个编号文档为一份。',
      ),
      body: world.body,
      pages: world.pages,
    },
    {
      ...lbp('T7.2 Targeted Rule or Condition Violation Detection', 'exhaustive retrieval'),
      question: t(
        lang,
        'Which claims break at least one of the five rules? Give their ids.',
        '哪些报销单违反了五条规定中的至少一条？请给出编号。',
      ),
      ask: t(lang, 'all claims that break a rule', '所有违反规定的报销单'),
      docIds: gold,
      form: { kind: 'set', right: gold, near: dice.take(fine, 14).map((claim) => docId(claim.n)) },
      clues: bad.map((claim) =>
        claimClue(
          world.body,
          claim,
          broken(claim)[0],
          t(lang, `it breaks rule ${broken(claim)[0]}`, `违反第${'一二三四五'[broken(claim)[0] - 1]}条`),
        ),
      ),
      decoys: dice
        .take(
          fine.filter((claim) => claim.first || claim.signed),
          6,
        )
        .map((claim) =>
          claimClue(
            world.body,
            claim,
            claim.first ? 2 : 5,
            t(lang, 'it looks odd but is allowed', '看似有问题，其实合规'),
          ),
        ),
      steps: POLICY[lang].map((rule, i) =>
        t(
          lang,
          `${rule.slice(0, 6)}: broken by ${bad.filter((claim) => broken(claim).includes(i + 1)).length}.`,
          `${rule.slice(0, 3)}：${bad.filter((claim) => broken(claim).includes(i + 1)).length} 份违反。`,
        ),
      ),
      check: (prompt) =>
        sameSet(
          readClaims(prompt)
            .filter((claim) => broken(claim).length > 0)
            .map((claim) => docId(claim.n)),
          gold,
        ),
    },
  )
}

/** T8.1: each voucher checked across the three books. */
export function officeVouchers(dice: Dice, lang: Lang, count: number): Draft {
  const world = makeVouchers(dice, lang, count)
  const asked = dice.some(world.vouchers, Math.min(12, count))
  const colon = t(lang, ': ', '：')
  const line = (voucher: Voucher): string => `${voucher.no}${colon}${verdictOf(lang, voucher)}`
  const gold = asked.map(line)
  const [agrees, quantity, payment, missing] = VERDICTS[lang]
  const lineOf = (voucher: Voucher, book: number): string | undefined =>
    world.pages
      .filter((page) => page.where === voucher.no)
      .map((page) => page.quote)
      .at(book)
  return build(
    {
      lang,
      intro: t(
        lang,
        'Three books of a ship chandler: slips, invoices and payments under the same voucher numbers.',
        '以下是一家船具行的三本账：底单、发票和付款，使用相同的凭证号。',
      ),
      body: world.body,
      pages: world.pages,
    },
    {
      ...lbp('T8.1 Structured Multi-Source Consistency Verification', 'structured matching'),
      question: t(
        lang,
        `Check these vouchers across the books: ${asked.map((each) => each.no).join(', ')}. Write one line each, "V-100: verdict", with the first verdict that holds of: "${missing}" (it has no slip), "${quantity}" (slip and invoice differ), "${payment}" (paid is not quantity times price), "${agrees}".`,
        `请核对下列凭证：${asked.map((each) => each.no).join('、')}。每个一行，写成“V-100：结论”，取下列结论中最先成立的一个：“${missing}”（没有底单）、“${quantity}”（底单与发票数量不同）、“${payment}”（付款不等于数量乘单价）、“${agrees}”。`,
      ),
      ask: t(lang, 'whether the three books agree on each voucher', '每张凭证三本账是否一致'),
      docIds: gold,
      form: {
        kind: 'cover',
        right: gold,
        spoil: asked.map((each) =>
          VERDICTS[lang]
            .filter((verdict) => verdict !== verdictOf(lang, each))
            .map((verdict) => `${each.no}${colon}${verdict}`),
        ),
      },
      clues: asked.map((each) => ({ where: each.no, quote: lineOf(each, 0) as string, says: verdictOf(lang, each) })),
      steps: asked.map(
        (each) =>
          `${each.no}: ${each.slip ?? '–'} / ${each.invoiced} × ${(each.price / 100).toFixed(2)} / ${((each.paid ?? 0) / 100).toFixed(2)} → ${verdictOf(lang, each)}`,
      ),
      check: (prompt) => {
        const read = new Map(readVouchers(prompt).map((each) => [each.no, each]))
        return same(
          asked.map((each) => line(read.get(each.no) as Voucher)),
          gold,
        )
      },
    },
  )
}
