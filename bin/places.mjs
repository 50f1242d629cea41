// @ts-check
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Below the packages, so that those that stay out of bundles are found from there. Checkouts that share packages have a directory each. */
export const directory = join(
  root,
  'node_modules/.cache/pokopoko',
  createHash('sha256').update(root).digest('hex').slice(0, 12),
)

/**
 * `local` for `src/local/main.ts`.
 * @param {string} main
 */
export const nameOf = (main) => basename(dirname(main))

/**
 * Its first line is the bundle of that main module; each other one a file in it, and its state when the bundle was made.
 * @param {string} main
 */
export const placeOf = (main) => join(directory, `${nameOf(main)}.txt`)

/**
 * When a file was written, and its size.
 * @param {string} path
 */
export function stateOf(path) {
  const { mtimeMs, size } = statSync(join(root, path))
  return `${mtimeMs}:${size}`
}
