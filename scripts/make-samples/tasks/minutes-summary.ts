/** Summaries of the minutes: the whole year, or one matter from beginning to end. */
import type { Dice } from '../dice.ts'
import { allIn, type Draft, type Lang, same } from '../draft.ts'
import { type Minutes, type MinutesOptions, makeMinutes, type Step, stepClue, stepsOf } from '../worlds/minutes.ts'
import type { Matter } from '../worlds/minutes-words.ts'
import { bare, build, lbp, t } from './build.ts'
import { fact, itemsOn, matterWith, settingOf } from './minutes.ts'

/** What a reader would write of one matter in one sentence, in two or three wordings. */
function gist(lang: Lang, steps: readonly Step[]): string[] {
  const { matter } = steps[0]
  const [estimate, assign, done] = ['estimate', 'assign', 'done'].map((kind) =>
    steps.findLast((step) => step.kind === kind),
  )
  const end = steps.findLast((step) => ['assign', 'handover', 'postpone'].includes(step.kind))
  const subject = matter.name.charAt(0).toUpperCase() + matter.name.slice(1)
  if (done && estimate) {
    return [
      t(
        lang,
        `${subject} was settled with ${fact(assign, 'chosen')}, done under ${fact(done, 'holder')} for ${fact(done, 'final')}.`,
        `${matter.name}采用${fact(assign, 'chosen')}，由${fact(done, 'holder')}完成，实付${fact(done, 'final')}。`,
      ),
      t(
        lang,
        `For ${matter.name} the meeting chose ${fact(assign, 'chosen')}; ${fact(done, 'holder')} reported it done for ${fact(done, 'final')}.`,
        `关于${matter.name}，会议选择${fact(assign, 'chosen')}，${fact(done, 'holder')}报告完工，费用${fact(done, 'final')}。`,
      ),
      t(lang, `${subject}: finished, cost about what was estimated.`, `${matter.name}已经办完，花费与报价相近。`),
    ]
  }
  if (end) {
    return [
      t(
        lang,
        `${subject} is to be settled with ${fact(end, 'chosen')}; ${fact(end, 'holder')} has it in hand until ${fact(end, 'due')}.`,
        `${matter.name}决定采用${fact(end, 'chosen')}，由${fact(end, 'holder')}负责，期限${fact(end, 'due')}。`,
      ),
      t(
        lang,
        `For ${matter.name} the meeting chose ${fact(end, 'chosen')}, and ${fact(end, 'holder')} is to do it by ${fact(end, 'due')}.`,
        `关于${matter.name}，会议选择${fact(end, 'chosen')}，${fact(end, 'holder')}须在${fact(end, 'due')}前完成。`,
      ),
      t(lang, `${subject} is still open.`, `${matter.name}还没有办完。`),
    ]
  }
  return [t(lang, `${subject} was raised, but nothing is decided.`, `${matter.name}已经提出，但还没有决定。`)]
}

/** T4.1: one sentence a matter. */
export function minutesOverview(dice: Dice, lang: Lang, options: MinutesOptions): Draft {
  const minutes = makeMinutes(dice, lang, options)
  const points = minutes.matters.map((matter) => gist(lang, stepsOf(minutes, matter)))
  const join = t(lang, ' ', '')
  const reference = [0, 1].map((i) => points.map((wordings) => wordings[i] ?? wordings[0]).join(join))
  return build(settingOf(minutes), {
    ...lbp('T4.1 Global-Coverage Constrained Summary', 'summarization of long documents under constraints'),
    question: t(
      lang,
      `Summarise the year: one sentence for each of the ${points.length} matters that ran through several meetings, saying what was decided, who had it in hand and how it stands. No more than ${points.length} sentences.`,
      `请概括全年情况：对贯穿多次会议的 ${points.length} 件事，每件用一句话写明决定了什么、由谁负责、现状如何。不超过 ${points.length} 句。`,
    ),
    ask: t(lang, 'how each matter went', '每件事的来龙去脉'),
    docIds: reference,
    form: { kind: 'summary', reference, points, besides: besides(dice, minutes) },
    clues: minutes.steps
      .filter((s) => s.kind === 'done' || s.kind === 'handover')
      .map((s) =>
        stepClue(s, fact(s, 'holder'), t(lang, `that belongs to ${s.matter.name}`, `这属于${s.matter.name}`)),
      ),
    steps: points.map((wordings) => wordings.at(-1) as string),
    check: (prompt) =>
      allIn(
        bare(prompt),
        minutes.matters.map((matter) => matter.name),
      ),
  })
}

/** T4.2: one matter from beginning to end. */
export function minutesStory(dice: Dice, lang: Lang, options: MinutesOptions): Draft {
  const minutes = makeMinutes(dice, lang, options)
  const { matter, steps } = matterWith(dice, minutes, 'estimate', 'assign', 'postpone')
  const points = steps.map((step) => storyPoint(lang, step))
  const join = t(lang, ' ', '')
  const reference = [0, 1].map((i) => points.map((wordings) => wordings[i]).join(join))
  return build(settingOf(minutes), {
    ...lbp('T4.2 Query-Focused Summary', 'summarization of long documents under constraints'),
    question: t(
      lang,
      `Summarise in no more than ${points.length + 1} sentences how ${matter.name} was dealt with, from the first complaint to the last entry. Leave everything else out.`,
      `请用不超过 ${points.length + 1} 句话概括${matter.name}从提出到最后一次记录的处理经过，不写其他事项。`,
    ),
    ask: t(lang, `the story of ${matter.name}`, `${matter.name}的处理经过`),
    docIds: reference,
    form: { kind: 'summary', reference, points, besides: besides(dice, minutes, matter) },
    clues: steps.map((step) =>
      stepClue(
        step,
        fact(step, step.kind === 'estimate' ? 'cost' : 'holder'),
        t(lang, `meeting ${step.session}`, `第${step.session}次会议`),
      ),
    ),
    steps: points.map((wordings) => wordings[1]),
    check: (prompt) =>
      same(
        itemsOn(prompt, matter).map(([n]) => n),
        steps.map((step) => step.n),
      ),
  })
}

function storyPoint(lang: Lang, step: Step): string[] {
  const f = (name: string): string => fact(step, name)
  switch (step.kind) {
    case 'raise':
      return [f('trouble'), t(lang, `At first there was a complaint: ${f('trouble')}`, `起因是：${f('trouble')}`)]
    case 'estimate':
      return [
        t(
          lang,
          `${f('firm')} offered to do it for ${f('cost')}, ${f('rival')} for ${f('rivalcost')}.`,
          `${f('firm')}报价${f('cost')}，${f('rival')}报价${f('rivalcost')}。`,
        ),
        t(
          lang,
          `Two estimates came, ${f('cost')} and ${f('rivalcost')}.`,
          `收到两份报价，${f('cost')}和${f('rivalcost')}。`,
        ),
      ]
    case 'postpone':
      return [
        t(lang, `The date was moved to ${f('due')}. ${f('snag')}`, `期限推迟到${f('due')}。${f('snag')}`),
        t(lang, `It was delayed until ${f('due')}.`, `后来延期到${f('due')}。`),
      ]
    case 'handover':
      return [
        t(lang, `${f('holder')} took over from ${f('oldholder')}.`, `${f('holder')}接替${f('oldholder')}。`),
        t(lang, `The duty passed to ${f('holder')}.`, `改由${f('holder')}负责。`),
      ]
    case 'done':
      return [
        t(
          lang,
          `It was finished on ${f('on')} for ${f('final')}. ${f('outcome')}`,
          `${f('on')}完工，实付${f('final')}。${f('outcome')}`,
        ),
        t(lang, `In the end the bill was ${f('final')}. ${f('outcome')}`, `最后账单${f('final')}。${f('outcome')}`),
      ]
    default:
      return [
        t(
          lang,
          `The meeting chose ${f('chosen')} by ${f('yes')} votes to ${f('no')}, and ${f('holder')} undertook it by ${f('due')}.`,
          `会议以${f('yes')}比${f('no')}选择${f('chosen')}，${f('holder')}承诺在${f('due')}前完成。`,
        ),
        t(
          lang,
          `${f('holder')} was to do it by ${f('due')}, with ${f('chosen')}.`,
          `由${f('holder')}按${f('chosen')}办理，期限${f('due')}。`,
        ),
      ]
  }
}

/** What a poor summary dwells on: other matters and small business. */
function besides(dice: Dice, minutes: Minutes, not?: Matter): string[] {
  const others = minutes.matters.filter((matter) => matter !== not).map((matter) => matter.trouble)
  return dice.take([...others, ...minutes.pages.map((page) => page.quote)], 12)
}
