import MarkdownIt from 'markdown-it'
import { useEffect, useMemo, useState } from 'react'
import { formulaDrawer, formulaSource } from '../../../core/notebook/draw-formula.ts'
import { type DrawMath, mathPlugin } from '../../../core/notebook/formula.ts'
import { loadKatex } from '../../reader/katex.ts'

/** Markdown of notes. No HTML from the note, and no remote images: what is not ours is never fetched. */
export function noteMarkdown(draw: DrawMath): (text: string) => string {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable('image')
  mathPlugin(markdown, draw)
  markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
    tokens[index].attrSet('rel', 'noreferrer noopener')
    tokens[index].attrSet('target', '_blank')
    return self.renderToken(tokens, index, options)
  }
  for (const rule of ['heading_open', 'heading_close'] as const) {
    markdown.renderer.rules[rule] = (tokens, index, options, _env, self) => {
      tokens[index].tag = lower(tokens[index].tag)
      return self.renderToken(tokens, index, options)
    }
  }
  return (text) => markdown.render(text)
}

/** The page's title is its only h1: a note's headings start below it. */
function lower(tag: string): string {
  return `h${Math.min(6, Number(tag.slice(1)) + 1)}`
}

const plain = noteMarkdown(formulaSource)
let drawn: ((text: string) => string) | null = null

/** A note as HTML: formulas as their source, and drawn as soon as KaTeX is there. Notes without one load nothing. */
export function useNoteHtml(text: string): string {
  const [render, setRender] = useState(() => drawn)
  const [failed, setFailed] = useState('')
  const source = useMemo(() => plain(text), [text])
  // The note's own words cannot say so: their quotation marks are escaped.
  const formulas = source.includes('class="tex-source"')
  const html = useMemo(() => (formulas && render ? render(text) : source), [formulas, render, source, text])
  useEffect(() => {
    if (!formulas || render) return
    let left = false
    loadKatex().then(
      (katex) => {
        drawn ??= noteMarkdown(formulaDrawer(katex, { output: 'html', says: true }))
        if (!left) setRender(() => drawn)
      },
      (error: unknown) => !left && setFailed(`KaTeX did not load, formulas stand as written: ${String(error)}`),
    )
    return () => {
      left = true
    }
  }, [formulas, render])
  return failed && !render ? `${html}<p class="tex-why">${failed.replace(/[<&]/g, ' ')}</p>` : html
}
