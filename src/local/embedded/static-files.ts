import { createHash } from 'node:crypto'
import { createReadStream, type Stats } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isAbsolute, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { lookup } from 'mime-types'
import send from 'send'
import { codeOf } from '../../site/errors.ts'
import { isNotFound } from '../json-file.ts'
import { answer } from '../answer.ts'

/** A published directory, and the release around it that links may lead to. */
export interface Published {
  root: string
  release: string
  /** Paths without a file give the start page. */
  spaFallback?: boolean
}

/**
 * Serves files as the nginx of other machines does (`instance/nginx/`): `/about` is `about.html`, a directory its `index.html`, and what is
 * not there `404.html`.
 */
export async function serveFile(req: IncomingMessage, res: ServerResponse, published: Published): Promise<void> {
  if (req.method !== 'GET' && req.method !== 'HEAD')
    return answer(res, 405, 'Only GET and HEAD.', { allow: 'GET, HEAD' })
  const [path = '/', ...query] = (req.url ?? '/').split(/(?=[?#])/)
  const plain = decode(path)
  if (plain === undefined) return answer(res, 400, 'This address cannot be read.')
  const { file, isDirectory } = await find(published, plain)
  if (file === undefined && isDirectory) {
    return plain.endsWith('/')
      ? answer(res, 403, 'There is no index.html here.')
      : answer(res, 301, '', { location: [`${path.replace(/^\/+/, '/')}/`, ...query].join('') })
  }
  const missing = file === undefined ? await fileAt(published, '/404.html') : undefined
  const shown = file ?? missing
  if (shown === undefined) return answer(res, 404, 'Not found.')
  const { etag, type, size } = await describeFile(join(published.root, shown))
  res.statusCode = missing === undefined ? 200 : 404
  res.setHeader('content-type', type)
  // Reloading always shows the newest deploy; the ETag saves the transfer.
  res.setHeader('cache-control', 'no-cache')
  res.setHeader('etag', etag)
  // The last bytes of a shorter file are all of it (RFC 9110, 14.1.2), which `send` refuses.
  if (Number(SUFFIX_RANGE.exec(req.headers.range ?? '')?.[1]) > size) req.headers.range = 'bytes=0-'
  const address = shown.split('/').map(encodeURIComponent).join('/')
  send(req, address, { root: published.root, dotfiles: 'allow', cacheControl: false, etag: false, lastModified: false })
    .on('error', (error: Error & { status?: number }) => answer(res, error.status ?? 500, error.message))
    .pipe(res)
}

const SUFFIX_RANGE = /^bytes=-(\d{1,15})$/

/** The path of the file to show; without one, whether a directory is there, whose address may lack the slash. */
async function find(published: Published, plain: string): Promise<{ file?: string | undefined; isDirectory: boolean }> {
  if (isHidden(plain)) return { isDirectory: false }
  const file = (await fileAt(published, plain)) ?? (await fileAt(published, `${plain}.html`))
  if (file !== undefined) return { file, isDirectory: false }
  const index = await fileAt(published, join(plain, 'index.html'))
  if (index !== undefined) return plain.endsWith('/') ? { file: index, isDirectory: true } : { isDirectory: true }
  if (published.spaFallback === true) return { file: await fileAt(published, '/index.html'), isDirectory: false }
  return { isDirectory: (await statInside(published, plain))?.isDirectory() === true }
}

async function fileAt(published: Published, path: string): Promise<string | undefined> {
  const found = isHidden(path) ? undefined : await statInside(published, path)
  return found?.isFile() === true ? path : undefined
}

function decode(path: string): string | undefined {
  try {
    const plain = decodeURIComponent(path)
    return plain.startsWith('/') && !plain.includes('\0') ? plain : undefined
  } catch {
    return undefined
  }
}

interface FileFacts {
  /** Made of the content, so that it stays over deploys if the file does. */
  etag: string
  type: string
}

const known = new Map<string, FileFacts>()
const MAX_KNOWN = 5000

async function describeFile(path: string): Promise<FileFacts & Pick<Stats, 'size'>> {
  const { mtimeMs, size } = await stat(path)
  const key = `${path} ${mtimeMs} ${size}`
  const facts = known.get(key) ?? (await readFacts(path))
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(key, facts)
  return { ...facts, size }
}

async function readFacts(path: string): Promise<FileFacts> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  const type = lookup(path) || 'application/octet-stream'
  const isUtf8 = type === 'text/plain' || (type === 'text/html' && !OTHER_CHARSET.test(await readFile(path, 'latin1')))
  return { etag: `"${hash.digest('base64url').slice(0, 22)}"`, type: isUtf8 ? `${type}; charset=utf-8` : type }
}

/** A page that declares another one than UTF-8; as `instance/lib/front.sh`. */
const OTHER_CHARSET = /<meta[^<>\n]*charset[ \t]{0,9}=[ \t]{0,9}["']?[ \t]{0,9}(?!utf-?8)[a-z]/i

/** .git and the like; .well-known is for everybody who may come in. */
const HIDDEN = /\/\.(?!well-known(?:\/|$))/

/** And sources that a checkout has beside its pages: as `instance/nginx/files.conf`. */
export const sources = [
  HIDDEN,
  /\/(?:Procfile|Aptfile|Gemfile(?:\.lock)?|Rakefile|Makefile|Dockerfile|composer\.(?:json|lock)|package(?:-lock)?\.json|pnpm-lock\.yaml|yarn\.lock|wp-config[^/]*|htpasswd|(?:docker-)?compose\.ya?ml)$/,
  /\.(?:php\d?|phtml|phar|inc|py|pyc|rb|erb|jsp|aspx?|cgi|pl|sql|sqlite3?|ini|log|bak|swp|twig)$/,
]

/** Hidden names are no paths of an app either. */
function isHidden(path: string): boolean {
  return sources.some((source) => source.test(path))
}

/** git keeps symbolic links as they are, so a repository can hold one that leads anywhere on this computer. */
async function statInside({ root, release }: Published, path: string): Promise<Stats | undefined> {
  if (!isInside(root, join(root, path))) return undefined
  try {
    const found = await realpath(join(root, path))
    return isInside(await realpath(release), found) ? await stat(found) : undefined
  } catch (error) {
    // A link that leads to itself, too.
    if (isNotFound(error) || ['ELOOP', 'ENAMETOOLONG'].includes(String(codeOf(error)))) return undefined
    throw error
  }
}

/** Is `path` the directory `parent` or below it, with no hidden name on the way? Both with links resolved. */
export function isInside(parent: string, path: string): boolean {
  const way = relative(parent, path)
  return !isAbsolute(way) && !HIDDEN.test(`/${way.split(sep).join('/')}`)
}
