import { realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, isAbsolute, relative, sep } from 'node:path'
import send from 'send'
import { codeOf } from '../../site/errors.ts'
import { isNotFound } from '../json-file.ts'
import { answer } from '../answer.ts'

/** A published directory, and the release around it that links may lead to. */
export interface Published {
  root: string
  release: string
  /** Paths without a file give `index.html`. */
  spaFallback?: boolean
}

/** Serves a file of the published directory, `index.html` for directories. Anything it may not show is 404. */
export async function serveFile(req: IncomingMessage, res: ServerResponse, published: Published): Promise<void> {
  if (req.method !== 'GET' && req.method !== 'HEAD')
    return answer(res, 405, 'Only GET and HEAD.', { allow: 'GET, HEAD' })
  const path = (req.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
  const plain = decode(path)
  if (plain === undefined) return answer(res, 400, 'This address cannot be read.')
  const shown = await pathToShow(published, path, plain)
  if (shown === undefined) return answer(res, 404, 'Not found.')
  // Reloading always shows the newest deploy; the ETag saves the transfer.
  res.setHeader('cache-control', 'no-cache')
  send(req, shown, { root: published.root, dotfiles: 'ignore', cacheControl: false })
    .on('error', (error: Error & { status?: number }) => answer(res, error.status ?? 500, error.message))
    .pipe(res)
}

/** undefined where there is nothing to show. Hidden names are no paths of an app. */
async function pathToShow(published: Published, path: string, plain: string): Promise<string | undefined> {
  if (await mayShow(published, plain)) return path
  const isPage = published.spaFallback === true && !plain.includes('/.')
  return isPage && (await mayShow(published, INDEX)) ? INDEX : undefined
}

const INDEX = '/index.html'

function decode(path: string): string | undefined {
  try {
    const plain = decodeURIComponent(path)
    return plain.startsWith('/') && !plain.includes('\0') ? plain : undefined
  } catch {
    return undefined
  }
}

/** Sources that a checkout has beside its pages: as `instance/nginx/files.conf`. */
export const sources = [
  /\/(?:Procfile|Aptfile|Gemfile(?:\.lock)?|Rakefile|Makefile|Dockerfile|composer\.(?:json|lock)|package(?:-lock)?\.json|pnpm-lock\.yaml|yarn\.lock|wp-config[^/]*|htpasswd|(?:docker-)?compose\.ya?ml)$/,
  /\.(?:php\d?|phtml|phar|inc|py|pyc|rb|erb|jsp|aspx?|cgi|pl|sql|sqlite3?|ini|log|bak|swp|twig)$/,
]

/** git keeps symbolic links as they are, so a repository can hold one that leads anywhere on this computer. */
async function mayShow({ root, release }: Published, path: string): Promise<boolean> {
  if (!isInside(root, join(root, path)) || sources.some((source) => source.test(path))) return false
  try {
    const top = await realpath(release)
    const found = await realpath(join(root, path))
    if (!isInside(top, found)) return false
    if (!(await stat(found)).isDirectory()) return true
    return isInside(top, await realpath(join(found, 'index.html')))
  } catch (error) {
    // A link that leads to itself, too.
    if (isNotFound(error) || ['ELOOP', 'ENAMETOOLONG'].includes(String(codeOf(error)))) return false
    throw error
  }
}

/** Is `path` the directory `parent` or below it, no part on the way beginning with a dot? Both with links resolved. */
export function isInside(parent: string, path: string): boolean {
  const way = relative(parent, path)
  return !isAbsolute(way) && way.split(sep).every((part) => !part.startsWith('.'))
}
