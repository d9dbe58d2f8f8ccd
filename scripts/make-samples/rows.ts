/** Drafts as rows of the release's shape, and the responses to them. Pure: main.ts writes the files. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../../core/model/ids.ts'
import type { Made } from './catalogue.ts'
import { Dice } from './dice.ts'
import { respond, type Written } from './responses/respond.ts'

interface Truth {
  doc_ids: readonly string[]
  golden_label: string
  summary: string
}

/** One row as both files hold it; the list form of ground_truth stands in JSONL only. */
export interface SampleRow {
  data_source: string
  prompt: { role: string; content: string }[]
  ability: string
  reward_model: { ground_truth: Truth | Truth[] }
  extra_info: { reward_mode: string; question: string; index: number; split: string; language: string }
  /** Columns that Longview does not know: they are kept. */
  origin: string
  prompt_characters: number
}

export interface RecordedResponse extends Written {
  sample_id: string
  /** sha256 of the canonical JSON of `prompt`: what the embedded endpoint recognises a sample by. */
  prompt_sha256: string
}

const SYSTEM = {
  en: 'You are a careful reader of long documents. Answer from the text alone and keep to the asked form.',
  zh: '你是一位细心的长文档读者。请只依据材料作答，并遵守要求的格式。',
}

export function rowOf(made: Made, index: number): SampleRow {
  const { draft, plan } = made
  const truth: Truth = { doc_ids: draft.docIds, golden_label: draft.goldenLabel, summary: draft.summary }
  return {
    data_source: draft.dataSource,
    prompt: [
      ...(plan.system ? [{ role: 'system', content: SYSTEM[plan.lang] }] : []),
      { role: 'user', content: draft.prompt },
    ],
    ability: draft.ability,
    reward_model: {
      ground_truth: plan.listed ? [{ doc_ids: [], golden_label: '', summary: draft.summary }, truth] : truth,
    },
    extra_info: {
      reward_mode: draft.rewardMode,
      question: draft.question,
      index,
      split: 'train',
      language: draft.language === 'Chinese' ? 'zh' : 'en',
    },
    origin: draft.key,
    prompt_characters: [...draft.prompt].length,
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** The id by the rule of the formats: first 16 hex digits of sha256 over the canonical JSON of the row. */
export const idOf = (row: SampleRow): string => sha256(canonicalJson(row)).slice(0, 16)

/** Samples whose index is even go to JSONL, odd ones to parquet; list forms and what parquet cannot type to JSONL. */
export function inJsonl(made: Made, index: number): boolean {
  return made.plan.listed === true || index % 2 === 0
}

export function responsesOf(made: Made, row: SampleRow): RecordedResponse[] {
  const dice = new Dice(`golongrl-mini/responses/${made.draft.key}`)
  const identity = { sample_id: idOf(row), prompt_sha256: sha256(canonicalJson(row.prompt)) }
  return respond(dice, made.draft, made.plan.mood).map((written) => ({ ...identity, ...written }))
}
