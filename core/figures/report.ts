import { sha256Base64 } from '../math/sha256.ts'
import type { Figure } from './figure.ts'
import { reportCss } from './report/css.ts'
import { csvLink, tableDetails, tableHtml } from './report/table.ts'
import { escapeXml } from './svg/text.ts'
import { renderSvg } from './svg.ts'

/** A sentence with its settings set off: plain words, and the words that were chosen. */
export type Sentence = readonly (string | { readonly strong: string })[]

export type ReportSection =
  /** Markdown that its caller has rendered with HTML off: it is put in as it is. */
  | { readonly kind: 'note'; readonly html: string }
  | { readonly kind: 'text'; readonly text: string }
  /** A cell without a figure of its own: its sentence, and what it came to. */
  | {
      readonly kind: 'line'
      readonly number?: string
      readonly sentence: Sentence
      readonly hash?: string
      readonly summary: string
    }
  | {
      readonly kind: 'figure'
      /** The cell's number in its notebook; absent in the report of a run. */
      readonly number?: string
      /** The cell as a sentence. */
      readonly sentence: Sentence
      /** Hash of what it rests on, eight characters or more. */
      readonly hash?: string
      readonly figure: Figure
      /** Drawn above it, under the same caption. */
      readonly above?: Figure
    }

export interface ReportFact {
  readonly label: string
  readonly words: string
  /** Hash or version, at the right in mono. */
  readonly mark?: string
}

export interface Report {
  readonly title: string
  /** The title as HTML that its caller has rendered with HTML off; absent: the title's words. */
  readonly titleHtml?: string
  /** One line above the title: what, of what, when. */
  readonly about: string
  readonly sections: readonly ReportSection[]
  /** What did not go as asked: rows set aside, failed samples, undecided rewards, stale cells. */
  readonly warnings: readonly string[]
  readonly provenance: readonly ReportFact[]
  /** The command that makes this report again. */
  readonly replay: string
  /** `@font-face` rules with their fonts as data: URLs; empty where the reader's own faces must do. */
  readonly fontCss: string
}

/** Width of the report's column. */
const WIDTH = 800

/**
 * One HTML file that needs nothing else: no script, nothing fetched (its Content-Security-Policy allows neither), both
 * themes, prints in light. All words are escaped; only `note` sections and `titleHtml` bring HTML of their own.
 */
export function buildReport(report: Report): string {
  const css = reportCss(report.fontCss)
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(css)}'; font-src data:; base-uri 'none'; form-action 'none'`
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    `<meta http-equiv="Content-Security-Policy" content="${escapeXml(policy)}">\n`,
    '<meta name="viewport" content="width=device-width">\n<meta name="color-scheme" content="light dark">\n',
    '<meta name="generator" content="Longview">\n',
    `<title>${escapeXml(report.title)}</title>\n<style>${css}</style>\n</head>\n<body>\n<main>\n`,
    `<header><p class="quiet">${escapeXml(report.about)}</p>\n<h1>${report.titleHtml ?? escapeXml(report.title)}</h1></header>\n`,
    warningsHtml(report.warnings),
    report.sections.map(sectionHtml).join('\n'),
    provenanceHtml(report),
    '</main>\n</body>\n</html>\n',
  ].join('')
}

function sectionHtml(section: ReportSection, at: number): string {
  if (section.kind === 'note') return `<section class="note">${section.html}</section>`
  if (section.kind === 'text') {
    const paragraphs = section.text.split(/\n{2,}/).map((words) => `<p>${escapeXml(words)}</p>`)
    return `<section class="note">${paragraphs.join('')}</section>`
  }
  if (section.kind === 'line') {
    const caption = captionHtml(section.sentence, section.number, section.hash)
    return `<section>${caption}<p class="came-to">${escapeXml(section.summary)}</p></section>`
  }
  const { figure, above } = section
  const caption = captionHtml(section.sentence, section.number, section.hash)
  const figures = [...(above ? [above] : []), figure]
  return `<section>${caption}${figures.map((each) => figureHtml(each, `${at + 1}-${each.kind}`)).join('')}</section>`
}

function figureHtml(figure: Figure, fileName: string): string {
  const words = `<figcaption><p class="finding">${escapeXml(figure.finding)}</p><p class="quiet">${escapeXml(figure.caption)}</p></figcaption>`
  return figure.panels.length > 0
    ? `<figure>${renderSvg(figure, { width: WIDTH, theme: 'css', words: false })}${words}</figure>${tableDetails(figure.table, figure.title, fileName)}`
    : `<figure>${tableHtml(figure.table, figure.title)}${words}</figure>${csvLink(figure.table, fileName)}`
}

function captionHtml(sentence: Sentence, number: string | undefined, hash: string | undefined): string {
  const words = sentence.map((part) =>
    typeof part === 'string' ? escapeXml(part) : `<b>${escapeXml(part.strong)}</b>`,
  )
  const no = number ? `<span class="no">${escapeXml(number)}</span>` : ''
  const mark = hash ? `<span class="hash">${escapeXml(inFours(hash))}</span>` : ''
  return `<p class="cap">${no}${words.join('')}${mark}</p>`
}

/** Eight characters in two fours: enough to compare by eye. */
function inFours(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)}`.trim()
}

const WARNING_MARK =
  '<svg width="13" height="13" viewBox="0 0 16 16" aria-hidden="true"><path fill="none" stroke="var(--stale)" stroke-width="1.4" d="M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1"/></svg>'

function warningsHtml(warnings: readonly string[]): string {
  if (warnings.length === 0) return ''
  const rows = warnings.map((words) => `<li>${WARNING_MARK}${escapeXml(words)}</li>`)
  return `<ul class="warnings" aria-label="What did not go as asked">${rows.join('')}</ul>\n`
}

function provenanceHtml({ provenance, replay }: Report): string {
  const facts = provenance.map(({ label, words, mark }) => {
    return `<div><dt>${escapeXml(label)}</dt><dd>${escapeXml(words)}</dd><dd class="mono">${escapeXml(mark ?? '')}</dd></div>`
  })
  const again = `<div><dt>Replay</dt><dd class="mono">${escapeXml(replay)}</dd><dd></dd></div>`
  return `<section class="prov"><h2>What this rests on</h2><dl>${facts.join('')}${again}</dl></section>\n`
}
