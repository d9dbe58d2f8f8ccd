import { lazy } from 'react'
import { DatasetView } from './dataset/dataset-view.tsx'
import { NoteView } from './note/note-view.tsx'
import { RolloutView } from './rollout/rollout-view.tsx'
import { SamplesView } from './samples/samples-view.tsx'
import { ScoreView } from './score/score-view.tsx'
import type { CellView } from './view.ts'

/** kind -> view. A new kind touches its folder and one line here; what is large is loaded when it is first shown. */
export const VIEWS: Readonly<Record<string, CellView>> = {
  note: NoteView,
  dataset: DatasetView,
  samples: SamplesView,
  rollout: RolloutView,
  score: ScoreView,
  advantage: lazy(async () => ({ default: (await import('./advantage/advantage-view.tsx')).AdvantageView })),
  code: lazy(async () => ({ default: (await import('./code/code-view.tsx')).CodeView })),
  compare: lazy(async () => ({ default: (await import('./compare/compare-view.tsx')).CompareView })),
  figure: lazy(async () => ({ default: (await import('./figure/figure-view.tsx')).FigureView })),
}
