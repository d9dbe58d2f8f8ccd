import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { writeWhole } from '../../serve/whole-file.ts'
import { EXIT } from '../frame/exit.ts'
import { readNotebookFile } from '../frame/notebook-file.ts'
import { text, usage } from '../frame/option.ts'
import { verb } from '../frame/verb.ts'
import { bytes } from '../frame/words.ts'

export const reportVerb = verb({
  name: 'report',
  lines: '{file, bytes}',
  about: `
One HTML file with the figures, tables and settings, without scripts from elsewhere: it opens offline. Of
a notebook it holds what its cells have left: run it first.`,
  positionals: [{ name: 'NOTEBOOK', help: 'a .longview file whose cells were run', optional: true }],
  options: {
    run: text('NAME', 'a stored run with its newest rewards'),
    output: text('FILE.html', 'where to write it', { short: 'o' }),
  },
  examples: ['longview report --run first -o first.html', 'longview report samples/tour.longview -o tour.html'],
  async run(context, values, [notebook]) {
    const { out, json, cwd } = context
    if ((notebook === undefined) === (values.run === undefined))
      throw usage('longview report takes either NOTEBOOK or --run NAME', { value: notebook })
    if (values.output === undefined) throw usage('longview report needs -o FILE.html')
    if (!/\.html?$/i.test(values.output))
      throw usage('A report is HTML: -o must end in .html', { where: '-o', value: values.output })
    const path = resolve(cwd, values.output)
    const what = values.run === undefined ? readNotebookFile(notebook, cwd) : null
    // A report runs nothing: reading is enough where there is a workspace.
    const engine = await context.engine(existsSync(context.workspaceDir) ? 'read' : 'write')
    const html = what
      ? await engine.report({ document: what.document, baseDir: what.baseDir, name: basename(notebook) })
      : await engine.report({ run: values.run as string })
    await writeWhole(path, html)
    const size = Buffer.byteLength(html)
    if (json) await out.json({ file: path, bytes: size })
    else await out.text(`${path} (${bytes(size)})`)
    return EXIT.well
  },
})
