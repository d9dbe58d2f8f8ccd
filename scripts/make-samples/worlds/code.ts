/** A small code base: modules with functions that call one another, their interfaces in two releases, and release notes. */
import { type Dice, weave } from '../dice.ts'
import { type Clue, docId, type Lang } from '../draft.ts'

export interface Func {
  readonly module: string
  readonly name: string
  readonly params: readonly string[]
  readonly returns: string
  /** Full names of what it calls. */
  readonly calls: readonly string[]
  readonly note: string
}

export const fullName = (func: Pick<Func, 'module' | 'name'>): string => `${func.module}.${func.name}`

const VERBS = [
  'load',
  'parse',
  'merge',
  'resolve',
  'render',
  'collect',
  'split',
  'rank',
  'trim',
  'verify',
  'encode',
  'expand',
  'filter',
  'plan',
  'reduce',
  'store',
]
const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  tariff: ['zone', 'fare', 'discount', 'season_ticket', 'surcharge'],
  timetable: ['stop', 'trip', 'calendar', 'headway', 'transfer'],
  ledger: ['entry', 'balance', 'account', 'voucher', 'period'],
  freight: ['crate', 'manifest', 'weight', 'pallet', 'seal'],
  weather: ['reading', 'station', 'gust', 'forecast', 'alert'],
  roster: ['shift', 'crew', 'leave', 'swap', 'overtime'],
  gates: ['badge', 'visit', 'lock', 'queue', 'alarm'],
  survey: ['answer', 'panel', 'quota', 'weighting', 'wave'],
}
const TYPES = ['int', 'str', 'float', 'bool', 'list[str]', 'dict[str, int]', 'Decimal', 'date']
const PARAMS = ['limit', 'strict', 'key', 'when', 'scale', 'source', 'default', 'depth', 'locale', 'rows']

const NOTES: Readonly<Record<Lang, readonly string[]>> = {
  en: [
    '{Keeps|Preserves} the order of its input{.|; callers rely on it.}',
    '{Empty|Missing} input gives {an empty result|None}, {never|not} an error.',
    'Reads {nothing but|only} its arguments.',
    'Slow for more than {ten|fifty} thousand rows; {batch it|see the bench}.',
    '{Copied|Grown} out of the old {importer|nightly script}, {hence the odd name|kept for its edge cases}.',
    'Rounds half to even, as the {auditors|regulator} asked.',
    'Called {once a night|for every request}; {keep it cheap|allocation matters}.',
    'Times are local to the {depot|office}; {UTC stays outside|never pass UTC}.',
  ],
  zh: [
    '保持输入的次序，{调用方依赖这一点|不要改动}。',
    '输入为空时{返回空结果|返回 None}，不报错。',
    '只读参数，{没有副作用|不写库}。',
    '超过{一万|五万}行会很慢，{请分批|见基准测试}。',
    '由旧的{导入脚本|夜间任务}演变而来，{所以名字有些怪|边角情况都在里面}。',
    '按审计要求采用四舍六入五成双。',
    '{每晚调用一次|每个请求都会调用}，{要保持轻量|注意内存}。',
  ],
}

export interface CodeBase {
  readonly lang: Lang
  readonly intro: string
  readonly functions: readonly Func[]
}

const INTRO: Readonly<Record<Lang, string>> = {
  en: 'Source files of the transport office, one numbered document a module. A function calls another by its full name, module.function.',
  zh: '以下是运输处的源文件，每个编号文档为一个模块。函数之间以全名（模块.函数）相互调用。',
}

export function makeCode(
  dice: Dice,
  lang: Lang,
  options: { readonly modules: number; readonly functions: number },
): CodeBase {
  const names: { module: string; name: string }[] = []
  for (const [module, objects] of dice.take(Object.entries(OBJECTS), options.modules)) {
    const all = VERBS.flatMap((verb) => objects.map((object) => `${verb}_${object}`))
    for (const name of dice.take(all, options.functions)) names.push({ module, name })
  }
  // A function calls only what stands before it in this order: no cycles.
  const order = dice.shuffle(names)
  const functions = order.map((each, i): Func => {
    const calls = dice
      .take(
        order.slice(Math.max(0, i - 26), i),
        dice.weighted([
          [0, 2],
          [1, 4],
          [2, 3],
          [3, 1],
        ]),
      )
      .map(fullName)
    const params = dice.some(PARAMS, dice.int(1, 3)).map((param) => `${param}: ${dice.pick(TYPES)}`)
    return { ...each, params, returns: dice.pick(TYPES), calls, note: weave(dice, dice.pick(NOTES[lang])) }
  })
  return { lang, intro: INTRO[lang], functions }
}

export const signature = (func: Pick<Func, 'name' | 'params' | 'returns'>): string =>
  `def ${func.name}(${func.params.join(', ')}) -> ${func.returns}:`

/** A function's source: its note, a few lines that call what it calls, a return. */
function source(dice: Dice, func: Func): string {
  const first = func.params[0].split(':')[0]
  const lines = [signature(func), `    """${func.note}"""`]
  let at = first
  func.calls.forEach((call, i) => {
    const name = ['found', 'part', 'rest'][i]
    lines.push(`    ${name} = ${call}(${at})`)
    if (dice.chance(0.4)) lines.push(`    if not ${name}:`, `        return ${dice.pick(['None', `${name}`, at])}`)
    at = name
  })
  if (dice.chance(0.5))
    lines.push(`    ${dice.pick(['kept', 'rows', 'total'])} = ${dice.pick(['sorted', 'list', 'tuple'])}(${at})`)
  lines.push(`    return ${at}`)
  return lines.join('\n')
}

export interface Listing {
  readonly body: string
  readonly pages: readonly Clue[]
  /** Document number of each module. */
  readonly docOf: ReadonlyMap<string, number>
}

export function listing(dice: Dice, code: CodeBase, note: string): Listing {
  const modules = [...new Set(code.functions.map((func) => func.module))].sort()
  const docOf = new Map(modules.map((module, i) => [module, i + 2]))
  const files = modules.map((module) => {
    const own = code.functions.filter((func) => func.module === module).sort((a, b) => (a.name < b.name ? -1 : 1))
    return `${docId(docOf.get(module) as number)}\n# ${module}.py\n\n${own.map((func) => source(dice, func)).join('\n\n')}`
  })
  const pages = code.functions.map((func) => ({ where: fullName(func), quote: signature(func), says: '' }))
  return { body: `${docId(1)}\n${note}\n\n${files.join('\n\n')}`, pages, docOf }
}

/** The call graph of a prompt, read back: full name -> full names it calls. */
export function readCalls(prompt: string): Map<string, string[]> {
  const calls = new Map<string, string[]>()
  let [module, name] = ['', '']
  for (const line of prompt.split('\n')) {
    module = /^# (\w+)\.py$/.exec(line)?.[1] ?? module
    const def = /^def (\w+)\(/.exec(line)
    if (def) {
      name = `${module}.${def[1]}`
      calls.set(name, [])
    }
    const call = /^ {4}\w+ = (\w+\.\w+)\(/.exec(line)
    if (call) calls.get(name)?.push(call[1])
  }
  return calls
}

/** All that call `target`, directly or through others, in alphabetical order. */
export function callersOf(calls: ReadonlyMap<string, readonly string[]>, target: string): string[] {
  const found = new Set<string>()
  for (let grew = true; grew; ) {
    grew = false
    for (const [name, called] of calls) {
      if (found.has(name) || !called.some((each) => each === target || found.has(each))) continue
      found.add(name)
      grew = true
    }
  }
  return [...found].sort()
}
