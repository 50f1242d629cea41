import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { unescape } from 'node:querystring'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import { SECOND_MS } from '../../site/time.ts'
import { isThere } from '../json-file.ts'
import type { Git } from './git.ts'
import { JobFailure } from './job-failure.ts'
import type { Part } from './submodules.ts'

/** As on real machines (`instance/bin/lfs`). */
const MAX_BYTES = 4_000_000_000
const TIMEOUT_MS = 600 * SECOND_MS
const MAX_POINTER_BYTES = 1024
const POINTER =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:.*\n)*oid sha256:([0-9a-f]{64})\nsize (\d{1,15})\n?$/
const TYPE = 'application/vnd.git-lfs+json'

interface Pointer {
  path: string
  oid: string
  size: number
}

const answerSchema = z.object({
  objects: z.array(
    z.object({
      oid: z.string(),
      actions: z
        .object({ download: z.object({ href: z.url(), header: z.record(z.string(), z.string()).optional() }) })
        .optional(),
    }),
  ),
})

/**
 * Puts what Git LFS keeps in place of the pointers in a release, whose parts are its repository and submodules. JobFailure `lfs-missing` and
 * `clone-failed`.
 */
export async function fetchLfsFiles(
  git: Git,
  { parts, release, signal }: { parts: Part[]; release: string; signal: AbortSignal },
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  const [site] = parts
  if (site === undefined) return
  // Submodules first: their .gitattributes are their own.
  for (const part of parts.toReversed()) {
    const pointers = await pointersIn(git, part, { release, signal })
    if (pointers.reduce((sum, { size }) => sum + size, 0) > MAX_BYTES)
      throw new JobFailure('lfs-missing', `Sites get ${MAX_BYTES / 1e6} MB at most`, site.commit)
    const kept = (oid: string) => join(part.clone, 'lfs', oid)
    const there = await Promise.all(pointers.map(({ oid }) => isThere(kept(oid))))
    const wanted = pointers.filter((_, index) => there[index] !== true)
    if (wanted.length > 0) await download(wanted, kept, await serverOf(git, part, signal), limit)
    const missing: string[] = []
    for (const { path, oid } of pointers) {
      if (await isThere(kept(oid))) await pipeline(createReadStream(kept(oid)), createWriteStream(join(release, path)))
      else missing.push(path)
    }
    if (missing.length > 0)
      throw new JobFailure('lfs-missing', missing.map((path) => `Missing: ${path}`).join('\n'), site.commit)
  }
}

/** Those that .gitattributes gives to Git LFS. */
async function pointersIn(
  git: Git,
  { clone, prefix }: Part,
  { release, signal }: { release: string; signal: AbortSignal },
): Promise<Pointer[]> {
  const root = join(release, prefix)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  const attributes = files.filter((file) => file.endsWith(`${sep}.gitattributes`))
  const texts = await Promise.all(attributes.map((file) => readFile(file, 'utf8')))
  if (!texts.some((text) => text.includes('filter=lfs'))) return []
  const found: Pointer[] = []
  for (const file of files) {
    if ((await stat(file)).size > MAX_POINTER_BYTES) continue
    const { 1: oid, 2: size } = POINTER.exec(await readFile(file, 'utf8')) ?? []
    const path = relative(root, file)
    if (oid === undefined) continue
    const args = ['-C', root, '--git-dir', clone, '--work-tree', root, 'check-attr', '-z', 'filter', '--', path]
    const { stdout } = await git(args, { signal })
    if (stdout.split('\0')[2] === 'lfs') found.push({ path: join(prefix, path), oid, size: Number(size) })
  }
  return found
}

/** Beside the repository, unless .lfsconfig names another web server. */
async function serverOf(git: Git, { clone, commit, address }: Part, signal: AbortSignal): Promise<string> {
  const { stdout } = await git(['--git-dir', clone, 'config', '--blob', `${commit}:.lfsconfig`, 'lfs.url'], { signal })
  if (/^https?:\/\/[^@\s]+$/.test(stdout.trim())) return stdout.trim()
  return `${address.replace(/\/$/, '').replace(/\.git$/, '')}.git/info/lfs`
}

/** By Git LFS's batch API (git-lfs/docs/api/batch.md). What can't be had isn't there afterwards. */
async function download(
  wanted: Pointer[],
  kept: (oid: string) => string,
  server: string,
  signal: AbortSignal,
): Promise<void> {
  const url = URL.parse(`${server}/objects/batch`)
  if (url === null || !/^https?:$/.test(url.protocol)) return
  const credentials = `${unescape(url.username)}:${unescape(url.password)}`
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  const objects = [...new Map(wanted.map(({ oid, size }) => [oid, { oid, size }])).values()]
  const answer = await ask(new URL(`${url.pathname}${url.search}`, url.origin), {
    method: 'POST',
    headers: { accept: TYPE, 'content-type': TYPE, ...(url.username !== '' && { authorization }) },
    body: JSON.stringify({ operation: 'download', transfers: ['basic'], objects }),
    signal,
  })
  const { data } = answerSchema.safeParse(answer.ok ? await answer.json().catch(() => undefined) : undefined)
  for (const { oid, actions } of data?.objects ?? []) {
    const { size } = objects.find((object) => object.oid === oid) ?? {}
    if (size === undefined || actions === undefined) continue
    const { href, header = {} } = actions.download
    const object = await ask(new URL(href), { headers: header, signal })
    if (object.ok && object.body !== null) await save(Readable.fromWeb(object.body), { oid, size }, kept(oid))
  }
}

async function ask(url: URL, init: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(url, init)
    if (answer.status < 500) return answer
    await answer.body?.cancel()
    throw new Error(`HTTP ${answer.status}`)
  } catch (error) {
    throw new JobFailure('clone-failed', `The Git LFS server doesn't answer: ${String(error)}`)
  }
}

/** Keeps it if it's what the pointer says. */
async function save(content: Readable, { oid, size }: { oid: string; size: number }, path: string): Promise<void> {
  const hash = createHash('sha256')
  let left = size
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      left -= chunk.length
      done(left < 0 ? new Error('It is larger than its pointer says') : null, chunk)
    },
  })
  await mkdir(join(path, '..'), { recursive: true })
  try {
    await pipeline(content, check, createWriteStream(`${path}.new`))
  } catch (error) {
    throw new JobFailure('clone-failed', String(error))
  }
  if (hash.digest('hex') === oid) await rename(`${path}.new`, path)
}
