import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'

const batchSchema = z.object({ objects: z.array(z.object({ oid: z.string(), size: z.number() })) })

/** Git LFS's batch API (git-lfs/docs/api/batch.md), for downloads only. */
export function createLfsServer() {
  const objects = new Map<string, string>()
  const requests: { path: string; authorization: string | undefined }[] = []
  let token: string | undefined
  return {
    /** Keeps the content, and returns the pointer that a repository has in its place. */
    add: (content: string) => {
      const pointer = pointerOf(content)
      objects.set(oidOf(content), content)
      return pointer
    },
    /** What was asked of it. */
    requests,
    /** From now on it wants this as `Authorization`. */
    protect: (authorization: string | undefined) => {
      token = authorization
    },
    /** @returns false for requests that are not for it */
    handle: async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
      const path = req.url ?? ''
      const { 1: base = '', 2: oid } = /^(.*\/info\/lfs)\/objects\/(?:batch|([0-9a-f]{64}))$/.exec(path) ?? []
      if (base === '') return false
      const { authorization } = req.headers
      requests.push({ path, authorization })
      if (token !== undefined && authorization !== token) {
        res.writeHead(401, { 'content-type': 'application/vnd.git-lfs+json', 'lfs-authenticate': 'Basic' })
        res.end('{"message":"Credentials needed"}')
      } else if (oid !== undefined) {
        const content = objects.get(oid)
        res.writeHead(content === undefined ? 404 : 200).end(content)
      } else {
        const body = batchSchema.parse(JSON.parse(await text(req)))
        const href = `http://${req.headers.host}${base}/objects/`
        const header = authorization === undefined ? {} : { authorization }
        const found = body.objects.map(({ oid: wanted, size }) => ({
          oid: wanted,
          size,
          ...(objects.has(wanted)
            ? { actions: { download: { href: `${href}${wanted}`, header } } }
            : { error: { code: 404, message: 'Object does not exist' } }),
        }))
        res.writeHead(200, { 'content-type': 'application/vnd.git-lfs+json' })
        res.end(JSON.stringify({ transfer: 'basic', objects: found }))
      }
      return true
    },
  }
}

/** What a repository has in place of the content. */
export function pointerOf(content: string): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${oidOf(content)}\nsize ${Buffer.byteLength(content)}\n`
}

function oidOf(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}
