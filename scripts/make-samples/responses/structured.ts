/** Answers with a structure of their own: retrieval with a calculation, tables, summaries. */
import { type Dice, weave } from '../dice.ts'
import type { AnswerForm, Draft, Row } from '../draft.ts'
import type { Answer, Dress } from './answer.ts'
import { layOut, preface } from './layout.ts'

type Form<K extends AnswerForm['kind']> = Extract<AnswerForm, { kind: K }>
const isZh = (draft: Draft): boolean => draft.language === 'Chinese'

export function gatherAnswer(dice: Dice, draft: Draft, form: Form<'gather'>, quality: number, dress: Dress): Answer {
  const right = quality >= 1
  // Not right: an id missing, an id too many, or the sum gone wrong with the right documents.
  const fault = right ? 'none' : dice.pick(['missing', 'added', 'sum', 'both'])
  const kept = fault === 'missing' || fault === 'both' ? dice.some(form.docs, form.docs.length - 1) : form.docs
  const docs =
    (fault === 'added' || fault === 'both') && form.nearDocs.length > 0 ? [...kept, dice.pick(form.nearDocs)] : kept
  const value = right || (fault === 'added' && dice.chance(0.4)) ? form.right : dice.pick(form.near)
  const ids = dice.chance(0.3) ? dice.shuffle(docs) : docs
  const working = draft.steps.length > 0 ? dice.pick(draft.steps) : ''
  const summary = draft.clues
    .slice(0, 3)
    .map((clue) => `${clue.where} ${clue.says}`)
    .join(isZh(draft) ? '；' : '; ')
  const reasoning = `${right ? working : ''}\n\\boxed{${value}}`.trim()
  const base = { answer: value, adopted: docs, right }
  if (dress === 'format') return { ...base, right: false, body: `${ids.join(', ')}\n\n\\boxed{${value}}` }
  if (dress === 'no-marker')
    return {
      ...base,
      right: false,
      body: `<relevant_doc_ids>${ids.join(', ')}</relevant_doc_ids>\n<summary>${summary}</summary>`,
    }
  const gap = dress === 'blank' ? '\n\n' : '\n'
  const list =
    dress === 'bullets' ? `\n${ids.map((id) => `- ${id}`).join('\n')}\n` : ids.join(dice.pick([', ', ' ', '\n']))
  const before = dress === 'preface' ? `${preface(dice, draft)}\n\n` : ''
  return {
    ...base,
    body: `${before}<relevant_doc_ids>${list}</relevant_doc_ids>${gap}<summary>${summary}</summary>${gap}<continue_reasoning>${reasoning}</continue_reasoning>`,
  }
}

export function tableAnswer(dice: Dice, draft: Draft, form: Form<'table'>, quality: number, dress: Dress): Answer {
  const right = quality >= 1
  let rows: Row[] = [...form.rows]
  const fresh = (): Row[] => form.near.filter((row) => !rows.includes(row))
  if (!right) {
    const faults = Math.max(1, Math.round((1 - quality) * rows.length))
    for (let i = 0; i < faults; i++) {
      const fault = dice.pick(['drop', 'cell', 'add', 'drop'])
      if (fault === 'drop' && rows.length > 1) rows.splice(dice.int(0, rows.length - 1), 1)
      else if (fault === 'add' && fresh().length > 0) rows.splice(dice.int(0, rows.length), 0, dice.pick(fresh()))
      else rows = spoilCell(dice, rows)
    }
  }
  if (dress === 'extra') rows = [...rows, ...dice.take(fresh(), dice.int(2, 6))]
  if (dice.chance(0.25)) rows = dice.shuffle(rows)
  const answer = isZh(draft) ? `${rows.length}行` : `a table of ${rows.length} rows`
  const json = { data: rows.map((row) => row.map(String)) }
  const wide = JSON.stringify(json).replaceAll('],[', '],\n[')
  const text = dice.chance(0.4) ? JSON.stringify(json, null, 2) : dice.chance(0.5) ? wide : JSON.stringify(json)
  const base = { answer, adopted: null, right: right && dress !== 'extra' }
  switch (dress) {
    case 'format':
      return {
        ...base,
        right: false,
        body: `<answer>${dice.pick([text.slice(0, -1), text.replaceAll('"', "'"), JSON.stringify(json.data), `{"data": ${JSON.stringify(json.data.map(String).join('; '))}}`])}</answer>`,
      }
    case 'fence':
      return { ...base, right: false, body: `<answer>\n\`\`\`json\n${text}\n\`\`\`\n</answer>` }
    case 'no-marker':
      return { ...base, right: false, body: text }
    case 'bold':
    case 'bullets':
      return {
        ...base,
        right: false,
        body: [
          `| ${form.columns.join(' | ')} |`,
          `|${form.columns.map(() => '---').join('|')}|`,
          ...rows.map((row) => `| ${row.join(' | ')} |`),
        ].join('\n'),
      }
    case 'trailing':
      return { ...base, body: `<answer>${text}</answer>\n\n${rows.length} ✔` }
    default:
      return { ...base, body: `<answer>${dress === 'blank' ? `\n\n${text}\n\n` : text}</answer>` }
  }
}

/** One cell misread: a digit off, or two cells of a row exchanged. */
function spoilCell(dice: Dice, rows: readonly Row[]): Row[] {
  const at = dice.int(0, rows.length - 1)
  return rows.map((row, i) => {
    if (i !== at) return row
    const cells = [...row]
    const j = dice.int(0, cells.length - 1)
    const text = String(cells[j])
    if (/\d/.test(text)) cells[j] = text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + dice.int(1, 8)) % 10))
    else if (cells.length > 1) [cells[j], cells[(j + 1) % cells.length]] = [cells[(j + 1) % cells.length], cells[j]]
    return cells
  })
}

const SUMMARY_EN = ['{In short|In sum}, ', '', '', '{Overall|On the whole}, ', 'The {text|record} shows that ']
const ALSO_EN = ['', '', '{Besides|Moreover}, ', '{At the same time|Also}, ', '{Later|In the end}, ']
const SUMMARY_ZH = ['{总体来看|概括而言}，', '', '{材料显示|文中说明}，']
const ALSO_ZH = ['', '', '{此外|另外}，', '{同时|与此同时}，', '{后来|最终}，']

export function summaryAnswer(dice: Dice, draft: Draft, form: Form<'summary'>, quality: number, dress: Dress): Answer {
  const zh = isZh(draft)
  const covered = quality <= 0 ? [] : dice.some(form.points, Math.max(1, Math.round(quality * form.points.length)))
  const sentences = covered.map((wordings) => dice.pick(quality >= 1 ? wordings.slice(0, 2) : wordings))
  const beside = dice.take(
    form.besides,
    quality >= 0.8 ? 0 : Math.round((1 - quality) * 3) + (covered.length === 0 ? 1 : 0),
  )
  for (const each of beside) sentences.splice(dice.int(0, sentences.length), 0, each)
  const linked = sentences.map((each, i) => {
    const lead = weave(dice, dice.pick(i === 0 ? (zh ? SUMMARY_ZH : SUMMARY_EN) : zh ? ALSO_ZH : ALSO_EN))
    return lead && !zh ? lead + lowerFirst(each) : lead + each
  })
  const lines = dress === 'bullets' || dress === 'blank' || dress === 'emoji' ? linked : [linked.join(zh ? '' : ' ')]
  return {
    body: layOut(dice, draft, lines, dress),
    answer: '',
    adopted: null,
    right: quality >= 1,
  }
}

/** Lower-cases a sentence's first letter where it begins with a common word. */
function lowerFirst(sentence: string): string {
  return sentence.replace(/^(The|A|An|In|On|At|It|After|Before|By|From|For|Two|Three|Four|Its|Their|Work)\b/, (word) =>
    word.toLowerCase(),
  )
}
