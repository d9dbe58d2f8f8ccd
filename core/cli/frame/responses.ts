import type { ResponseRow } from '../../contract.ts'
import type { Usage } from '../../model/rollout.ts'

const usageFields = (usage: Usage | null) =>
  usage && {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    cached_tokens: usage.cachedTokens,
  }

/** A response as a JSON line: `rollout --json`, `show --response`, and the input of `score`. */
export function responseFields(row: ResponseRow) {
  return {
    run: row.run,
    sample_id: row.sampleId,
    group: row.sampleId,
    index: row.index,
    response: row.text,
    finish_reason: row.finishReason,
    usage: usageFields(row.usage),
    endpoint: row.endpoint,
    seconds: row.seconds,
    data_source: row.dataSource,
    reward_type: row.rewardType,
  }
}
