// @ts-check
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** What `npm ci` writes, and changes with the packages. */
export const PACKAGES = 'node_modules/.package-lock.json'

/** Below the packages, so that those that stay out of bundles are found from there. Checkouts that share packages have a directory each. */
export const directory = join(
  root,
  'node_modules/.cache/pokopoko',
  createHash('sha256').update(root).digest('hex').slice(0, 12),
)

/**
 * Its first line is the bundle of that program; each other one a file in it, and its state when the bundle was made.
 * @param {string} name
 */
export const placeOf = (name) => join(directory, `${name}.txt`)

/**
 * When a file was written, and its size.
 * @param {string} path
 */
export function stateOf(path) {
  const { mtimeMs, size } = statSync(join(root, path))
  return `${mtimeMs}:${size}`
}
