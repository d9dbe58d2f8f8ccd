/** A window into a query's rows: rows are fetched by range and never enter a store whole. */
export interface Page<Row> {
  readonly total: number
  readonly offset: number
  readonly rows: readonly Row[]
}
