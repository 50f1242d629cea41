import type { IncomingMessage, ServerResponse } from 'node:http'
import { answer } from './answer.ts'
import type { Git } from './git.ts'
import { type GitRequest, readGitRequest } from './git-request.ts'
import { type BranchUpdate, readUpdates } from './push.ts'
import type { Repositories, Repository } from './repositories.ts'
import { runService } from './run-service.ts'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

interface SmartHttpDeps {
  /** Path under which repositories are served, without a slash at its end. */
  prefix: string
  repositories: Repositories
  git: Git
  /** Directory with the git hooks of all repositories. */
  hooksDirectory: string
  /** Called once for each push, when its refs are written; must not throw. */
  onPush(repository: Repository, updates: BranchUpdate[]): void
  onError(error: unknown): void
}

/** git's smart HTTP protocol (gitprotocol-http(5)), without authentication. */
export function createSmartHttp({ prefix, repositories, git, hooksDirectory, onPush, onError }: SmartHttpDeps) {
  const settings = [
    `core.hooksPath=${hooksDirectory}`,
    // It would run on in the background and keep the hooks' pipe open.
    'receive.autoGc=false',
    'uploadpack.allowFilter=true',
  ].flatMap((setting) => ['-c', setting])

  async function serve(request: Extract<GitRequest, { service: string }>, req: IncomingMessage, res: ServerResponse) {
    const repository = await repositories.find(request.repository)
    if (repository === undefined) return answer(res, 404, 'There is no such repository here.')
    const { kind, service } = request
    const isPush = kind === 'rpc' && service === 'receive-pack'
    const protocol = service === 'upload-pack' ? readProtocol(req) : ''
    const options = kind === 'refs' ? ['--stateless-rpc', '--advertise-refs'] : ['--stateless-rpc']
    const args = [...settings, service, ...options, repository.directory]
    const process = git.start(repository.directory, args, protocol === '' ? {} : { GIT_PROTOCOL: protocol })
    const notified = process.fromHooks.then((text) => {
      const updates = readUpdates(text)
      if (isPush && updates.length > 0) onPush(repository, updates)
    })
    const isSecondVersion = protocol.split(':').includes('version=2')
    const served = runService({
      process,
      req,
      res,
      contentType: `application/x-git-${service}-${kind === 'refs' ? 'advertisement' : 'result'}`,
      isGzipped: kind === 'rpc' && request.isGzipped,
      isFinishedAlone: isPush,
      ...(kind === 'refs' && !isSecondVersion && { preamble: advertisementLine(service) }),
    })
    await Promise.all([served, notified])
  }

  /** @returns false for requests that are not for us; otherwise, when git is done, true */
  return async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    const request = readGitRequest(req, prefix)
    if (request.kind === 'other') return false
    if (request.kind === 'error') {
      req.resume()
      answer(res, request.status, request.text, request.headers)
      return true
    }
    try {
      await serve(request, req, res)
    } catch (error) {
      onError(error)
      if (!res.writableEnded) answer(res, 500, 'Something went wrong here.')
    }
    return true
  }
}

/** The first line of a ref advertisement in protocol version 1, and a flush packet. */
function advertisementLine(service: string): string {
  const line = `# service=git-${service}\n`
  return `${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`
}

/** The header `Git-Protocol`, for git's GIT_PROTOCOL; '' without a valid one. */
function readProtocol(req: IncomingMessage): string {
  const header = req.headers['git-protocol']
  return typeof header === 'string' && /^[a-z0-9=:.-]{1,100}$/i.test(header) ? header : ''
}

/** Passes the hook's input (githooks(5), post-receive) to this process, which reads the other end. */
const POST_RECEIVE = '#!/bin/sh\nexec cat >&3\n'

/** Writes the git hooks that all repositories share. */
export async function writeHookScripts(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const path = join(directory, 'post-receive')
  await writeFile(path, POST_RECEIVE)
  await chmod(path, 0o755)
}
