import type { Truth } from '../../core/model/sample.ts'

/** One gold answer as a person reads it: where in the truth it stands, and what it says. */
export interface GoldItem {
  readonly name: string
  readonly text: string
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The truth that counts: a list of truths ends with it. */
export function currentTruth(truth: unknown): unknown {
  return Array.isArray(truth) && truth.length > 0 && truth.every(isObject) ? truth[truth.length - 1] : truth
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** The gold answers: members of lists one by one, a label of several lines by its lines, everything else whole. */
export function goldItems({ groundTruth }: Truth): readonly GoldItem[] {
  const truth = currentTruth(groundTruth)
  if (!isObject(truth)) {
    return Array.isArray(truth)
      ? truth.map((each, i) => ({ name: String(i + 1), text: asText(each) }))
      : truth === null || truth === undefined || truth === ''
        ? []
        : [{ name: 'truth', text: asText(truth) }]
  }
  return Object.entries(truth).flatMap(([name, value]): GoldItem[] => {
    if (name === 'summary' && (value === 'English' || value === 'Chinese')) return [] // a language, no answer
    if (Array.isArray(value)) return value.map((each) => ({ name, text: asText(each) }))
    if (value === null || value === undefined || value === '') return []
    if (typeof value === 'string' && !/^\s*[[{]/.test(value)) {
      return value
        .split(/\r\n|\r|\n/)
        .filter((line) => line.trim() !== '')
        .map((line) => ({ name, text: line }))
    }
    return [{ name, text: asText(value) }]
  })
}
