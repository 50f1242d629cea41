import type { IncomingMessage, ServerResponse } from 'node:http'
import { createGunzip } from 'node:zlib'
import { answer } from '../answer.ts'
import type { GitProcess } from './git.ts'

export interface ServiceRun {
  process: GitProcess
  req: IncomingMessage
  res: ServerResponse
  contentType: string
  isGzipped: boolean
  /** Sent before what git says. */
  preamble?: string
  /** Once the whole request is here, git finishes even when the client has hung up. */
  isFinishedAlone: boolean
}

/**
 * Streams a request through git, neither side held in memory. Resolves when git has ended; rejects when it failed
 * and told the client nothing, which then has got a 500.
 */
export async function runService(run: ServiceRun): Promise<void> {
  const { process, req, res } = run
  res.setHeader('content-type', run.contentType)
  res.setHeader('cache-control', 'no-cache, max-age=0, must-revalidate')
  let hasAnswered = run.preamble !== undefined
  if (run.preamble !== undefined) res.write(run.preamble)
  process.stdout.once('data', () => {
    hasAnswered = true
  })
  process.stdout.pipe(res, { end: false })
  feed(run)
  let hasHungUp = false
  const onClose = () => {
    hasHungUp = !res.writableFinished
    if (!hasHungUp) return
    process.stdout.unpipe(res).resume()
    if (!(run.isFinishedAlone && req.complete)) process.kill()
  }
  // The client may have gone while the process was being started.
  if (res.closed) onClose()
  else res.once('close', onClose)
  const { code, stderr } = await process.ended
  if (hasHungUp) return
  if (code === 0 || hasAnswered) {
    // What went wrong after the first words git has told the client itself.
    res.end()
    return
  }
  answer(res, 500, 'git could not do that.')
  throw new Error(`git ended with ${code ?? 'a signal'}: ${stderr.trim()}`)
}

function feed({ process, req, isGzipped }: ServiceRun): void {
  // Clients read the answer only when they are rid of their request.
  const drain = () => req.unpipe().resume()
  const fail = () => {
    process.kill()
    drain()
  }
  const body = isGzipped ? req.pipe(createGunzip()) : req
  // A client that hangs up is dealt with when the answer closes; what is no gzip, here.
  body.on('error', fail)
  req.on('error', () => {})
  // git has ended before it read everything; its exit code tells.
  process.stdin.on('error', drain)
  body.pipe(process.stdin)
}
