import { isAbsolute, relative, sep } from 'node:path'

/** Is `path` the directory `parent` or below it, no part on the way beginning with a dot? Both with links resolved. */
export function isInside(parent: string, path: string): boolean {
  const way = relative(parent, path)
  return !isAbsolute(way) && way.split(sep).every((part) => !part.startsWith('.'))
}
