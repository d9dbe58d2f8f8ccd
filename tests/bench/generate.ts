import { closeSync, openSync, writeSync } from 'node:fs'
import { type Random, seededRandom } from '../../core/math/random.ts'
import { SUB_TASKS } from '../../core/model/tasks.ts'

/**
 * Rows in the shape of GoLongRL's release, as Python's json.dumps(row, ensure_ascii=False) writes them: the nine tasks,
 * prompts of 1 KB to 1 MB (log-normal about 90 KB), a fifth of them Chinese, with line ends, quotes and tables.
 * The same seed gives the same bytes.
 */
const WORDS =
  `the of and to in is was for on that with as it by at from agreement section party shall payment notice term
  report revenue table figure value evidence method result model sample house river winter letter station engineer 1998 2.5
  42% Article III Annex B however therefore nevertheless`.split(/\s+/)
const HAN =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经'

function englishPool(random: Random, length: number): string {
  let text = ''
  while (text.length < length) {
    const kind = random.below(12)
    for (let k = 8 + random.below(20); k > 0; k--) text += `${random.pick(WORDS)} `
    if (kind === 0) text += `"${random.pick(WORDS)} ${random.pick(WORDS)}," he said.\n`
    else if (kind === 1) text += `| ${random.below(1000)} | ${random.below(1000)} |\n`
    else text += random.below(4) === 0 ? '.\n\n' : '. '
  }
  return text
}

function chinesePool(random: Random, length: number): string {
  let text = ''
  while (text.length < length) {
    for (let k = 10 + random.below(30); k > 0; k--) text += HAN[random.below(HAN.length)]
    text += random.below(5) === 0 ? '。\n' : '，'
  }
  return text
}

const SUB_TASK_NAMES = Object.keys(SUB_TASKS)

function gold(random: Random, number: number, chinese: boolean) {
  const dataSource = random.pick([
    'EM',
    'selection',
    'math_longcot_math_verify',
    'multitableqa_pretraining',
    'longbench_pro',
    'longbench_pro',
  ])
  const mode = dataSource === 'longbench_pro' ? random.pick(SUB_TASK_NAMES) : dataSource
  const doc_ids = Array.from({ length: 1 + random.below(8) }, () => `${random.pick(WORDS)} ${random.below(1e6)}`)
  return {
    data_source: dataSource,
    reward_model: {
      ground_truth: {
        doc_ids,
        golden_label: `${random.pick(WORDS)} ${number}`,
        summary: chinese ? 'Chinese' : 'English',
      },
      style: 'rule',
    },
    extra_info: {
      reward_mode: mode,
      question: chinese
        ? `第${number}份文件的结论是什么？`
        : `What does document ${number} say about the ${random.pick(WORDS)}?`,
      index: number,
      split: 'train',
    },
  }
}

/** json.dumps puts a space after colons and commas between values. */
const dumps = (value: unknown): string =>
  JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, ' ')
    .replaceAll('{ ', '{')
    .replaceAll(' }', '}')
    .replaceAll('[ ', '[')
    .replaceAll(' ]', ']')

export interface Generated {
  readonly rows: number
  readonly bytes: number
}

/** Writes rows until the file has at least `bytes`, or exactly `rows` of them. */
export function generate(
  path: string,
  { bytes = Number.POSITIVE_INFINITY, rows = Number.POSITIVE_INFINITY, seed = 1, scale = 1 },
): Generated {
  const random = seededRandom(seed)
  const english = englishPool(random, 4e6)
  const chinese = chinesePool(random, 2e6)
  const fd = openSync(path, 'w')
  let written = 0
  let number = 0
  try {
    while (written < bytes && number < rows) {
      const han = random.below(5) === 0
      const pool = han ? chinese : english
      const length = Math.round(
        Math.min(1e6, Math.max(1000, 90_000 * scale * Math.exp(random.normal()))) / (han ? 3 : 1),
      )
      const from = random.below(pool.length - length)
      const { data_source, ...rest } = gold(random, number, han)
      const prompt = `[{"role": "user", "content": ${JSON.stringify(`${pool.slice(from, from + length)}\n${number}`)}}]`
      const tail = dumps(rest).slice(1)
      written += writeSync(
        fd,
        `{"data_source": "${data_source}", "prompt": ${prompt}, "ability": "long-context reasoning", ${tail}\n`,
      )
      number++
    }
  } finally {
    closeSync(fd)
  }
  return { rows: number, bytes: written }
}
