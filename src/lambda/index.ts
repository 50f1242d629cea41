import { createRequire } from 'node:module'
import { join } from 'node:path'
import { mapStacks } from './map-stacks.ts'

// What Lambda loads of each function. The function itself is in `function.js` beside it.
mapStacks()
const load = createRequire(join(import.meta.dirname, 'index.js'))
export const handler: unknown = Reflect.get(Object(load('./function.js')), 'handler')
