import { parseArgs } from 'node:util'
import { nearest } from './nearest.ts'
import { type Option, type Options, Problem, usage } from './option.ts'
import { GLOBAL_OPTIONS, type Verb } from './verb.ts'

export interface Parsed {
  readonly values: Readonly<Record<string, unknown>>
  readonly positionals: readonly string[]
}

/** `--name` as people write it: one letter takes one dash. */
export const dashed = (name: string) => (name.length === 1 ? `-${name}` : `--${name}`)

function optionsOf(verb: Verb): Options {
  return { ...verb.options, ...GLOBAL_OPTIONS }
}

function unknown(raw: string, verb: Verb): Error {
  const known = Object.keys(optionsOf(verb)).map(dashed)
  const close = nearest(raw, known)
  return usage(`longview ${verb.name} has no option ${raw.split('=')[0]}`, {
    remedy: `${close ? `Did you mean ${close}? ` : ''}\`longview ${verb.name} --help\` lists them.`,
  })
}

function readValue(name: string, option: Option<unknown>, typed: string | undefined): unknown {
  if (option.placeholder === undefined) {
    if (typed === undefined) return true
    throw usage(`${dashed(name)} takes no value`, { where: dashed(name), value: typed })
  }
  if (typed === undefined) throw usage(`${dashed(name)} needs a value: ${dashed(name)} ${option.placeholder}`)
  try {
    return option.read(typed)
  } catch (error) {
    if (error instanceof Problem) throw usage(`${dashed(name)} ${error.message}`, { where: dashed(name), value: typed })
    throw error
  }
}

/**
 * The words after a verb against its table. A value may begin with a dash (`--gamma -1`); `--` ends the options.
 * @throws {LongviewError} usage, naming the option, the value, what is allowed and the nearest name
 */
export function parse(verb: Verb, words: readonly string[]): Parsed {
  const table = optionsOf(verb)
  const shape = Object.entries(table).map(([name, { placeholder, short }]) => {
    const type = placeholder === undefined ? ('boolean' as const) : ('string' as const)
    const letter = short ?? (name.length === 1 ? name : undefined)
    return [name, { type, ...(letter && { short: letter }) }] as const
  })
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(shape),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const values: Record<string, unknown> = {}
  for (const [name, { fallback }] of Object.entries(table)) values[name] = fallback
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(table, token.name) ? table[token.name] : null
    if (!option) throw unknown(token.rawName, verb)
    // `--run --json` forgot a name; it does not mean a run called --json. `--gamma -1` means -1.
    const swallowed =
      !token.inlineValue &&
      shape.some(([name, { short }]) => token.value === `--${name}` || token.value === `-${short}`)
    const value = readValue(token.name, option, swallowed ? undefined : token.value)
    values[token.name] = option.many ? [...(values[token.name] as unknown[]), value] : value
  }
  // Help wins over what is missing: a person who asks for it is still finding out.
  if (!values.help && !values.version) checkCount(verb, positionals)
  return { values, positionals }
}

function checkCount(verb: Verb, given: readonly string[]): void {
  const needed = verb.positionals.filter(({ optional }) => !optional)
  if (given.length < needed.length) {
    const { name, help } = needed[given.length]
    throw usage(`longview ${verb.name} needs ${name}: ${help}`, {
      remedy: `\`longview ${verb.name} --help\` tells more.`,
    })
  }
  if (verb.positionals.at(-1)?.many || given.length <= verb.positionals.length) return
  throw usage(`longview ${verb.name} does not take so many words`, {
    value: given[verb.positionals.length],
    remedy: `\`longview ${verb.name} --help\` tells more.`,
  })
}
