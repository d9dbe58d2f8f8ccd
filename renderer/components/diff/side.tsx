import { memo } from 'react'
import { count, counted } from '../../format.ts'
import type { Block, FoldBlock, TextBlock } from './blocks.ts'
import { Inert } from './inert.tsx'
import type { Piece } from './pieces.ts'
import { type DiffMark, type Side, segmentsOf } from './segments.ts'

interface SideProps {
  readonly side: Side
  readonly text: string
  readonly marks: readonly DiffMark[]
  readonly blocks: readonly Block[]
  readonly differences: readonly Piece[]
  readonly current: number
  readonly open: ReadonlySet<string>
  readonly onOpen: (fold: string) => void
}

/** One of two compared texts: what differs is marked, closed folds say what they hold. */
export function DiffSide(props: SideProps) {
  return props.blocks.map((block) => {
    if (block.kind === 'fold') {
      if (props.open.has(block.id)) return <DiffSide key={block.id} {...props} blocks={block.inside} />
      return <Fold key={block.id} fold={block} side={props.side} text={props.text} onOpen={props.onOpen} />
    }
    const near = props.current
    const holds = differenceIn(block, props.differences[near])
    return (
      <TextOfBlock key={`${block.left[0]}-${block.right[0]}`} block={block} {...props} current={holds ? near : -1} />
    )
  })
}

function differenceIn(block: TextBlock, piece: Piece | undefined): boolean {
  return piece !== undefined && piece.left[0] <= block.left[1] && piece.left[1] >= block.left[0]
}

interface BlockProps extends Omit<SideProps, 'blocks' | 'open' | 'onOpen'> {
  readonly block: TextBlock
}

const TextOfBlock = memo(
  ({ block, side, text, marks, differences, current }: BlockProps) => {
    return segmentsOf(block, side, differences, marks).map((segment) => {
      const words = <Inert text={text.slice(segment.start, segment.end)} />
      const { difference, look, after } = segment
      if (difference === null && look === null) return <span key={`${segment.start}`}>{words}</span>
      const kind = difference === null ? '' : segment.end > segment.start ? 'differs' : 'lacks'
      return (
        <mark
          key={`${segment.start}-${difference}`}
          className={[kind, look && `r-${look}`].filter(Boolean).join(' ')}
          data-difference={difference ?? undefined}
          aria-current={difference === current && current >= 0 ? 'true' : undefined}
        >
          {words}
          {after && <span className="r-after">{after}</span>}
        </mark>
      )
    })
  },
  (a, b) =>
    a.block.left[0] === b.block.left[0] &&
    a.block.left[1] === b.block.left[1] &&
    a.block.right[1] === b.block.right[1] &&
    a.text === b.text &&
    a.marks === b.marks &&
    a.differences === b.differences &&
    a.current === b.current,
)

/** "18 more lines, 3 differences": a button that opens the same stretch on both sides. */
function Fold({
  fold,
  side,
  text,
  onOpen,
}: {
  fold: FoldBlock
  side: Side
  text: string
  onOpen: (id: string) => void
}) {
  const inside = text.slice(...fold[side])
  const lines = inside.split('\n').length - 1
  const size = lines > 1 ? `${count(lines)} lines` : `${count(inside.length)} characters`
  const first = fold[side][0] === 0
  const words = fold.equal
    ? `${first ? `<think> ${size}` : size}, equal`
    : fold.differences > 0
      ? `${size} more, ${counted(fold.differences, 'difference')}`
      : `${size} more of this difference`
  return (
    <button type="button" className="diff-fold" onClick={() => onOpen(fold.id)} aria-expanded={false}>
      {words}
    </button>
  )
}
