/**
 * Token kinds of the LaTeX dialect that the reference's grammar knows (latex2sympy2_extended 1.11.0). Commands are
 * matched by their longest known prefix, as there: `\cdots` is `\cdot` and the letter s.
 */
export const T = {
  end: 0,
  add: 1,
  sub: 2,
  /** `*`, `\times`, `\cdot` and their like. */
  times: 3,
  /** `/`, `\div`, `:`. */
  divide: 4,
  mod: 5,
  leftParen: 6,
  rightParen: 7,
  leftParenVisual: 8,
  rightParenVisual: 9,
  leftGroup: 10,
  rightGroup: 11,
  leftBrace: 12,
  rightBrace: 13,
  leftBraceVisual: 14,
  rightBraceVisual: 15,
  leftBraceCommand: 16,
  rightBraceCommand: 17,
  leftBracket: 18,
  rightBracket: 19,
  leftBrack: 20,
  rightBrack: 21,
  phantom: 22,
  boxed: 23,
  bar: 24,
  leftVert: 25,
  rightVert: 26,
  vert: 27,
  norm: 28,
  leftAngle: 29,
  rightAngle: 30,
  leftFloor: 31,
  rightFloor: 32,
  leftFloorCorner: 33,
  rightFloorCorner: 34,
  leftCeil: 35,
  rightCeil: 36,
  leftCeilCorner: 37,
  rightCeilCorner: 38,
  limit: 39,
  approach: 40,
  integral: 41,
  sum: 42,
  product: 43,
  /** A function of one argument, by its command. */
  function: 44,
  gamma: 45,
  /** `gcd`, `lcm`, `max`, `min`. */
  functionMany: 46,
  sqrt: 47,
  operatorName: 48,
  /** A bare word that `\operatorname` may name, of one argument. */
  nameOne: 49,
  nameMany: 50,
  fraction: 51,
  binomial: 52,
  choose: 53,
  matrixStart: 54,
  matrixEnd: 55,
  arrayStart: 56,
  arrayEnd: 57,
  determinantStart: 58,
  determinantEnd: 59,
  column: 60,
  row: 61,
  underscore: 62,
  caret: 63,
  semicolon: 64,
  comma: 65,
  differential: 66,
  euler: 67,
  capitalE: 68,
  letter: 69,
  arrow: 70,
  exchange: 71,
  number: 72,
  exponentNumber: 73,
  element: 74,
  assignment: 75,
  equal: 76,
  approximately: 77,
  less: 78,
  lessEqual: 79,
  greater: 80,
  greaterEqual: 81,
  unequal: 82,
  bang: 83,
  percentNumber: 84,
  greek: 85,
  otherSymbol: 86,
  symbol: 87,
  variable: 88,
  setNaturals: 89,
  setIntegers: 90,
  setRationals: 91,
  setReals: 92,
  setComplex: 93,
  setPrimes: 94,
  setEmpty: 95,
  accent: 96,
  union: 97,
  intersection: 98,
  setMinus: 99,
  plusMinus: 100,
  superset: 101,
  subset: 102,
  notElement: 103,
  transpose: 104,
  degree: 105,
  /** Known to the lexer, used by no rule: an answer with it does not parse. */
  useless: 106,
  skipped: 107,
} as const

export type TokenKind = (typeof T)[keyof typeof T]

const COMMANDS: Readonly<Record<string, string>> = {
  skipped:
    '\\, \\thinspace \\: \\medspace \\; \\thickspace \\quad \\qquad \\! \\negthinspace \\negmedspace \\negthickspace \\$ ' +
    '\\vrule \\vcenter \\vbox \\vskip \\vspace \\hfil',
  add: '+ ∔ ⊕ ⊞',
  sub: '- − ∸',
  times: '* × ⋅ ⋄ ⊡ ∗ ⋆ ∘ ∙ ⊗ ⊠ ⋈ ⋉ ⋊ \\times \\cdot',
  divide: '/ ÷ ∕ \\over \\div :',
  mod: '\\mod',
  leftParen: '(',
  rightParen: ')',
  leftParenVisual: '\\(',
  rightParenVisual: '\\)',
  leftGroup: '\\lgroup',
  rightGroup: '\\rgroup',
  leftBrace: '{',
  rightBrace: '}',
  leftBraceVisual: '\\{',
  rightBraceVisual: '\\}',
  leftBraceCommand: '\\lbrace',
  rightBraceCommand: '\\rbrace',
  leftBracket: '[',
  rightBracket: ']',
  leftBrack: '\\lbrack',
  rightBrack: '\\rbrack',
  phantom: '\\phantom',
  boxed: '\\boxed',
  bar: '|',
  leftVert: '\\lvert',
  rightVert: '\\rvert',
  vert: '\\vert',
  norm: '\\|',
  leftAngle: '\\langle',
  rightAngle: '\\rangle',
  leftFloor: '\\lfloor',
  rightFloor: '\\rfloor',
  leftFloorCorner: '\\llcorner',
  rightFloorCorner: '\\lrcorner',
  leftCeil: '\\lceil',
  rightCeil: '\\rceil',
  leftCeilCorner: '\\ulcorner',
  rightCeilCorner: '\\urcorner',
  limit: '\\lim',
  approach: '\\to \\rightarrow \\Rightarrow \\longrightarrow \\Longrightarrow',
  integral: '\\int',
  sum: '\\sum',
  product: '\\prod',
  function:
    '\\log \\ln \\exp \\sin \\cos \\tan \\csc \\sec \\cot \\arcsin \\arccos \\arctan \\arccsc \\arcsec \\arccot \\sinh \\cosh ' +
    '\\tanh \\arsinh \\arcosh \\artanh \\arcsinh \\arccosh \\arctanh \\floor \\ceil \\det',
  gamma: '\\Gamma \\gamma',
  functionMany: '\\gcd \\lcm \\max \\min',
  sqrt: '\\sqrt',
  operatorName: '\\operatorname',
  nameOne:
    'arsinh arcosh artanh arcsinh arccosh arctanh floor ceil eye rank trace tr rref nullspace eig eigen diagonalize norm ' +
    'eigenvals eigenvalues eigenvects eigenvectors svd SVD cols rows',
  nameMany: 'gcd lcm zeros orth ortho orthogonal orthogonalize ones diag hstack vstack',
  fraction: '\\frac \\dfrac \\tfrac \\cfrac',
  binomial: '\\binom \\tbinom \\dbinom',
  choose: '\\choose',
  matrixStart: '\\begin{matrix} \\begin{pmatrix} \\begin{bmatrix}',
  matrixEnd: '\\end{matrix} \\end{pmatrix} \\end{bmatrix}',
  arrayEnd: '\\end{array}',
  determinantStart: '\\begin{vmatrix}',
  determinantEnd: '\\end{vmatrix}',
  column: '&',
  row: '\\\\',
  underscore: '_',
  caret: '^',
  semicolon: ';',
  comma: ',',
  euler: 'e \\exponentialE',
  capitalE: 'E',
  arrow: '\\xrightarrow \\xRightarrow',
  exchange: '<-> <=> \\leftrightarrow \\Leftrightarrow',
  element: '\\in',
  assignment: '= ≡ ≣ ≟ ≎ ≏ ≐ ≑ ≒ ≓ ≔ ≕ ≖ ≗',
  equal: '== \\equiv',
  approximately: '~= ≈ ≊ ≋ ≃ ≅ \\approx',
  less: '< ≪ ≺ ⋖ \\lt',
  lessEqual: '\\leq \\le \\leqslant ≤ ≦ ≲ ≾ <=',
  greater: '> ≫ ≻ ⋗ \\gt',
  greaterEqual: '\\geq \\ge \\geqslant ≥ ≧ ≳ ≿ >=',
  unequal: '!= !== \\ne \\neq \\not\\equiv ≠ ≁ ≄ ≇ ≉ ≢',
  bang: '!',
  symbol: '\\partial \\infty \\$\\infty \\infty\\% \\infty%',
  setNaturals: '\\mathbb{N} ℕ',
  setIntegers: '\\mathbb{Z} ℤ',
  setRationals: '\\mathbb{Q} ℚ',
  setReals: '\\mathbb{R} ℝ',
  setComplex: '\\mathbb{C} ℂ',
  setPrimes: '\\mathbb{P} ℙ',
  setEmpty: '\\emptyset ∅ \\{\\} \\lbrace\\rbrace',
  union: '\\cup ∪',
  intersection: '\\cap ∩',
  setMinus: '\\setminus ∖',
  plusMinus: '\\pm ± ∓ \\mp',
  superset: '\\supseteq ⊇',
  subset: '\\subseteq ⊆',
  notElement: '\\notin ∉',
  transpose: "^T ^{T} ^{\\\\top} '",
  degree: '^\\circ ^\\degree ^\\circle ^° ^{\\circ} ^{\\degree} ^{\\circle} ^{°}',
  useless: '. \\mathit matrix pmatrix bmatrix vmatrix',
}

/** Letters with names: each may take one space with it, and so be longer than a token of the same letters. */
const GREEK =
  '\\alpha α \\beta β \\gamma γ \\Gamma Γ \\delta δ \\Delta Δ \\epsilon ε \\varepsilon ϵ \\zeta ζ \\eta η \\theta θ \\Theta Θ ' +
  '\\vartheta ϑ \\iota ι \\kappa κ \\lambda λ \\Lambda Λ \\mu μ \\nu ν \\xi ξ \\Xi Ξ \\omicron ο \\pi π \\Pi Π \\varpi ϖ \\rho ρ ' +
  '\\varrho ϱ \\sigma σ \\Sigma Σ \\varsigma ς \\tau τ \\upsilon υ \\Upsilon Υ \\phi φ \\Phi Φ \\varphi ϕ \\chi χ \\psi ψ ' +
  '\\Psi Ψ \\omega ω \\Omega Ω'

const OTHER_SYMBOLS =
  '\\Bbbk \\wp \\nabla \\bigstar \\angle \\nexists \\diagdown \\measuredangle \\eth ℵ ℶ ℷ ℸ \\diagup \\sphericalangle ' +
  '\\clubsuit \\varnothing \\Diamond \\complement \\diamondsuit \\imath \\Finv \\triangledown \\heartsuit \\jmath \\Game ' +
  '\\triangle \\spadesuit \\ell \\hbar \\vartriangle \\hslash \\blacklozenge \\lozenge \\blacksquare \\mho \\blacktriangle ' +
  '\\sharp \\prime \\Im \\flat \\square \\backprime \\Re \\natural \\surd \\circledS'

/** Commands whose braces hold text, not mathematics: one token with its braces. */
export const ACCENTS: readonly string[] = (
  'acute bar overline breve check widecheck dot ddot grave hat tilde widetilde vec overrightarrow bm boldsymbol text ' +
  'textit textbf textnormal mathbb mathbin mathbf mathcal mathclap mathclose mathellipsis mathfrak mathinner mathit ' +
  'mathnormal mathop mathopen mathord mathpunct mathrel mathring mathrlap mathrm mathscr mathsf mathsterling mathtt mbox'
).split(' ')

interface TrieNode {
  kind: TokenKind | -1
  readonly next: Map<number, TrieNode>
}

const ROOT: TrieNode = { kind: -1, next: new Map() }

function enter(literal: string, kind: TokenKind): void {
  let node = ROOT
  for (let i = 0; i < literal.length; i++) {
    const code = literal.charCodeAt(i)
    let next = node.next.get(code)
    if (next === undefined) node.next.set(code, (next = { kind: -1, next: new Map() }))
    node = next
  }
  // what was entered first wins, as among the reference's rules
  if (node.kind === -1) node.kind = kind
}

for (const [name, literals] of Object.entries(COMMANDS)) {
  for (const literal of literals.split(' ')) enter(literal, T[name as keyof typeof T])
}
for (const [kind, literals] of [
  [T.greek, GREEK],
  [T.otherSymbol, OTHER_SYMBOLS],
] as const) {
  for (const literal of literals.split(' ')) {
    enter(literal, kind)
    enter(`${literal} `, kind)
  }
}

/** The longest literal at `at`: its kind and its end, written into `found`. */
export function longestLiteral(text: string, at: number, found: { kind: TokenKind | -1; end: number }): void {
  let node: TrieNode | undefined = ROOT
  found.kind = -1
  found.end = at
  for (let i = at; i < text.length; ) {
    node = node.next.get(text.charCodeAt(i))
    if (node === undefined) return
    i++
    if (node.kind !== -1) {
      found.kind = node.kind
      found.end = i
    }
  }
}
