import { screensIn } from './screens.ts'

// The dark ones are long tests: the same elements in other colours.
screensIn('light')
