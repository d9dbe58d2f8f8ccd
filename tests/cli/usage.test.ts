import { describe, expect, it } from 'vitest'
import { nearest } from '../../core/cli/frame/nearest.ts'
import { folder, longview } from './longview.ts'

const wrong: readonly (readonly [string, readonly string[]])[] = [
  ['smaples', ['no verb smaples', 'Did you mean samples?']],
  ['samples --taks x', ['no option --taks', 'Did you mean --task?']],
  ['samples --task comprehensoin', ['--task must be one of', 'did you mean comprehension?', 'comprehensoin']],
  ['samples --language Klingon', ['--language must be one of English, Chinese', 'Klingon']],
  ['samples --limit 0', ['--limit must be a whole number at least 1', 'value   0']],
  ['samples --limit 1.5', ['--limit must be a whole number', '1.5']],
  ['samples --limit', ['--limit needs a value']],
  ['samples --order sizes', ['--order must be one of number, bytes']],
  ['samples --sub-task T99.9', ['--sub-task must be a LongBench-Pro sub-task']],
  ['samples --csv=yes', ['--csv takes no value', 'yes']],
  ['samples extra', ['does not take so many words', 'extra']],
  ['index', ['needs FILE']],
  ['show', ['needs ID']],
  ['show x --run first', ['give --response K too']],
  ['rollout', ['needs --endpoint URL']],
  ['rollout --endpoint demo: -n 0', ['-n must be a whole number at least 1', 'value   0']],
  ['rollout --endpoint demo: --temperature warm', ['--temperature must be a number', 'warm']],
  ['rollout --endpoint demo: --temperature NaN', ['--temperature must be a number', 'NaN']],
  ['rollout --endpoint demo: --top-p 0', ['--top-p must be a number above 0 and at most 1']],
  ['rollout --endpoint demo: --shard 3/2', ['--shard must be I/N']],
  ['rollout --endpoint demo: --template-kwargs {', ['--template-kwargs must be a JSON object']],
  ['rollout --endpoint demo: --template-kwargs []', ['--template-kwargs must be a JSON object']],
  ['rollout --endpoint demo: --resume', ['give --run NAME too']],
  ['rollout --run --json', ['--run needs a value']],
  ['runs renmae a b', ['Did you mean rename?']],
  ['runs rename a', ['rename takes NAME and NEW']],
  ['runs delete', ['delete takes one NAME']],
  ['score', ['either FILE (or -) or --run NAME']],
  ['score rows.jsonl --run first', ['either FILE (or -) or --run NAME']],
  ['score rows.jsonl --mode corect', ['--mode must be one of reference, corrected; did you mean corrected?']],
  ['score rows.jsonl --reward nope', ['No built-in reward has this name', 'em, accuracy']],
  ['advantage rows.jsonl', ['needs --estimator NAME', 'tmn-grpo']],
  ['advantage rows.jsonl --estimator tmn', ['--estimator must be one of']],
  ['advantage rows.jsonl --estimator grpo --epsilon 0', ['--epsilon must be a number above 0']],
  ['plot -o x.svg', ['needs --run NAME']],
  ['plot --run first', ['needs -o FILE']],
  ['plot --run first -o x.gif', ['-o must end in .svg', 'x.gif']],
  ['plot --run first --figure pie -o x.svg', ['--figure must be one of']],
  ['report --run first', ['needs -o FILE.html']],
  ['report --run first -o x.pdf', ['-o must end in .html']],
  ['report -o x.html', ['either NOTEBOOK or --run NAME']],
  ['run', ['needs NOTEBOOK']],
  ['serve --port 70000', ['--port must be a whole number at least 0 and at most 65535']],
  ['serve --host 0.0.0.0', ['needs a token']],
  ['demo-endpoint --port x', ['--port must be a whole number']],
  ['doctor extra', ['does not take so many words']],
]

describe('wrong usage', () => {
  const cwd = folder()
  it.each(wrong)('%s', async (line, parts) => {
    const { code, out, err } = await longview(line.split(' '), { cwd })
    expect([code, out]).toEqual([2, ''])
    for (const part of parts) expect(err).toContain(part)
    expect(err).toMatch(/^longview: /)
    expect(err).not.toContain('    at ')
  })

  it('shows a hostile value without obeying it', async () => {
    const { err } = await longview(['samples', '--order', '\x1b[2Jbytes\u202e'], { cwd })
    expect(err).toContain('\\u001b[2Jbytes\\u202e')
    expect(err).not.toContain('\x1b')
  })
})

describe('values', () => {
  it('may begin with a dash, and -- ends the options', async () => {
    const input = '{"group":1,"reward_type":"a","reward":1}\n{"group":1,"reward_type":"a","reward":0}\n'
    const run = await longview(['advantage', '-', '--estimator', 'tmn-reweight', '--gamma', '-1', '--json'], { input })
    expect(run.code).toBe(0)
    const { err } = await longview(['score', '--', '--run'])
    expect(err).toContain('no such file')
  })
})

describe('nearest', () => {
  it('guesses what was meant, and nothing where nothing is close', () => {
    const known = ['--task', '--search', '--reward-type', '--limit']
    expect(nearest('--tsak', known)).toBe('--task')
    expect(nearest('--reward', known)).toBe('--reward-type')
    expect(nearest('--LIMIT', known)).toBe('--limit')
    expect(nearest('--zzz', known)).toBeNull()
    expect(nearest('', known)).toBeNull()
  })
})
