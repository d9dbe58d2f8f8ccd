/** Tasks over a code base: what a changed function touches, which interfaces differ, which setting wins. */
import type { Dice } from '../dice.ts'
import { type Clue, type Draft, docId, type Lang, same, sameSet } from '../draft.ts'
import {
  type CodeBase,
  callersOf,
  type Func,
  fullName,
  listing,
  makeCode,
  readCalls,
  signature,
} from '../worlds/code.ts'
import { bare, build, lbp, lettered, optionLines, t } from './build.ts'

export interface CodeOptions {
  readonly modules: number
  readonly functions: number
}

const callsOf = (code: CodeBase): Map<string, readonly string[]> =>
  new Map(code.functions.map((func) => [fullName(func), func.calls]))

/** The line of a function that calls another, as it stands in the listing. */
function callClue(body: string, func: Func, call: string, says: string): Clue {
  const at = body.indexOf(`\n${signature(func)}\n`)
  const line = body.slice(at).match(new RegExp(`\\n {4}(\\w+ = ${call.replace('.', '\\.')}\\(\\w+\\))`))
  return { where: fullName(func), quote: line?.[1] ?? signature(func), says }
}

/** T9.1: everything that a changed return type reaches. */
export function codeImpact(dice: Dice, lang: Lang, options: CodeOptions): Draft {
  const code = makeCode(dice, lang, options)
  const calls = callsOf(code)
  const fits = code.functions.filter((func) => {
    const n = callersOf(calls, fullName(func)).length
    return n >= 4 && n <= 11
  })
  const target = dice.pick(fits)
  const gold = callersOf(calls, fullName(target))
  const other = dice.pick(
    code.functions.filter((func) => func !== target && callersOf(calls, fullName(func)).length > 0),
  )
  const note = t(
    lang,
    `# RELEASE NOTES 4.0\n\n- ${fullName(target)} now returns a tuple (value, source) where 3.x returned ${target.returns}.\n- ${fullName(other)} is faster; its interface is as before.\n- Python 3.9 is no longer supported.`,
    `# 4.0 版发布说明\n\n- ${fullName(target)} 现在返回元组 (value, source)，3.x 版返回 ${target.returns}。\n- ${fullName(other)} 提速，接口不变。\n- 不再支持 Python 3.9。`,
  )
  const list = listing(dice, code, note)
  const notReached = code.functions.filter((func) => !gold.includes(fullName(func)) && func !== target)
  const reached = code.functions.filter((func) => gold.includes(fullName(func)))
  return build(
    { lang, intro: code.intro, body: list.body, pages: list.pages },
    {
      ...lbp('T9.1 Dependency-Aware Multi-Version Impact Analysis', 'exhaustive retrieval'),
      question: t(
        lang,
        'By the release notes one function changes its return type. Name all functions that call it, directly or through other functions, each with its full name (module.function). The function itself is not one of them.',
        '发布说明中有一个函数改变了返回类型。请给出直接或间接调用它的全部函数的全名（模块.函数），不含该函数本身。',
      ),
      ask: t(lang, `everything that depends on ${fullName(target)}`, `直接或间接依赖 ${fullName(target)} 的函数`),
      docIds: gold,
      form: { kind: 'set', right: gold, near: dice.take(notReached, 14).map(fullName) },
      clues: reached.map((func) => {
        const call = func.calls.find((each) => each === fullName(target) || gold.includes(each)) as string
        return callClue(
          list.body,
          func,
          call,
          t(
            lang,
            call === fullName(target) ? 'a direct caller' : `it calls ${call}, which is reached`,
            call === fullName(target) ? '直接调用' : `它调用 ${call}，间接受影响`,
          ),
        )
      }),
      decoys: dice
        .take(
          notReached.filter((func) => func.calls.length > 0),
          6,
        )
        .map((func) =>
          callClue(
            list.body,
            func,
            func.calls[0],
            t(lang, `${func.calls[0]} is not reached`, `${func.calls[0]} 不受影响`),
          ),
        ),
      steps: [
        t(
          lang,
          `Direct callers: ${reached
            .filter((f) => f.calls.includes(fullName(target)))
            .map(fullName)
            .join(', ')}.`,
          `直接调用者：${reached
            .filter((f) => f.calls.includes(fullName(target)))
            .map(fullName)
            .join('、')}。`,
        ),
        t(lang, `With the indirect ones: ${gold.length}.`, `加上间接调用者共 ${gold.length} 个。`),
      ],
      check: (prompt) => sameSet(callersOf(readCalls(prompt), fullName(target)), gold),
    },
  )
}

/** T9.2: which signatures differ between two releases of an interface. */
export function codeInterface(dice: Dice, lang: Lang, options: CodeOptions): Draft {
  const code = makeCode(dice, lang, options)
  const kept = [...code.functions].sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1))
  const changed = new Set(dice.take(kept, dice.int(5, 9)))
  const after = kept.map((func): Func => {
    if (!changed.has(func)) return func
    const kind = dice.pick(['returns', 'param', 'drop'])
    if (kind === 'returns') return { ...func, returns: func.returns === 'str' ? 'list[str]' : 'str' }
    if (kind === 'drop' && func.params.length > 1) return { ...func, params: func.params.slice(0, -1) }
    return {
      ...func,
      params: [
        ...func.params,
        `${dice.pick(['quiet', 'tenant', 'margin'])}: ${dice.pick(['bool', 'int'])} = ${dice.pick(['0', '1'])}`,
      ],
    }
  })
  const stub = (release: string, functions: readonly Func[]): string =>
    functions.map((func) => `[${release}] ${func.module}: ${signature(func)}`).join('\n')
  const head = t(lang, 'Interface list of release', '接口清单')
  const body = `${docId(1)}\n# ${head} 3.8\n${stub('3.8', kept)}\n\n${docId(2)}\n# ${head} 4.0\n${stub('4.0', dice.shuffle(after))}`
  const gold = kept.filter((func) => changed.has(func)).map(fullName)
  const read = (prompt: string, release: string): Map<string, string> =>
    new Map(
      [...bare(prompt).matchAll(/^\[(3\.8|4\.0)\] (\w+): def (\w+)(.*)$/gm)]
        .filter((m) => m[1] === release)
        .map((m) => [`${m[2]}.${m[3]}`, m[4]]),
    )
  return build(
    {
      lang,
      intro: t(
        lang,
        'Two interface lists of the transport office library. The second is not in the order of the first.',
        '以下是运输处函数库两个版本的接口清单，第二份的次序与第一份不同。',
      ),
      body,
      pages: kept.map((func) => ({
        where: fullName(func),
        quote: `[3.8] ${func.module}: ${signature(func)}`,
        says: '',
      })),
    },
    {
      ...lbp('T9.2 Localized Interface Change Detection', 'exhaustive retrieval'),
      question: t(
        lang,
        'For which functions does the signature (parameters or return type) differ between 3.8 and 4.0? Give full names, module.function.',
        '哪些函数的签名（参数或返回类型）在 3.8 和 4.0 之间不同？请写全名（模块.函数）。',
      ),
      ask: t(lang, 'the functions whose signature changed', '签名发生变化的函数'),
      docIds: gold,
      form: {
        kind: 'set',
        right: gold,
        near: dice
          .take(
            kept.filter((func) => !changed.has(func)),
            12,
          )
          .map(fullName),
      },
      clues: after
        .filter((func) => gold.includes(fullName(func)))
        .map((func) => ({
          where: fullName(func),
          quote: `[4.0] ${func.module}: ${signature(func)}`,
          says: t(lang, 'that reads differently in 3.8', '与 3.8 不同'),
        })),
      decoys: dice
        .take(
          kept.filter((func) => !changed.has(func)),
          5,
        )
        .map((func) => ({
          where: fullName(func),
          quote: `[3.8] ${func.module}: ${signature(func)}`,
          says: t(lang, 'the same in both', '两版相同'),
        })),
      steps: [t(lang, `${gold.length} signatures differ.`, `共有 ${gold.length} 处不同。`)],
      check: (prompt) => {
        const [old, now] = [read(prompt, '3.8'), read(prompt, '4.0')]
        return sameSet(
          [...old].filter(([name, rest]) => now.get(name) !== rest).map(([name]) => name),
          gold,
        )
      },
    },
  )
}

/** EM: a setting that several files set, the last of which wins. */
export function codeSetting(dice: Dice, lang: Lang, options: CodeOptions): Draft {
  const code = makeCode(dice, lang, options)
  const keys = dice.take(
    ['retry_limit', 'batch_rows', 'cache_minutes', 'queue_depth', 'page_size', 'lock_seconds', 'keep_days', 'max_gap'],
    8,
  )
  const files = ['defaults.ini', 'region-north.ini', 'depot-17.ini', 'override-2031-02.ini']
  const settings = files.map((file, i) => ({
    file,
    values: dice.some(keys, [8, 5, 4, 3][i]).map((key) => [key, String(dice.int(2, 400) * 5)] as const),
  }))
  const note = `# README\n${t(lang, `Settings are read in this order, later files replace earlier ones: ${files.join(', ')}.`, `配置按以下次序读取，后读的覆盖先读的：${files.join('、')}。`)}`
  const list = listing(dice, code, note)
  const shuffled = dice.shuffle(settings)
  const tail = shuffled
    .map(
      (each, i) =>
        `${docId(code.functions.length + i + 2)}\n# ${each.file}\n${dice
          .shuffle(each.values)
          .map(([key, value]) => `${key} = ${value}`)
          .join('\n')}`,
    )
    .join('\n\n')
  const value = (key: string, all: readonly { values: readonly (readonly [string, string])[] }[]): string =>
    all.flatMap((each) => each.values.filter(([name]) => name === key)).at(-1)?.[1] ?? ''
  const key = dice.pick(
    keys.filter((each) => settings.filter((s) => s.values.some(([name]) => name === each)).length >= 3),
  )
  const gold = value(key, settings)
  const set = settings.flatMap((each) =>
    each.values.filter(([name]) => name === key).map(([, v]) => ({ file: each.file, v })),
  )
  return build(
    { lang, intro: code.intro, body: `${list.body}\n\n${tail}`, pages: list.pages },
    {
      dataSource: 'EM',
      rewardMode: 'EM',
      ability: 'precise long-range information retrieval',
      question: t(
        lang,
        `After all settings files have been read in their order: what is the value of ${key}? Answer with the number alone.`,
        `按次序读完全部配置文件后，${key} 的值是多少？只写数字。`,
      ),
      ask: t(lang, `the value of ${key} that wins`, `${key} 最终生效的值`),
      goldenLabel: gold,
      form: { kind: 'exact', right: gold, near: set.map((each) => each.v).filter((v) => v !== gold) },
      clues: [
        { where: docId(1), quote: note.split('\n')[1], says: t(lang, 'the last file wins', '最后的文件优先') },
        ...set.map((each) => ({
          where: each.file,
          quote: `${key} = ${each.v}`,
          says: t(lang, `${each.file} says ${each.v}`, `${each.file} 写的是 ${each.v}`),
        })),
      ],
      steps: set.map((each) => `${each.file}: ${each.v}`),
      check: (prompt) => {
        const order = /(?:earlier ones: |先读的：)(.+?)[.。]$/m.exec(prompt)?.[1].split(/, |、/) ?? []
        const found = order.flatMap((file) => {
          const block = prompt.split(`# ${file}\n`)[1]?.split('\n\n')[0] ?? ''
          return [...block.matchAll(/^(\w+) = (\d+)$/gm)].filter((m) => m[1] === key).map((m) => m[2])
        })
        return same([found.at(-1)], [gold])
      },
    },
  )
}

/** selection: which of four functions is never called. */
export function codeUnused(dice: Dice, lang: Lang, options: CodeOptions): Draft {
  const code = makeCode(dice, lang, options)
  const called = new Set(code.functions.flatMap((func) => func.calls))
  const right = dice.pick(code.functions.filter((func) => !called.has(fullName(func))))
  const others = dice.take(
    code.functions.filter((func) => called.has(fullName(func))),
    3,
  )
  const options4 = lettered(dice.shuffle([right, ...others]).map(fullName))
  const letter = Object.keys(options4).find((each) => options4[each] === fullName(right)) as string
  const list = listing(
    dice,
    code,
    t(lang, '# README\nThe office asked which functions may go.', '# README\n处里询问哪些函数可以删除。'),
  )
  const callers = others.map((func) => ({
    func,
    by: code.functions.find((each) => each.calls.includes(fullName(func))) as Func,
  }))
  return build(
    { lang, intro: code.intro, body: list.body, pages: list.pages },
    {
      dataSource: 'selection',
      rewardMode: 'selection',
      ability: 'long-document comprehension and multi-hop question answering over several sources',
      question: `${t(lang, 'Which of these functions is called by no function in the modules?', '下列函数中，哪一个没有被任何模块中的函数调用？')}\n${optionLines(options4)}`,
      ask: t(lang, 'the function that nobody calls', '没有被调用的函数'),
      goldenLabel: letter,
      form: { kind: 'choice', right: letter, options: options4, line: false },
      clues: callers.map(({ func, by }) =>
        callClue(
          list.body,
          by,
          fullName(func),
          t(lang, `${fullName(func)} is called here`, `这里调用了 ${fullName(func)}`),
        ),
      ),
      steps: callers.map(({ func, by }) => `${fullName(func)} ← ${fullName(by)}`),
      check: (prompt) => {
        const all = new Set([...readCalls(prompt).values()].flat())
        return same(
          Object.values(options4).filter((name) => !all.has(name)),
          [fullName(right)],
        )
      },
    },
  )
}
