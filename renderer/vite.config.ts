import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * The page. Its content security policy forbids inline scripts and eval, so nothing is inlined; what is large (Monaco,
 * Plotly, KaTeX) is reached by dynamic import alone and never named here, so that it stays out of the first load.
 */
export default defineConfig({
  base: '/',
  plugins: [react()],
  define: { global: 'globalThis' }, // a dependency of Plotly looks for Node's global
  worker: { format: 'es' },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 6000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|zustand)[\\/]/ },
            { name: 'zod', test: /node_modules[\\/]zod[\\/]/ },
          ],
        },
      },
    },
  },
})
