/** The little of Plotly that the page calls. Its modules are plain JavaScript. */
declare module 'plotly.js/lib/core' {
  interface PlotlyCore {
    register(modules: readonly unknown[]): void
    react(element: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>
    relayout(element: HTMLElement, change: unknown): Promise<unknown>
    purge(element: HTMLElement): void
    Plots: { resize(element: HTMLElement): Promise<unknown> | undefined }
  }
  const core: PlotlyCore
  export default core
}

declare module 'plotly.js/lib/bar' {
  const bar: unknown
  export default bar
}

declare module 'plotly.js/lib/heatmap' {
  const heatmap: unknown
  export default heatmap
}
