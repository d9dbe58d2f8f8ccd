import './styles/index.ts'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { serverNotebook } from './data/notebook-file.ts'
import { holdPage } from './data/pages.ts'
import { dialServer } from './dial.ts'
import { keepLink } from './engine.ts'

holdPage()
const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')

createRoot(root).render(<App link={keepLink(() => dialServer('/rpc'))} notebook={serverNotebook} />)

// 100 slices of a face are 100 KB of CSS: after the first paint is soon enough.
requestIdleCallback(() => void import('./styles/han.ts'))
