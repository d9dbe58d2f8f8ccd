import { Component, type ReactNode } from 'react'
import { type ErrorParts, errorParts } from '../../core/model/errors.ts'
import { ErrorBlock } from './error-block.tsx'

interface BoundaryProps {
  /** What cannot be shown then: "The view of cell 4". */
  readonly what: string
  /** With another of these what failed is tried anew; what did not fail is left as it stands. */
  readonly of?: string | null
  readonly children: ReactNode
}

/** A view that throws says so in its own place: the rest of the page stays as it is. */
export class Boundary extends Component<BoundaryProps, { readonly error: ErrorParts | null }> {
  override state: { readonly error: ErrorParts | null } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: ErrorParts } {
    return { error: errorParts(error) }
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (before.of !== this.props.of && this.state.error) this.setState({ error: null })
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    const parts: ErrorParts = {
      code: 'internal',
      what: `${this.props.what} cannot be shown.`,
      value: error.what,
      remedy: 'Run the cell again if its result may be of an older version; the data is not touched by this.',
    }
    return <ErrorBlock error={parts} remedies={[{ label: 'Try again', run: () => this.setState({ error: null }) }]} />
  }
}
