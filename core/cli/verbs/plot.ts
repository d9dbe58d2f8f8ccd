import { extname, resolve } from 'node:path'
import type { Figure } from '../../figures/figure.ts'
import { DEFAULT_FIGURE_PARAMS, FIGURES, figureNamed } from '../../figures/index.ts'
import { escapeXml } from '../../figures/svg/text.ts'
import { renderSvg } from '../../figures/svg.ts'
import { estimateColumns } from '../../notebook/estimate.ts'
import { writeWhole } from '../../serve/whole-file.ts'
import { ESTIMATOR_OPTIONS, paramsOf } from '../frame/estimating.ts'
import { EXIT } from '../frame/exit.ts'
import { choice, number, text, usage } from '../frame/option.ts'
import { columnsOfRun, REWARD_OPTION } from '../frame/rewarded.ts'
import { verb } from '../frame/verb.ts'

const ENDINGS = ['.svg', '.json', '.html', '.png'] as const
type Ending = (typeof ENDINGS)[number]

/** The SVG on a page of its own, without scripts. */
function page(title: string, svg: string): string {
  const style = 'body{margin:0;background:#fff}svg{display:block;margin:0 auto;max-width:100%;height:auto}'
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeXml(title)}</title><style>${style}</style>${svg}</html>\n`
}

async function written(figure: Figure, ending: Ending, env: NodeJS.ProcessEnv): Promise<string | Buffer> {
  if (ending === '.json') return `${JSON.stringify(figure)}\n`
  const svg = renderSvg(figure)
  if (ending === '.svg') return svg
  if (ending === '.html') return page(figure.title, svg)
  const { screenshot } = await import('../frame/screenshot.ts')
  const [, width, height] = /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []
  return screenshot(page(figure.title, svg), { width: Number(width), height: Number(height) }, env)
}

export const plotVerb = verb({
  name: 'plot',
  lines: '{file, figure, title}',
  about: `
SVG, JSON and HTML need no browser; PNG needs an installed Chromium
or Chrome. Figures of advantages take the estimator's options.`,
  positionals: [],
  options: {
    run: text('NAME', 'a stored and scored run'),
    reward: REWARD_OPTION,
    figure: choice(
      FIGURES.map(({ kind }) => kind),
      FIGURES.map(({ kind, label }) => `${kind}: ${label}`).join('; '),
      { fallback: 'rewards' },
    ),
    output: text('FILE', 'where to write it, ending in .svg, .json, .html or .png', { short: 'o' }),
    threshold: number('R', 'pass-rate: a response passes above this reward', {
      fallback: DEFAULT_FIGURE_PARAMS.threshold,
    }),
    ...ESTIMATOR_OPTIONS,
  },
  examples: [
    'longview plot --run first -o rewards.svg',
    'longview plot --run first --figure advantages --estimator tmn-reweight --alpha 0.8 -o advantages.html',
  ],
  async run(context, values) {
    const { out, json, cwd, env } = context
    if (values.run === undefined) throw usage('longview plot needs --run NAME')
    if (values.output === undefined) throw usage('longview plot needs -o FILE')
    const ending = ENDINGS.find((one) => one === extname(values.output as string).toLowerCase())
    if (!ending) throw usage('-o must end in .svg, .json, .html or .png', { where: '-o', value: values.output })
    const kind = figureNamed(values.figure)
    const columns = await columnsOfRun(context, values.run, values.reward)
    const input =
      kind.needs === 'rewards' && values.estimator === undefined
        ? { columns }
        : estimateColumns(columns, {
            ...paramsOf(values),
            estimator: values.estimator ?? 'tmn-reweight',
            filterGroups: values['filter-groups'],
            compareWith: null,
            pinned: null,
          }).figures
    const evidence =
      kind.needs === 'evidence'
        ? await (await context.engine('read')).evidence({ ids: columns.sampleIds, wait: true })
        : undefined
    const figure = kind.build(
      { ...input, ...(evidence && { evidence }) },
      { ...DEFAULT_FIGURE_PARAMS, threshold: values.threshold },
    )
    const path = resolve(cwd, values.output)
    await writeWhole(path, await written(figure, ending, env))
    if (json) await out.json({ file: path, figure: figure.kind, title: figure.title })
    else await out.text(path)
    return EXIT.well
  },
})
