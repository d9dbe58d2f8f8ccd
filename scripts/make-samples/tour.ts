/** The tour: a notebook over the samples, with notes for somebody who has never seen Longview. */
import type { CellDocument, NotebookDocument } from '../../core/contract.ts'

const note = (id: string, text: string): CellDocument => ({
  id,
  kind: 'note',
  params: { text: text.trim() },
  inputs: [],
})
const figure = (id: string, kind: string, input: string): CellDocument => ({
  id,
  kind: 'figure',
  params: { figure: kind },
  inputs: [input],
})

const CELLS: readonly CellDocument[] = [
  note(
    'welcome',
    `
# A tour of Longview

This notebook goes the whole way once: **file → samples → responses → rewards → advantages → figures**. It runs on the bundled samples and on responses that were written for them, so it needs no GPU and no network. *Run 12 cells*, at the top, takes a few seconds.

The samples have the shape of the GoLongRL release: nine tasks, eleven reward types, English and Chinese, prompts from a thousand to three hundred thousand characters. They are invented. The responses are **written, not sampled from a model**: they show what rewards do, and say nothing about any model.
`,
  ),
  {
    id: 'data',
    kind: 'dataset',
    params: { name: 'GoLongRL mini', files: ['golongrl-mini.jsonl', 'golongrl-mini.parquet'] },
    inputs: [],
  },
  note(
    'about-samples',
    `
## Samples

Each row is a prompt with its gold. The **task** (nine of them) is for people; the **reward type** is the trainer's own grouping, and the only one that estimators use. Open a sample and read its prompt: the question stands at the end, the gold can be derived from the text above it.

The cell below takes all samples in the order of the files. Change its sentence to narrow it down: one task, one language, only prompts above 100,000 bytes, or a word to search for (try \`manifest\` or \`轴承\`).
`,
  ),
  { id: 'all', kind: 'samples', params: { order: 'number' }, inputs: ['data'] },
  note(
    'about-rollout',
    `
## Responses

A group is the sixteen responses to one prompt. \`demo:\` is the embedded endpoint, which plays the recorded ones over the protocol that a real server speaks. To try a model of your own, write its address there, for example \`http://127.0.0.1:30000\`; everything below stays as it is.
`,
  ),
  {
    id: 'responses',
    kind: 'rollout',
    params: { endpoints: ['demo:'], n: 16, temperature: 1, topP: 1 },
    inputs: ['all'],
  },
  note(
    'about-rewards',
    `
## Rewards, and why

Every reward comes with a **reason**. *Wrong* means that the answer was compared and does not agree. *gate* means that it was never compared, because the response does not close its thinking exactly once. *parse* means that no answer could be found in it. These are different illnesses with different cures, and a mean hides which one a run has.

Mode \`reference\` computes what the GoLongRL trainer computes, with its surprises. Three of them can be seen here:

- a response that thinks aloud and forgets \`[Answer]\` is compared with its thinking included;
- *sequence ordering* divides by the pairs of **predicted** lines: a response that stops after two right lines earns 1.0;
- a Chinese summary with long thinking fails in the trainer's recursion and earns 0 (*exception: recursion limit*).

Set the mode to \`corrected\` and run again to see how much of your signal hangs on them.
`,
  ),
  { id: 'rewards', kind: 'score', params: { mode: 'reference' }, inputs: ['responses'] },
  figure('reward-by-task', 'rewards', 'rewards'),
  note(
    'read-rewards',
    `
Look at the shapes first. Some tasks know only 0 and 1 (*precise retrieval*, *comprehension*, *numerical reasoning*). Others pay in parts, and *summarization* never comes near 1. If one scale is used for all of them, the task with the widest spread speaks loudest. That is what the estimators below are about.
`,
  ),
  figure('why', 'reasons', 'rewards'),
  figure('spread', 'group-spread', 'rewards'),
  note(
    'read-spread',
    `
A group whose sixteen rewards are all equal teaches nothing: its advantages are all 0. Here a few groups are all right and a few all wrong, on purpose. Set *filterGroups* in the next cell and they are dropped, as the published run does.

The next figure lays the reward against the length of the prompt. Here the longer prompts are not always the harder ones; with a model of your own the line often falls, and where it falls is worth knowing.
`,
  ),
  figure('length', 'length-reward', 'rewards'),
  note(
    'about-advantages',
    `
## Advantages

The advantage is what the trainer pushes up or down. \`grpo\` divides each group by its own spread, so that a group with one lucky response shouts. \`tmn-reweight\` centres by group, divides by **one scale for each reward type**, and then weighs by difficulty: rare successes on hard prompts count more, rare failures on easy prompts too. α says how far a group's difficulty is its own (1) or its reward type's (0); γ says how strongly difficulty weighs.

Drag α and γ and watch. The outline is plain \`grpo\`.
`,
  ),
  {
    id: 'advantages',
    kind: 'advantage',
    params: { estimator: 'tmn-reweight', alpha: 0.8, gamma: 1, compareWith: 'grpo' },
    inputs: ['rewards'],
  },
  figure('before-after', 'advantages', 'advantages'),
  figure('stages', 'stages', 'advantages'),
  figure('table', 'statistics', 'advantages'),
  note(
    'next',
    `
## Where to go from here

- The statistics carry the trainer's own names, so that they can be laid beside a training log.
- The same file runs without a page: \`npx longview run samples/tour.longview --out out\` writes the figures and one report that opens offline. \`--set advantages.gamma=0\` changes a parameter for one run.
- Put your own JSONL or parquet into the dataset cell. What cannot be read is set aside with its line and the reason; nothing is dropped in silence.
`,
  ),
]

export const TOUR: NotebookDocument = { version: 1, cells: CELLS }
