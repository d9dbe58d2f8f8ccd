import { fileURLToPath } from 'node:url'
import { asset } from '../../engine/entries.ts'

/** The built page. */
export const pageDir = (): string => fileURLToPath(asset('dist/renderer'))
