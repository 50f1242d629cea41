import { lstat, readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What containers and images are built with, and the text of the SSM document: no machine of a cloud needs them in its files. */
const LEFT_OUT = new Set(['Containerfile', 'container', 'images', 'ssm'])
const BLOCK = 512
/** Longest name in a plain header. Source: POSIX.1-1988, ustar. */
const MAX_NAME_BYTES = 100
/** Of gzip's header: the byte that tells on which system it was packed. Source: RFC 1952, 2.3. */
const GZIP_OS = 9

/**
 * The scripts that run on a machine, as tar.gz. The same files give the same bytes wherever and whenever it is packed: in order
 * of their endings, which gzip packs best, and names; owned by root, of no time; executable or not is all that is kept of their modes.
 */
export async function packInstance(directory: string): Promise<Buffer> {
  const parts: Buffer[] = []
  for (const path of await filesIn(directory)) {
    const whole = await readFile(join(directory, path))
    const content = shortened(path, whole)
    const { mode } = await lstat(join(directory, path))
    parts.push(header(path, content.length, (mode & 0o100) === 0 ? 0o644 : 0o755), padded(content))
  }
  const packed = gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 9 })
  packed[GZIP_OS] = 0xff
  return packed
}

/** Explanations are for those who read the repository. */
function shortened(path: string, whole: Buffer): Buffer {
  if (path.endsWith('.conf')) return withoutComments(whole)
  if (path.endsWith('.json')) return compact(whole)
  return path.startsWith('stacks/') && path.endsWith('.sh') ? withoutHeadings(whole) : whole
}

/** Without comments that aren't indented. Scripts elsewhere have such lines in what they write. */
function withoutHeadings(script: Buffer): Buffer {
  return Buffer.from(script.toString('utf8').replaceAll(/^# .*\n/gm, ''))
}

/** For nginx and FPM alike. Who reads them finds the reasons in the repository. */
function withoutComments(conf: Buffer): Buffer {
  return Buffer.from(conf.toString('utf8').replaceAll(/^[ \t]*[#;].*\n/gm, ''))
}

/** Without what `about` explains to those who read it. */
function compact(json: Buffer): Buffer {
  const parsed: unknown = JSON.parse(json.toString('utf8'))
  return Buffer.from(JSON.stringify(parsed, (key, value: unknown) => (key === 'about' ? undefined : value)))
}

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name).slice(directory.length).replace(/^\//, '')
      if (!entry.isFile()) throw new Error(`${path} is neither a file nor a directory`)
      return path
    })
    .filter((path) => !LEFT_OUT.has(path.split('/', 1)[0] ?? ''))
    .toSorted((a, b) => (`${extname(a)} ${a}` < `${extname(b)} ${b}` ? -1 : 1))
}

function header(path: string, size: number, mode: number): Buffer {
  if (Buffer.byteLength(path) > MAX_NAME_BYTES) throw new Error(`${path} is too long a name`)
  const block = Buffer.alloc(BLOCK)
  const put = (text: string, offset: number) => block.write(text, offset, 'utf8')
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`
  put(path, 0)
  put(octal(mode, 8), 100)
  put(octal(0, 8), 108)
  put(octal(0, 8), 116)
  put(octal(size, 12), 124)
  put(octal(0, 12), 136)
  put('        ', 148)
  put('0', 156)
  put('ustar\x0000', 257)
  put('root', 265)
  put('root', 297)
  // The sum of all bytes, its own field taken as spaces.
  const sum = block.reduce((total, byte) => total + byte, 0)
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

function padded(content: Buffer): Buffer {
  const rest = content.length % BLOCK
  return rest === 0 ? content : Buffer.concat([content, Buffer.alloc(BLOCK - rest)])
}
