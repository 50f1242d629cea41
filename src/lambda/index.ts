import { join } from 'node:path'
import { codeCacheOf, loadCached } from './code-cache.ts'
import { mapStacks } from '../map-stacks.ts'

// What Lambda loads of each function. The function itself is in `function.js` beside it.
mapStacks()
const { exports, state } = loadCached(join(import.meta.dirname, 'function.js'))
if (state === 'missing' || state === 'rejected') {
  const line = { level: 'WARN', message: 'It starts slowly: no code cache fits', timestamp: new Date().toISOString() }
  const service = process.env['AWS_LAMBDA_FUNCTION_NAME']
  process.stdout.write(`${JSON.stringify({ ...line, service, codeCache: state, node: process.version })}\n`)
}

// For who makes the cache.
export { codeCacheOf }
export const handler: unknown = Reflect.get(Object(exports), 'handler')
