import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asset } from '../../engine/entries.ts'
import { parseNotebook } from '../../notebook/document.ts'
import { printNotebook } from '../../notebook/print.ts'
import { recentIn, type StartOptions } from '../../serve/start-api.ts'

/** What a page without a notebook is offered: the bundled sample, this folder's files, what was open before. */
export function startOptions(folder: string, workspaceDir: string): StartOptions {
  return {
    folder,
    format: { parse: parseNotebook, print: printNotebook },
    editsDir: join(workspaceDir, 'edits'),
    recentFile: recentIn(workspaceDir),
    async sample() {
      const dir = fileURLToPath(asset('samples'))
      const path = join(dir, 'tour.longview')
      try {
        const overview = JSON.parse(await readFile(join(dir, 'start.json'), 'utf8'))
        const { cells } = parseNotebook(await readFile(path, 'utf8'), path)
        return { ...overview, path, cells: cells.filter(({ kind }) => kind !== 'note').length }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null // installed without its samples
        throw error
      }
    },
    fresh: (files, title) =>
      parseNotebook(JSON.stringify(files.length > 0 ? overData(files) : withNote(title)), 'new notebook'),
  }
}

const withNote = (title: string) => ({
  version: 1,
  cells: [{ id: 'note', kind: 'note', inputs: [], params: { text: `# ${title}\n` } }],
})

const overData = (files: readonly string[]) => ({
  version: 1,
  cells: [
    { id: 'data', kind: 'dataset', inputs: [], params: { name: 'data', files } },
    { id: 'samples', kind: 'samples', inputs: ['data'], params: {} },
  ],
})
