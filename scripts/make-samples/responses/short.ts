/** Answers of one line: a string, a letter, a number. */
import { type Dice, weave } from '../dice.ts'
import type { AnswerForm, Draft } from '../draft.ts'
import type { Answer, Dress } from './answer.ts'
import { layOut, preface, trailing } from './layout.ts'

type Form<K extends AnswerForm['kind']> = Extract<AnswerForm, { kind: K }>
const isZh = (draft: Draft): boolean => draft.language === 'Chinese'

export function exactAnswer(dice: Dice, draft: Draft, form: Form<'exact'>, quality: number, dress: Dress): Answer {
  const right = quality >= 1
  const value = right || form.near.length === 0 ? form.right : dice.pick(form.near)
  const base = { answer: value, adopted: null }
  const zh = isZh(draft)
  switch (dress) {
    case 'preface':
      return { ...base, right: false, body: `${preface(dice, draft)}\n\n${value}` }
    case 'bold':
      return { ...base, right: false, body: `**${value}**` }
    case 'trailing':
      return {
        ...base,
        right: false,
        body: weave(dice, zh ? '{答案是|应为}$value。' : '{The answer is|It is} $value.', { value }),
      }
    case 'format':
      return {
        ...base,
        right: false,
        body: dice.pick([`${value}${zh ? '。' : '.'}`, `"${value}"`, `[Answer] ${value}`]),
      }
    case 'emoji':
      return { ...base, right: false, body: `${value} ✅` }
    case 'extra':
      return {
        ...base,
        right: false,
        body: [
          value,
          ...dice.take(
            form.near.filter((each) => each !== value),
            1,
          ),
        ].join(zh ? ' 或 ' : ' or '),
      }
    default:
      return { ...base, right, body: value }
  }
}

export function choiceAnswer(dice: Dice, draft: Draft, form: Form<'choice'>, quality: number, dress: Dress): Answer {
  const right = quality >= 1
  const letter = right ? form.right : dice.pick(Object.keys(form.options).filter((each) => each !== form.right))
  const answer = `(${letter}) ${form.options[letter]}`
  if (form.line)
    return { body: layOut(dice, draft, [letter], dress), answer, adopted: null, right: right && dress !== 'bullets' }
  const base = { answer, adopted: null, right }
  const said = dice.pick([
    `The correct answer is (${letter})`,
    `The correct answer is (${letter}).`,
    `The correct answer is ${letter}.`,
  ])
  switch (dress) {
    case 'preface':
      return { ...base, body: `${preface(dice, draft)}\n\n${said}` }
    case 'bold':
      return { ...base, body: `**${said}**` }
    case 'bullets': {
      const looks = Object.entries(form.options).map(
        ([each, text]) => `- ${each}: ${text}${each === letter ? ' ✔' : ''}`,
      )
      return { ...base, body: `${looks.join('\n')}\n\n${said}` }
    }
    case 'trailing':
      return { ...base, body: `${said}\n\n${trailing(dice, draft)}` }
    case 'format':
    case 'no-marker': {
      const bare = isZh(draft)
        ? ['正确答案是 $letter', '选 $letter。', '答案：$letter']
        : ['Answer: $letter', '$letter', '\\boxed{$letter}', 'I choose option $letter.']
      return {
        ...base,
        right: false,
        body: weave(dice, dice.pick(bare).replaceAll('{', '\u0001').replaceAll('}', '\u0002'), { letter })
          .replaceAll('\u0001', '{')
          .replaceAll('\u0002', '}'),
      }
    }
    case 'extra':
      return {
        ...base,
        body: `${said} ${isZh(draft) ? '（也有人会选' : '(Others might pick '}${dice.pick(Object.keys(form.options))}${isZh(draft) ? '）' : '.)'}`,
      }
    default:
      return { ...base, body: said }
  }
}

export function lineAnswer(dice: Dice, draft: Draft, form: Form<'line'>, quality: number, dress: Dress): Answer {
  const right = quality >= 1
  const value = right || form.near.length === 0 ? form.right : dice.pick(form.near)
  return { body: layOut(dice, draft, [value], dress), answer: value, adopted: null, right }
}

export function numberAnswer(dice: Dice, draft: Draft, form: Form<'number'>, quality: number, dress: Dress): Answer {
  const right = quality >= 1
  const value = right ? dice.pick([form.right, form.right, ...form.same]) : dice.pick(form.near)
  const zh = isZh(draft)
  const base = { answer: `${value}${form.unit ? ` ${form.unit}` : ''}`, adopted: null, right }
  const boxed = `\\boxed{${value}}`
  const steps = draft.steps.slice(right ? -2 : 0).slice(0, 3)
  switch (dress) {
    case 'preface':
    case 'bullets':
      return {
        ...base,
        body: `${(dress === 'bullets' ? steps.map((step) => `- ${step}`) : steps).join('\n')}\n\n${zh ? '答案：' : 'Final answer: '}${boxed}`,
      }
    case 'bold':
      return { ...base, body: `**${zh ? '答案' : 'Answer'}: $${boxed}$**` }
    case 'trailing':
      return { ...base, body: `${boxed}\n\n${trailing(dice, draft)}` }
    case 'format':
      return {
        ...base,
        body: zh ? `答案是${value}${form.unit}。` : `So the answer is ${value}${form.unit ? ` ${form.unit}` : ''}.`,
      }
    case 'no-marker':
      return { ...base, right: false, body: weave(dice, zh ? REFUSAL_ZH : REFUSAL_EN) }
    case 'extra': {
      const other = dice.pick(form.near)
      return {
        ...base,
        right: false,
        body: zh
          ? `若按另一种算法为 \\boxed{${other}}，否则为 ${boxed}`
          : `Counting the other way gives \\boxed{${other}}, else ${boxed}`,
      }
    }
    case 'marker-line':
      return { ...base, body: zh ? `答案：$${boxed}$ ${form.unit}` : `The answer is $${boxed}$ ${form.unit}`.trimEnd() }
    default:
      return { ...base, body: boxed }
  }
}

// Long enough to fill the five hundred characters in which the reference looks for a number.
const REFUSAL_EN =
  '{I have gone through the text more than once|Having read all of it}, and I {do not think that|cannot say that} the figure can be {given|worked out} with certainty. {Several rows might belong to the question and several might not|It depends on how one reads the wording of the question}, and {the text itself does not say which reading is meant|nobody in the text says which of them is meant}.\n\n{If the question is about everything that was entered, the sum would be larger|Counting every entry would give one figure}; {if only what is certain counts, it would be smaller|counting only the undisputed ones would give another}. {Both ways are open to objection|Neither can be called right without asking back}. {I would rather leave the box empty than guess|So I leave the answer open} and {ask whoever keeps the book|suggest that somebody asks the clerk} {which of the two was intended|before anybody relies on a number}.'
const REFUSAL_ZH =
  '{材料我看了不止一遍|全文已经读过}，{但无法算出确切的数|但不能给出有把握的结果}。{题目的说法可以有两种理解|有些条目算不算在内并不清楚}，{原文也没有说明取哪一种|记录的人也没有交代}。{与其随便猜一个|为免误导}，{不如先问清楚再算|这里暂不作答}。'
