import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { join } from 'node:path'
import { createQueue } from '../../../src/local/queue.ts'
import { makeRepository } from '../../support/git-repository.ts'
import type { LocalProcess } from '../../support/local-process.ts'
import type { Life } from './life.ts'

const run = promisify(execFile)

/** Somebody's clone, from which all branches are pushed. */
export interface Pushes {
  /** Commits a page that there never was and pushes it to the site's branch. */
  push(main: LocalProcess, life: Life): Promise<void>
}

export async function createPushes(directory: string): Promise<Pushes> {
  const clone = await makeRepository(directory)
  // There is one index.
  const committing = createQueue()
  let pages = 0
  return {
    push: async (main, life) => {
      const page = `${life.name}, page ${(pages += 1)}`
      const commit = await committing(() => clone.commit({ 'public/index.html': page }, page))
      const url = `${main.url}/git/${life.repository}.git`
      const pushed = await clone
        .git('push', '--quiet', '--force', url, `${commit}:refs/heads/${life.branch}`)
        .then(() => true)
        .catch(() => false)
      life.pushes.push({ commit, page, outcome: pushed ? 'granted' : 'unknown' })
    },
  }
}

/** Makes it at the code host, by hand, before the first push. */
export async function makeBareRepository(dataDirectory: string, name: string): Promise<void> {
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', bareRepository(dataDirectory, name)])
}

/** The newest commit of the site's branch at the code host, which must be the last that was pushed, or a later one. */
export async function headOf(dataDirectory: string, { name, repository, branch, pushes }: Life): Promise<string> {
  const { stdout } = await run('git', ['--git-dir', bareRepository(dataDirectory, repository), 'rev-parse', branch])
  const head = stdout.trim()
  const lastAcknowledged = pushes.findLastIndex(({ outcome }) => outcome === 'granted')
  const at = pushes.findLastIndex(({ commit }) => commit === head)
  assert.ok(at >= lastAcknowledged, `a push to the branch of ${name} was lost`)
  return head
}

function bareRepository(dataDirectory: string, name: string): string {
  return join(dataDirectory, 'code-host', 'repositories', `${name}.git`)
}
