import type { IncomingMessage, ServerResponse } from 'node:http'
import { createGunzip } from 'node:zlib'
import { answer } from './answer.ts'
import type { GitProcess } from './git.ts'

export interface ServiceRun {
  process: GitProcess
  req: IncomingMessage
  res: ServerResponse
  contentType: string
  isGzipped: boolean
  /** Sent before git's output. */
  preamble?: string
  /** Once the whole request is here, git finishes even when the client has hung up. */
  isFinishedAlone: boolean
}

/**
 * Streams a request through git, without buffering. Resolves when git has ended; rejects when it failed without any output, after
 * answering 500.
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
  // The client may have hung up while the process was started.
  if (res.closed) onClose()
  else res.once('close', onClose)
  const { code, stderr } = await process.ended
  if (hasHungUp) return
  if (code === 0 || hasAnswered) {
    // After its first output, git itself tells the client what went wrong.
    res.end()
    return
  }
  answer(res, 500, 'git could not do that.')
  throw new Error(`git ended with ${code ?? 'a signal'}: ${stderr.trim()}`)
}

function feed({ process, req, isGzipped }: ServiceRun): void {
  // Clients only read the response once they've sent the request.
  const drain = () => req.unpipe().resume()
  const fail = () => {
    process.kill()
    drain()
  }
  const body = isGzipped ? req.pipe(createGunzip()) : req
  // Invalid gzip; hang-ups are handled when the response closes.
  body.on('error', fail)
  req.on('error', () => {})
  // git ended before it read everything; its exit code says why.
  process.stdin.on('error', drain)
  body.pipe(process.stdin)
}
