import type { Verb } from './frame/verb.ts'

export interface VerbEntry {
  /** One line for the list of verbs; here, so that the list loads none of them. */
  readonly summary: string
  load(): Promise<Verb>
}

/** Every verb, in the order of the line: file, samples, rollout, score, advantage, figure, report. */
export const VERBS: Readonly<Record<string, VerbEntry>> = {
  index: {
    summary: "Read samples (JSONL, JSON, parquet, .gz, .zst) into the workspace's index",
    load: async () => (await import('./verbs/index-files.ts')).indexVerb,
  },
  samples: {
    summary: 'List samples',
    load: async () => (await import('./verbs/samples.ts')).samplesVerb,
  },
  sets: {
    summary: 'List, save and delete named sets of samples',
    load: async () => (await import('./verbs/sets.ts')).setsVerb,
  },
  show: {
    summary: 'Show one sample, whole, or one of its responses',
    load: async () => (await import('./verbs/show.ts')).showVerb,
  },
  rollout: {
    summary: 'Ask an endpoint for n responses to each sample',
    load: async () => (await import('./verbs/rollout.ts')).rolloutVerb,
  },
  runs: {
    summary: 'List, rename and delete the stored runs',
    load: async () => (await import('./verbs/runs.ts')).runsVerb,
  },
  score: {
    summary: 'Compute the reward of each response, with its reason',
    load: async () => (await import('./verbs/score.ts')).scoreVerb,
  },
  advantage: {
    summary: 'Estimate advantages from rewards, or the statistics of each reward type',
    load: async () => (await import('./verbs/advantage.ts')).advantageVerb,
  },
  plot: {
    summary: 'Draw one figure of a run as SVG, PNG, HTML or JSON',
    load: async () => (await import('./verbs/plot.ts')).plotVerb,
  },
  report: {
    summary: 'Write one self-contained HTML file of a run or a notebook',
    load: async () => (await import('./verbs/report.ts')).reportVerb,
  },
  run: {
    summary: 'Run a whole notebook headless, only what is stale',
    load: async () => (await import('./verbs/run.ts')).runVerb,
  },
  serve: {
    summary: 'Open the workbench in a browser',
    load: async () => (await import('./verbs/serve.ts')).serveVerb,
  },
  audit: {
    summary: 'Count what the surprises of the reference trainer do to data or a run',
    load: async () => (await import('./verbs/audit.ts')).auditVerb,
  },
  lint: {
    summary: 'Find exploits that pay, and broken gold',
    load: async () => (await import('./verbs/lint.ts')).lintVerb,
  },
  'demo-endpoint': {
    summary: 'Start the embedded endpoint that plays the recorded responses of samples/',
    load: async () => (await import('./verbs/demo-endpoint.ts')).demoEndpointVerb,
  },
  doctor: {
    summary: 'Tell what works on this machine, and how to mend what does not',
    load: async () => (await import('./verbs/doctor.ts')).doctorVerb,
  },
}
