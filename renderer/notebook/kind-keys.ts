import { KINDS } from '../../core/notebook/cells.ts'

/** Letters that stand for a kind: Jupyter's two, else the first of its name that is free. */
export function kindKeys(kinds: readonly string[] = Object.keys(KINDS)): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  const give = (kind: string, letter: string) => {
    if (!keys.has(letter) && ![...keys.values()].includes(kind)) keys.set(letter, kind)
  }
  if (kinds.includes('note')) give('note', 'm')
  if (kinds.includes('code')) give('code', 'y')
  for (const kind of kinds) for (const letter of kind) give(kind, letter)
  return keys
}
