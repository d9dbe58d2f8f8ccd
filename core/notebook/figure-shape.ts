/** A figure that a person's code made, checked: the renderers trust what they are given. */
import { z } from 'zod'
import type { Figure } from '../figures/figure.ts'

/** Marks and rows that a page can still draw. */
const MOST_POINTS = 50_000
const MOST_ROWS = 10_000

const text = z.string().max(2000)
const finite = z.number()
const numbers = z.array(finite).max(MOST_POINTS)
/** A token of the page's palette: never a colour of its own. */
const ink = z
  .string()
  .regex(/^[a-z]+(-[a-z0-9]+)*$/, 'the name of a token, such as ink-2, accent, pos-2 or task-retrieval')
const label = text.default('')

const axis = z.strictObject({
  label: text,
  unit: text.optional(),
  scale: z.enum(['linear', 'log', 'root', 'category']),
  range: z.tuple([finite, finite]),
  ticks: z
    .array(z.strictObject({ at: finite, label: text, sub: text.optional(), ink: ink.optional() }))
    .max(200)
    .optional(),
  categories: z.array(text).max(1000).optional(),
  side: z.enum(['top', 'bottom']).optional(),
})

const parallel =
  (message: string) => (mark: { x: readonly number[]; y: readonly number[] }, context: z.RefinementCtx) => {
    if (mark.x.length !== mark.y.length) context.addIssue({ code: 'custom', message })
  }
const line = z
  .strictObject({
    kind: z.literal('line'),
    label,
    ink,
    x: numbers,
    y: numbers,
    dashed: z.boolean().optional(),
    dots: z.boolean().optional(),
  })
  .superRefine(parallel('x and y have different lengths'))
const dots = z
  .strictObject({
    kind: z.literal('points'),
    label,
    ink,
    x: numbers,
    y: numbers,
    size: finite.positive().max(40).optional(),
  })
  .superRefine(parallel('x and y have different lengths'))
const bars = z
  .strictObject({
    kind: z.literal('bars'),
    label,
    ink,
    signed: z.strictObject({ negative: ink, positive: ink }).optional(),
    edges: numbers,
    heights: numbers,
    style: z.enum(['filled', 'outline', 'hatched']).default('filled'),
  })
  .refine((mark) => mark.edges.length === mark.heights.length + 1, 'edges must be one more than heights')
const heat = z
  .strictObject({ kind: z.literal('heat'), label, xEdges: numbers, yEdges: numbers, counts: numbers })
  .refine(
    (mark) => mark.counts.length === (mark.xEdges.length - 1) * (mark.yEdges.length - 1),
    'counts must be as many as cells of the grid',
  )
const spans = z
  .strictObject({
    kind: z.literal('spans'),
    label,
    ink,
    from: numbers,
    to: numbers,
    style: z.enum(['filled', 'outline', 'dashed', 'hatched', 'hatched-back', 'crossed']).default('filled'),
  })
  .refine((mark) => mark.from.length === mark.to.length, 'from and to have different lengths')
const rule = z.strictObject({ kind: z.literal('rule'), at: finite, axis: z.enum(['x', 'y']), label })

const plot = {
  x: axis,
  y: axis,
  marks: z.array(z.discriminatedUnion('kind', [line, dots, bars, heat, spans, rule])).max(100),
}
const panel = z.strictObject({
  ...plot,
  title: label,
  ink: ink.optional(),
  value: text.optional(),
  note: text.optional(),
  strip: z.strictObject(plot).optional(),
  alt: label,
})

const figureShape = z.strictObject({
  kind: z.string().max(60).default('code'),
  title: text,
  caption: label,
  finding: label,
  alt: text,
  columns: z.number().int().min(1).max(9).default(1),
  panels: z.array(panel).max(40),
  table: z.strictObject({
    columns: z.array(
      z.strictObject({
        name: text,
        label: text,
        numeric: z.boolean(),
        form: z.enum(['count', 'reward', 'signed', 'difference', 'share', 'plain']).optional(),
      }),
    ),
    rows: z.array(z.array(z.union([z.string(), finite, z.null()]))).max(MOST_ROWS),
    inks: z.array(ink.nullable()).optional(),
  }),
})

/** The figure, or what is wrong with it in words: where in it, and why. */
export function checkedFigure(value: unknown): Figure | { readonly problem: string } {
  const parsed = figureShape.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { problem: `figure.${issue.path.join('.')}: ${issue.message}` }
  }
  const uneven = parsed.data.table.rows.findIndex((row) => row.length !== parsed.data.table.columns.length)
  return uneven < 0 ? parsed.data : { problem: `figure.table.rows.${uneven}: not as many values as there are columns` }
}
