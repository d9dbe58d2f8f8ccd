const LABELS: Readonly<Record<string, string>> = {
  tasks: 'Task',
  minBytes: 'Least prompt length',
  maxBytes: 'Greatest prompt length',
  minReward: 'Least mean reward',
  maxReward: 'Greatest mean reward',
  rewarded: 'With a mean reward',
  descending: 'Largest or last first',
  order: 'Order',
  search: 'Text',
  topP: 'Top-p',
  maxTokens: 'Most tokens a response',
  maxTotalTokens: 'Most tokens in all',
  maxSeconds: 'Most seconds',
  nPerRequest: 'Responses a request',
  system: 'System message',
  templateKwargs: 'Arguments of the chat template',
  keyEnv: 'Variable of the key',
  alpha: 'α (alpha)',
  gamma: 'γ (gamma)',
  epsilon: 'ε (epsilon)',
  normalizeByTaskScale: 'Normalize by task scale',
  filterGroups: 'Filter groups',
  compareWith: 'Compare with',
  most: 'Most listed',
}

/** A parameter as its field is called: "Top-p"; "maxSeconds" as "Max seconds" where there are no better words. */
export function paramLabel(param: string): string {
  if (Object.hasOwn(LABELS, param)) return LABELS[param]
  const spaced = param.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return spaced[0].toUpperCase() + spaced.slice(1)
}
