/**
 * Plotly with only what figures are made of: scatter (in its core), bar and heatmap. None of them needs WebGL or eval, so
 * the page's policy stays as it is. Reached by dynamic import alone: 1 MB that a page without a figure never loads.
 */
import bar from 'plotly.js/lib/bar'
import core from 'plotly.js/lib/core'
import heatmap from 'plotly.js/lib/heatmap'

core.register([bar, heatmap])

export default core
