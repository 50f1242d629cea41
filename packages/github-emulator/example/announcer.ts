import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { verify } from '@octokit/webhooks-methods'
import * as z from 'zod'

const pushSchema = z.object({
  ref: z.string(),
  repository: z.object({ full_name: z.string() }),
  head_commit: z.object({ message: z.string() }).nullable(),
})

/** A GitHub App like any other: it checks the signature, and says what was pushed. */
export function createAnnouncer({ secret, say }: { secret: string; say(line: string): void }): Server {
  return createServer((req, res) => {
    const receive = async () => {
      const body = await text(req)
      if (!(await verify(secret, body, String(req.headers['x-hub-signature-256'])))) return 401
      if (req.headers['x-github-event'] !== 'push') return 204
      const { repository, ref, head_commit: head } = pushSchema.parse(JSON.parse(body))
      say(`${repository.full_name} ${ref.replace('refs/heads/', '')}: ${head?.message ?? 'deleted'}`)
      return 202
    }
    receive().then(
      (status) => res.writeHead(status).end(),
      () => res.writeHead(400).end(),
    )
  })
}
