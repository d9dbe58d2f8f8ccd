import { TOKENS } from '../tokens.ts'

/** The report's style sheet: the page's tokens in both themes, one column, ready to print. */
export function reportCss(fontCss: string): string {
  const tokens = Object.entries(TOKENS).map(([name, { light, dark }]) => `--${name}:light-dark(${light},${dark});`)
  return `${fontCss}
:root{color-scheme:light dark;${tokens.join('')}${FACES}}
${RULES}`
}

const FACES = [
  '--sans:"IBM Plex Sans Variable","PingFang SC","Microsoft YaHei UI","Noto Sans CJK SC",system-ui,sans-serif;',
  '--mono:"M PLUS Code Latin Variable","PingFang SC","Microsoft YaHei UI","Noto Sans CJK SC",ui-monospace,monospace;',
  '--serif:"Source Serif 4 Variable","Songti SC","SimSun","Noto Serif CJK SC",Georgia,serif;',
].join('')

const RULES = `*{box-sizing:border-box}
body,h1,h2,h3,p,ul,ol,dl,dd,figure,table,pre{margin:0;padding:0}
body{background:var(--surface);color:var(--ink-1);font:400 13px/20px var(--sans);font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:880px;margin:0 auto;padding:44px 40px 80px}
a{color:inherit}
:focus-visible{outline:2px solid var(--focus);outline-offset:1px}
h1{font:600 30px/38px var(--serif);letter-spacing:-.01em;margin:4px 0 10px;overflow-wrap:anywhere}
h2{font:600 17px/24px var(--serif);margin:0 0 6px}
.quiet{font:400 11px/16px var(--sans);color:var(--ink-3)}
.mono{font-family:var(--mono)}
.note{font:400 16px/26px var(--serif);max-width:660px;overflow-wrap:anywhere}
.note>*+*{margin-top:12px}
.note h1,.note h2,.note h3{font:600 17px/24px var(--serif);margin-top:20px}
.note ul,.note ol{padding-left:24px}
.note code,.note pre{font:400 13px/20px var(--mono)}
.note pre{overflow:auto;padding:8px 0}
.note blockquote{margin:0;padding-left:16px;border-left:1px solid var(--line-2);color:var(--ink-2)}
.note math,h1 math{font-family:"Latin Modern Math","STIX Two Math","Cambria Math",math}
.note math[display=block]{margin-block:8px;overflow-x:auto;overflow-y:hidden;padding:2px 0}
.note mtable[columnalign^=left]>mtr>mtd,.note mtable[columnalign^="right left"]>mtr>mtd:nth-child(even){text-align:left}
.note mtable[columnalign^=right]>mtr>mtd:nth-child(odd){text-align:right}
.note menclose[notation=box]{border:1px solid;padding:3px}
.tex-why{font:400 11px/16px var(--sans);color:var(--ink-3)}
.note table{border-collapse:collapse;font:400 13px/20px var(--sans)}
.note th,.note td{padding:2px 16px 2px 0;text-align:left;border-bottom:1px solid var(--line-1)}
section{margin-top:32px}
.cap{font-size:13px;line-height:20px;color:var(--ink-2);border-top:1px solid var(--line-2);padding:8px 100px 8px 0;position:relative;overflow-wrap:anywhere}
.cap b{color:var(--ink-1);font-weight:600}
.cap .no{color:var(--ink-3);font-size:11px;margin-right:8px}
.cap .hash{position:absolute;right:0;top:8px;font:400 11px/20px var(--mono);color:var(--ink-3)}
figure+*+figure,details+figure{margin-top:20px}
.came-to{font-size:13px;line-height:20px;color:var(--ink-1)}
figure>svg{display:block;max-width:100%;height:auto;overflow:visible;margin-top:4px}
figcaption{margin-top:12px;max-width:660px}
.finding{font-size:13px;line-height:20px;color:var(--ink-1)}
details{margin-top:8px;font:400 11px/16px var(--sans);color:var(--ink-3)}
summary{cursor:pointer;min-height:24px;line-height:24px;width:max-content;max-width:100%}
.scroll{overflow:auto;max-height:420px}
table.grid{width:100%;border-collapse:collapse;font:400 12px/16px var(--sans);color:var(--ink-1)}
.grid th{font-weight:400;font-size:11px;line-height:13px;color:var(--ink-3);text-align:left;vertical-align:bottom;padding:6px 8px 3px 0;border-bottom:1px solid var(--line-2)}
.grid td{height:24px;padding:0 8px 0 0;border-bottom:1px solid var(--line-1);overflow-wrap:anywhere}
.grid .num{text-align:right;padding-right:0;white-space:nowrap}
.grid th.num{padding-left:8px}
.grid .num+:not(.num){padding-left:16px}
.grid .null{font-style:italic;color:var(--ink-3)}
.grid svg{vertical-align:0;margin-right:6px}
.warnings{list-style:none;margin-top:20px;font-size:13px;line-height:20px}
.warnings li{padding:6px 0 6px 20px;position:relative;border-top:1px solid var(--line-1);overflow-wrap:anywhere}
.warnings svg{position:absolute;left:0;top:9px}
.prov div{display:grid;grid-template-columns:96px minmax(0,1fr) 170px;gap:12px;padding:6px 0;border-top:1px solid var(--line-1);font-size:12px;line-height:18px;overflow-wrap:anywhere}
.prov dt{color:var(--ink-3)}
.prov dd:last-child{text-align:right;color:var(--ink-2)}
@media (max-width:700px){figure{overflow-x:auto}figure>svg,figure>table{min-width:640px;max-width:none}main{padding:24px 16px 48px}.cap{padding-right:0}.cap .hash{position:static;display:block}.prov div{grid-template-columns:minmax(0,1fr)}.prov dd:last-child{text-align:left}.note{max-width:none}}
@media print{.note math[display=block]{overflow:visible}:root{color-scheme:light}body{font-size:12px}main{max-width:none;padding:0}section,figure,tr{break-inside:avoid}h2,.cap{break-after:avoid}details{display:none}a{text-decoration:none}}
`
