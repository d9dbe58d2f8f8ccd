import { count, percent } from '../../format.ts'

/**
 * Why a table has no rows: what none of the samples has, and how far that is known.
 * @param of samples that were looked through
 * @param read share of their texts that has been read for the search, 0 to 1
 */
export function nothingWords(of: number, search: string, read: number): string {
  if (!search) return `None of the ${count(of)} samples passes these filters.`
  const none = `None of the ${count(of)} samples contains “${search}”`
  return read < 1 ? `${none} so far: ${percent(read)} of the text read, more may come.` : `${none}.`
}
