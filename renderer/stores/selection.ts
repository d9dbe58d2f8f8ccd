import { create } from 'zustand'
import type { Reach } from '../../core/contract.ts'
import type { ErrorParts } from '../../core/model/errors.ts'

/** What the inspector looks at. Ids only: what they name is fetched when it is shown. */
export type Subject =
  | { readonly kind: 'sample'; readonly id: string; readonly run?: RunView }
  | { readonly kind: 'response'; readonly id: string; readonly index: number; readonly run: RunView }

/** A run, and the reward set under which its numbers are shown (null: not scored). */
export interface RunView {
  readonly run: string
  readonly reward: string | null
}

export interface TrustQuestion {
  readonly reach: readonly Reach[]
  readonly answer: (agreed: boolean) => void
}

export interface RestartQuestion {
  /** What would be cut, a sentence each; null: the engine has not said yet. */
  readonly cuts: readonly string[] | null
  readonly answer: (agreed: boolean) => void
}

export type SampleTab = 'prompt' | 'truth' | 'responses' | 'across' | 'row'

interface Selection {
  readonly cell: string | null
  /** The cell that fills the window. */
  readonly full: string | null
  readonly mode: 'command' | 'edit'
  readonly subject: Subject | null
  readonly tab: SampleTab
  /** The inspector as a sheet over the notebook, in windows under 1,024. */
  readonly sheet: boolean
  readonly palette: boolean
  readonly keys: boolean
  /** The note that is being written in. */
  readonly editing: string | null
  /** A kind of cell is being chosen, for what is done with it then. */
  readonly choosing: 'above' | 'below' | 'turn' | null
  /** The cell whose title and name are being changed. */
  readonly renaming: string | null
  /** The parameter that a command opens where the sentence has it. */
  readonly asked: { readonly cell: string; readonly param: string } | null
  /** What the last edit did, where one should know. */
  readonly said: { readonly text: string; readonly undo: boolean } | null
  /** A notebook from elsewhere waits for a person to agree. */
  readonly trust: TrustQuestion | null
  /** The engine shall be opened anew, and something goes on. */
  readonly restart: RestartQuestion | null
  /** A command that failed says so above the notebook, until it is dismissed. */
  readonly notice: ErrorParts | null
  set(change: Partial<Omit<Selection, 'set' | 'inspect'>>): void
  inspect(subject: Subject | null): void
}

export const useSelection = create<Selection>()((set) => ({
  cell: null,
  full: null,
  mode: 'command',
  subject: null,
  tab: 'prompt',
  sheet: false,
  palette: false,
  keys: false,
  editing: null,
  choosing: null,
  renaming: null,
  asked: null,
  said: null,
  trust: null,
  restart: null,
  notice: null,
  set: (change) => set(change),
  inspect: (subject) => set({ subject }),
}))

/** The list that the inspected thing was chosen from: `[` and `]` step in it. Not a store: a list is a function here. */
let stepper: ((delta: number) => void) | null = null
export function followList(step: (delta: number) => void): void {
  stepper = step
}
export function stepSibling(delta: number): void {
  stepper?.(delta)
}
