import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { join } from 'node:path'
import * as z from 'zod'
import { openStored } from '../../../src/local/json-file.ts'
import pLimit from 'p-limit'
import { makeRepository } from '../../support/git-repository.ts'
import type { LocalProcess } from '../../support/local-process.ts'
import type { Scenario } from './scenario.ts'

const run = promisify(execFile)

/** Of the emulator: commits by repository and ref. */
const refsSchema = z.record(z.string(), z.record(z.string(), z.string()))

/** Somebody's clone, from which all branches are pushed. */
export interface Pushes {
  /** Commits a page that there never was and pushes it to the site's branch. */
  push(main: LocalProcess, life: Scenario): Promise<void>
  /** The same while nothing runs; and GitHub takes it for delivered, so that nobody will ever be told. */
  pushUnheard(dataDirectory: string, life: Scenario): Promise<void>
}

export async function createPushes(directory: string): Promise<Pushes> {
  const clone = await makeRepository(directory)
  // There is one index.
  const committing = pLimit(1)
  let pages = 0
  const commitPage = async ({ name }: Scenario) => {
    const page = `${name}, page ${(pages += 1)}`
    return { page, commit: await committing(() => clone.commit({ 'public/index.html': page }, page)) }
  }
  const pushTo = (url: string, commit: string, { branch }: Scenario) =>
    clone.git('push', '--quiet', '--force', url, `${commit}:refs/heads/${branch}`)
  return {
    push: async (main, life) => {
      const { page, commit } = await commitPage(life)
      const pushed = await pushTo(`${main.url}/git/${life.repository}.git`, commit, life)
        .then(() => true)
        .catch(() => false)
      life.pushes.push({ commit, page, outcome: pushed ? 'granted' : 'unknown' })
    },
    pushUnheard: async (dataDirectory, life) => {
      const { page, commit } = await commitPage(life)
      await pushTo(bareRepository(dataDirectory, life.repository), commit, life)
      const delivered = await openStored(join(dataDirectory, 'github', 'delivered-refs.json'), refsSchema, {})
      const { repository, branch } = life
      await delivered.update((all) => ({
        ...all,
        [repository]: { ...all[repository], [`refs/heads/${branch}`]: commit },
      }))
      life.pushes.push({ commit, page, outcome: 'granted' })
    },
  }
}

/** Makes it at GitHub, by hand, before the first push. */
export async function makeBareRepository(dataDirectory: string, name: string): Promise<void> {
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', bareRepository(dataDirectory, name)])
}

/** The newest commit of the site's branch at GitHub, which must be the last that was pushed, or a later one. */
export async function headOf(dataDirectory: string, { name, repository, branch, pushes }: Scenario): Promise<string> {
  const { stdout } = await run('git', ['--git-dir', bareRepository(dataDirectory, repository), 'rev-parse', branch])
  const head = stdout.trim()
  const lastAcknowledged = pushes.findLastIndex(({ outcome }) => outcome === 'granted')
  const at = pushes.findLastIndex(({ commit }) => commit === head)
  assert.ok(at >= lastAcknowledged, `a push to the branch of ${name} was lost`)
  return head
}

function bareRepository(dataDirectory: string, name: string): string {
  return join(dataDirectory, 'github', 'repositories', `${name}.git`)
}
