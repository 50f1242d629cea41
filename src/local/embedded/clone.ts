import { unescape } from 'node:querystring'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deploy } from '../../site/site.ts'
import { SECOND_MS } from '../../site/time.ts'
import type { Ran } from '../run-command.ts'
import type { Git } from './git.ts'
import { JobFailure } from './job-failure.ts'
import { fetchLfsFiles } from './lfs-files.ts'
import { fetchSubmodules } from './submodules.ts'
import { fileURLToPath } from 'node:url'
import { isThere } from '../json-file.ts'

export interface Source {
  cloneUrl: string
  branch: string
}

/** One ref whatever the branch, so that `a` can be followed by `a/b`. */
const PUBLISHED = 'refs/pokopoko/published'
const SUBJECT_LENGTH = 200

/** The machine's bare clone of one branch. */
export function createClone(directory: string, git: Git) {
  const run = async (args: readonly string[], signal: AbortSignal, env?: Record<string, string>) => {
    const result = await git(['--git-dir', directory, ...args], { signal, ...(env && { env }) })
    return { ...result, ok: result.code === 0 }
  }
  const pull = async ({ cloneUrl, branch }: Source, signal: AbortSignal) => {
    if (!(await isThere(join(directory, 'HEAD')))) await run(['init', '--quiet', '--bare'], signal)
    const options = ['--quiet', '--depth=1', '--force', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance']
    return run(['fetch', ...options, '--', cloneUrl, `+refs/heads/${branch}:${PUBLISHED}`], signal)
  }
  return {
    /**
     * Fetches the branch's newest commit, even after a force push, and creates the clone if needed. JobFailure
     * `repository-missing`, `repository-empty`, `branch-missing`, `clone-failed`, `machine-gone`.
     */
    fetch: async (source: Source, signal: AbortSignal) => {
      let pulled = await pull(source, signal)
      // Not when it was ended by the time limit, or the signal.
      if (!pulled.ok && pulled.code !== undefined) {
        await checkSource(git, source, signal)
        // A crash may have broken the clone: try once with a new one.
        await rm(directory, { recursive: true, force: true })
        pulled = await pull(source, signal)
      }
      if (!pulled.ok) throw failed(pulled, signal)
      const shown = await run(
        ['log', '-1', '--no-show-signature', '--format=%H%x00%s%x00%an%x00%ct', PUBLISHED, '--'],
        signal,
      )
      if (!shown.ok) throw failed(shown, signal)
      return readDeploy(shown.stdout)
    },
    /** What git would do at the end of each fetch, when nobody waits for it. */
    maintain: async (signal: AbortSignal) => void (await run(['maintenance', 'run', '--auto', '--quiet'], signal)),
    /**
     * Writes the files of that commit into an empty directory, with those of its submodules and of Git LFS, and returns the submodules that
     * can't be had. JobFailure `lfs-missing` and `clone-failed`.
     */
    checkOut: async (
      { cloneUrl, commit }: { cloneUrl: string; commit: string },
      target: string,
      signal: AbortSignal,
    ) => {
      // The index is in the clone, where visitors can't see it.
      const index = join(directory, 'checkout.index')
      await rm(index, { force: true })
      const result = await run(['--work-tree', target, 'read-tree', '--reset', '-u', commit], signal, {
        GIT_INDEX_FILE: index,
      })
      if (!result.ok) throw failed(result, signal)
      const site = { clone: directory, commit, address: cloneUrl, prefix: '' }
      const { parts, empty } = await fetchSubmodules(git, { site, release: target, signal })
      await fetchLfsFiles(git, { parts: [site, ...parts], release: target, signal })
      return empty
    },
  }
}

async function checkSource(git: Git, { cloneUrl, branch }: Source, signal: AbortSignal): Promise<void> {
  const heads = async (pattern: string) => {
    const listed = await git(['ls-remote', '--heads', '--', cloneUrl, pattern], { signal })
    if (listed.code === 0) return listed.stdout.split('\n').map((line) => line.split('\t')[1])
    // After a timeout, the probe would only time out, too.
    if (listed.code === undefined || (await probeRepository(cloneUrl, signal)) !== 'missing')
      throw failed(listed, signal)
    throw new JobFailure('repository-missing', listed.stderr)
  }
  const ref = `refs/heads/${branch}`
  if ((await heads(ref)).includes(ref)) return
  throw new JobFailure((await heads('refs/heads/*')).length > 1 ? 'branch-missing' : 'repository-empty')
}

function failed({ stderr }: Ran, signal: AbortSignal): JobFailure {
  return new JobFailure(signal.aborted ? 'machine-gone' : 'clone-failed', stderr)
}

function readDeploy(line: string): Deploy {
  const [commit = '', subject = '', author = '', seconds = ''] = line.trimEnd().split('\0')
  return { commit, subject: subject.slice(0, SUBJECT_LENGTH), author, at: Math.max(0, Number(seconds) * SECOND_MS) }
}

const TIMEOUT_MS = 10 * SECOND_MS

/**
 * Is a repository that git couldn't read missing, or is its host down? git says so only in its messages, so this repeats the first
 * request of its protocol (gitprotocol-http(5)). Hosts hide private repositories behind 401 and 403.
 */
export async function probeRepository(cloneUrl: string, signal: AbortSignal): Promise<'missing' | 'there' | 'unknown'> {
  if (!URL.canParse(cloneUrl)) return (await isThere(cloneUrl)) ? 'there' : 'missing'
  const url = new URL(cloneUrl)
  if (url.protocol === 'file:') return (await isThere(fileURLToPath(url))) ? 'there' : 'missing'
  const status = await firstStatus(url, signal)
  if (status === undefined) return 'unknown'
  if ([401, 403, 404, 410].includes(status)) return 'missing'
  return status < 300 ? 'there' : 'unknown'
}

async function firstStatus(url: URL, signal: AbortSignal): Promise<number | undefined> {
  const { username, password } = url
  const request = new URL(`${url.pathname.replace(/\/$/, '')}/info/refs?service=git-upload-pack`, url.origin)
  const credentials = Buffer.from(`${unescape(username)}:${unescape(password)}`).toString('base64')
  try {
    const answer = await fetch(request, {
      headers: username === '' ? {} : { authorization: `Basic ${credentials}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    await answer.body?.cancel()
    return answer.status
  } catch {
    // Without a response, it isn't known to be missing.
    return undefined
  }
}
