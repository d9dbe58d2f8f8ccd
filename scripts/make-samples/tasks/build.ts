import { allIn, type Clue, type Draft, draft, type Lang, languageOf, promptOf } from '../draft.ts'
import { formatOf } from '../formats.ts'

/** What a task says about its sample; the rest follows from the world it stands in. */
export type Shape = Pick<Draft, 'dataSource' | 'rewardMode' | 'ability' | 'form' | 'question' | 'ask' | 'check'> &
  Partial<Pick<Draft, 'docIds' | 'goldenLabel' | 'summary' | 'steps' | 'clues' | 'decoys'>>

export interface Setting {
  readonly lang: Lang
  readonly intro: string
  readonly body: string
  readonly pages: readonly Clue[]
}

/** English or Chinese, side by side where they are written. */
export const t = (lang: Lang, en: string, zh: string): string => (lang === 'zh' ? zh : en)

/** A draft over a world: its prompt put together, its clues added to its check. */
export function build(setting: Setting, shape: Shape): Draft {
  const { lang } = setting
  const whole = { clues: [], decoys: [], steps: [], ...shape }
  const kind = shape.form.kind === 'choice' && shape.form.line ? 'line' : shape.form.kind
  return draft({
    ...whole,
    key: '',
    language: languageOf(lang),
    prompt: promptOf(lang, setting.intro, setting.body, shape.question, formatOf(lang, kind)),
    pages: setting.pages,
    check: (prompt) =>
      allIn(
        prompt,
        [...whole.clues, ...whole.decoys].map((clue) => clue.quote),
      ) || shape.check(prompt),
  })
}

/** Options A to D in the question's own lines. */
export function optionLines(options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .map(([letter, text]) => `(${letter}) ${text}`)
    .join('\n')
}

/** The right text and three others under shuffled letters. */
export function lettered(shuffled: readonly string[]): Record<string, string> {
  return Object.fromEntries(shuffled.slice(0, 4).map((text, i) => ['ABCD'[i], text]))
}

export const lbp = (rewardMode: string, ability: string): Pick<Shape, 'dataSource' | 'rewardMode' | 'ability'> => ({
  dataSource: 'longbench_pro',
  rewardMode,
  ability,
})

export const bare = (prompt: string): string => prompt.split(/\n(?:=== Question ===|=== 问题 ===)\n/)[0]

/** `12 + 7 = 19`; a single term says that it is the only one. */
export function sumLine(lang: Lang, terms: readonly (string | number)[], total: string | number): string {
  if (terms.length === 1) return t(lang, `Only one of them: ${total}.`, `只有一处：${total}。`)
  return `${terms.join(' + ')} = ${total}`
}
