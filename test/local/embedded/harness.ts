import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CommandState, Job, SetUpJob } from '../../../src/control/jobs.ts'
import type { GitSettings } from '../../../src/local/embedded/git.ts'
import { createEmbeddedMachines } from '../../../src/local/embedded/machines.ts'
import type { Deploy, Guesses, Troubles } from '../../../src/site/site.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { type GitRepository, makeRepository } from '../../support/git-repository.ts'
import { createSignal } from '../../support/signal.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'

export const PASSWORD = 'plum-tree-and-rain'
/** bcrypt of it at the lowest cost, 4. */
export const ACCESS = { user: 'agency', passwordHash: '$2b$04$/Z8yWi9bBSjSQGro3bfMX.xooXXmgl3y5eye.DRap8uskWcjKlklO' }
export const SECRET = 'the-secret-of-the-hook'
export const NOW = Date.UTC(2026, 3, 1)
const SITE = { id: 'site-1', name: 'plum' }

export interface Bench {
  directory: string
  repository: GitRepository
  /** Opens the machines of the directory; again after `close` is a restart. */
  open(git?: GitSettings): Promise<OpenBench>
  clean(): Promise<void>
}

export type OpenBench = Awaited<ReturnType<typeof openBench>>

/** A directory for machines, and a repository with `public/index.html`. */
export async function makeBench(): Promise<Bench> {
  const temporary = await makeTemporaryDirectory()
  const repository = await makeRepository(join(temporary.path, 'code', 'plum'))
  await repository.commit({ 'public/index.html': '<h1>First</h1>', 'README.md': 'not public' }, 'First page')
  const directory = join(temporary.path, 'machines')
  await mkdir(directory)
  const opened: OpenBench[] = []
  return {
    directory,
    repository,
    open: async (git) => {
      const open = await openBench(directory, repository, git)
      opened.push(open)
      return open
    },
    clean: async () => {
      await Promise.all(opened.map((open) => open.close()))
      await temporary.remove()
    },
  }
}

async function openBench(directory: string, repository: GitRepository, git: GitSettings = {}) {
  const news = createSignal()
  const changes: string[] = []
  const deploys: { siteName: string; deploy: Deploy }[] = []
  const failures: { siteName: string; failed: Troubles['deploy'] }[] = []
  const guesses: Guesses[] = []
  const faults: unknown[] = []
  const clock = createFakeClock(NOW)
  const { instances, shell, close } = await createEmbeddedMachines({
    directory,
    clock,
    git,
    onChange: (siteName) => {
      changes.push(siteName)
      news.report()
    },
    onDeploy: async (siteName, outcome) => {
      if ('deploy' in outcome) deploys.push({ siteName, deploy: outcome.deploy })
      else failures.push({ siteName, failed: outcome.failed })
    },
    onGuesses: async (_, reported) => {
      guesses.push(reported)
    },
    report: (fault) => {
      faults.push(fault)
      news.report()
    },
  })
  const setUp: SetUpJob = {
    kind: 'set-up',
    site: { ...SITE, url: 'http://plum.localhost' },
    cloneUrl: repository.url,
    repository: 'agency/plum',
    branch: 'main',
    documentRoot: 'public',
    access: ACCESS,
    webhookSecret: SECRET,
    members: [],
  }
  const launch = async (launchNumber = 1, image = 'embedded') => {
    const token = `${SITE.id}-${launchNumber}`
    const { id } = await instances.launch({ site: SITE, token, launch: launchNumber, image, size: 'small' })
    await news.until(() => shell.reachable(id))
    return id
  }
  const run = async (id: string, job: Job): Promise<CommandState | undefined> => {
    const commandId = await shell.start(id, job)
    await news.until(async () => (await shell.result(id, commandId))?.state !== 'running')
    return shell.result(id, commandId)
  }
  const until = (id: string, state: string) => news.until(async () => (await instances.describe(id))?.state === state)
  const url = async (id: string, path: string) => `http://${(await instances.describe(id))?.address ?? ''}${path}`
  return {
    instances,
    shell,
    close,
    news,
    changes,
    deploys,
    failures,
    guesses,
    clock,
    faults,
    setUp,
    launch,
    run,
    until,
    url,
    /** Launched and set up with `changes`; returns its id. */
    site: async (changes: Partial<SetUpJob> = {}) => {
      const id = await launch()
      const result = await run(id, { ...setUp, ...changes })
      assert.equal(result?.state, 'succeeded', JSON.stringify(result))
      return id
    },
    get: async (id: string, path = '/', headers: Record<string, string> = authorization()) =>
      fetch(await url(id, path), { headers, redirect: 'manual' }),
    push: async (id: string, payload: object | string, changes: Record<string, string> = {}) => {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
      const signature = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`
      const headers = { 'x-github-event': 'push', 'x-hub-signature-256': signature, ...changes }
      return fetch(await url(id, '/_pokopoko/hook'), { method: 'POST', body, headers })
    },
  }
}

export function authorization(user = ACCESS.user, password = PASSWORD): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}
