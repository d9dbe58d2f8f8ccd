import { screensIn } from './screens.ts'

screensIn('dark')
