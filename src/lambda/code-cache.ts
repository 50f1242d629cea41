import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { basename, dirname } from 'node:path'
import { Script } from 'node:vm'

/**
 * `used`, or why it was compiled anew: `none`, since it was built without any; `missing`, since none is for this text and this V8; `rejected` by V8.
 */
export type CodeCacheState = 'used' | 'none' | 'missing' | 'rejected'

export interface Loaded {
  exports: unknown
  state: CodeCacheState
}

/**
 * The cache's file: for this text, since V8 takes a changed text of the same length for the same, and for this V8 and processor, since it
 * rejects others.
 */
export function codeCacheOf(file: string, source: Uint8Array): string {
  return `${file}.${hash('sha256', source).slice(0, 16)}.${process.versions.v8}-${process.arch}.cache`
}

/** Loads a CommonJS file like `require`, without compiling it where there's a code cache of it (`tools/code-cache/`). */
export function loadCached(file: string): Loaded {
  const source = readFileSync(file)
  const caches = readdirSync(dirname(file)).filter((name) => name.endsWith('.cache'))
  const cache = codeCacheOf(file, source)
  const cachedData = caches.includes(basename(cache)) ? readFileSync(cache) : undefined
  const script = new Script(Module.wrap(source.toString()), { filename: file, ...(cachedData && { cachedData }) })
  const module = { exports: {} }
  const wrapper: unknown = script.runInThisContext()
  if (typeof wrapper !== 'function') throw new Error(`${file} is no module`)
  Reflect.apply(wrapper, module.exports, [module.exports, createRequire(file), module, file, dirname(file)])
  if (cachedData !== undefined) return { ...module, state: script.cachedDataRejected ? 'rejected' : 'used' }
  return { ...module, state: caches.length === 0 ? 'none' : 'missing' }
}
