import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answers } from '../../src/github/expected-responses.ts'
import { spoilings } from '../support/github/spoil.ts'
import { CLASSIC } from '../support/github/personal-token.ts'
import { rejectsForNow } from '../support/rejects.ts'
import { aGithub, COMMIT, type GithubBench } from './a-github.ts'
import { grantBoth } from '../support/grant-both.ts'

const PLUM = { id: 'id-plum', name: 'plum' }
const HOOK = { url: 'https://plum.test.example.com/_pokopoko/hook', secret: 'secret-of-plum' }
const STATUS = { commit: COMMIT, state: 'success', context: 'plum', description: 'ok', url: 'https://x.test' } as const
const TOKEN = { auth: { token: 'ghp_plum' } }
/** For answers that never come whole; whatever else is as late on a busy computer fails the same way. */
const SHORT_MS = 50
/** Where others have to come in time. */
const LONG_MS = 1000

/** The same GitHub, for code hosts that wait so long for each answer. */
function hurried(bench: GithubBench, timeoutMs: number): GithubBench {
  const pace = { writeEveryMs: 0, secondMs: 1, timeoutMs }
  const another: GithubBench['another'] = (options) => bench.another({ pace, ...options })
  return { ...bench, another, codeHost: another() }
}

/** What makes a call of that kind, as the part of its address that tells it from the others. */
interface Caller {
  where: string
  before?: (bench: GithubBench) => Promise<unknown>
  run: (bench: GithubBench) => Promise<unknown>
}

const grant = ({ codeHost }: GithubBench) => grantBoth(codeHost, PLUM, 'acme/website', HOOK)
const revoke = ({ codeHost }: GithubBench) => codeHost.revoke(PLUM, 'acme/website')
const members = ({ codeHost }: GithubBench) => codeHost.members('acme/website', 'web-team')
const comment = ({ codeHost }: GithubBench, known?: string) => codeHost.comment('acme/website', 7, 'Ready', known)
/** Its team has no access by itself. */
const designers = ({ codeHost }: GithubBench) => codeHost.members('acme/website', 'design')

const callers: Record<string, Caller> = {
  'POST /app/installations/{installation_id}/access_tokens': { where: 'access_tokens', run: members },
  'GET /installation/repositories': {
    where: 'GET /installation/repositories',
    run: ({ codeHost }) => codeHost.listAccess([]),
  },
  'GET /orgs/{org}/repos': { where: 'GET /orgs/acme/repos', run: ({ another }) => another(TOKEN).repositories('') },
  'GET /orgs/{org}/teams': { where: 'GET /orgs/acme/teams?', run: ({ codeHost }) => codeHost.teams('') },
  'GET /orgs/{org}/teams/{team_slug}': {
    where: 'GET /orgs/acme/teams/design',
    run: ({ codeHost }) => codeHost.hasTeam('design'),
  },
  'GET /orgs/{org}/teams/{team_slug}/members': { where: '/teams/web-team/members', run: members },
  'GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}': { where: '/teams/web-team/repos', run: members },
  'GET /repos/{owner}/{repo}': {
    where: 'GET /repos/acme/website',
    run: ({ codeHost }) => codeHost.setStatus('acme/website', STATUS),
  },
  'GET /repos/{owner}/{repo}/collaborators': { where: '/collaborators', run: designers },
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': {
    where: '/collaborators/aki/permission',
    run: ({ codeHost }) => codeHost.canRead('acme/website', 'aki'),
  },
  'GET /repos/{owner}/{repo}/commits/{ref}': {
    where: '/commits/',
    run: ({ codeHost }) => codeHost.branchHead('acme/website', 'main'),
  },
  'GET /repos/{owner}/{repo}/git/ref/{ref}': {
    where: '/git/ref/',
    run: ({ codeHost }) => codeHost.exists('acme/website', 'main'),
  },
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': {
    where: '/git/trees/',
    run: ({ codeHost }) => codeHost.files('acme/website', 'main', ''),
  },
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': {
    where: '/git/blobs/',
    run: ({ codeHost }) => codeHost.files('acme/website', 'main', ''),
  },
  'GET /repos/{owner}/{repo}/hooks': { where: 'GET /repos/acme/website/hooks', before: grant, run: revoke },
  'POST /repos/{owner}/{repo}/hooks': { where: 'POST /repos/acme/website/hooks', run: grant },
  'PATCH /repos/{owner}/{repo}/hooks/{hook_id}': {
    where: 'PATCH /repos/acme/website/hooks',
    before: grant,
    run: grant,
  },
  'DELETE /repos/{owner}/{repo}/hooks/{hook_id}': {
    where: 'DELETE /repos/acme/website/hooks',
    before: grant,
    run: revoke,
  },
  'GET /repos/{owner}/{repo}/keys': { where: 'GET /repos/acme/website/keys', before: grant, run: revoke },
  'POST /repos/{owner}/{repo}/keys': { where: 'POST /repos/acme/website/keys', run: grant },
  'DELETE /repos/{owner}/{repo}/keys/{key_id}': {
    where: 'DELETE /repos/acme/website/keys',
    before: grant,
    run: grant,
  },
  'POST /repos/{owner}/{repo}/statuses/{sha}': {
    where: '/statuses/',
    run: ({ codeHost }) => codeHost.setStatus('acme/website', STATUS),
  },
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': { where: 'GET /repos/acme/website/issues', run: comment },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': {
    where: 'POST /repos/acme/website/issues',
    run: comment,
  },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': {
    where: 'PATCH /repos/acme/website/issues',
    before: comment,
    run: comment,
  },
  'GET /user': {
    where: 'GET /user',
    run: ({ another }) => another(TOKEN).comment('acme/website', 7, 'Ready'),
  },
  'GET /users/{username}/keys': { where: '/users/aki/keys', run: members },
}

/** Each call meets all of them in CI; a newcomer's patience is for some. */
const EVERY = process.env['CI'] === undefined ? 3 : 1

/** A type-ahead answers with what has come of its lists. */
const PARTIAL = 'GET /repos/{owner}/{repo}/branches'

describe('an answer of GitHub that is cut off, or is none of GitHub, is never taken for an answer', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub({ personalTokens: { ghp_plum: CLASSIC } })
    bench.github.state.repositories[0]?.collaborators.push('cy')
    bench.github.state.repositories[0]?.files.set('package.json', '{}')
  })
  afterEach(() => bench.close())

  it('knows what is answered to every call that is made, and tries each of them here', async () => {
    const made = new Set<string>()
    for (const file of await readdir('src/github', { recursive: true })) {
      if (!file.endsWith('.ts') || file === 'answers.ts') continue
      const source = await readFile(join('src/github', file), 'utf8')
      for (const [, call = ''] of source.matchAll(/['`]((?:GET|POST|PUT|PATCH|DELETE) \/[^'`]*)['`]/g)) made.add(call)
    }
    // Octokit's own, for the App.
    made.add('POST /app/installations/{installation_id}/access_tokens')
    assert.deepEqual(Object.keys(answers).toSorted(), [...made].toSorted())
    assert.deepEqual([...Object.keys(callers), PARTIAL].toSorted(), [...made].toSorted())
  })

  for (const [turn, [call, { where, before, run }]] of Object.entries(callers).entries()) {
    it(`at ${call}`, async () => {
      for (const answer of spoilings.filter((_, index) => (index + turn) % EVERY === 0)) {
        await before?.(bench)
        bench.github.failAll({ where, answer })
        await rejectsForNow(run(hurried(bench, SHORT_MS))).catch((error: unknown) => {
          throw new Error(`${answer}: it did not reject for now`, { cause: error })
        })
        bench.github.recover()
        await run({ ...bench, codeHost: bench.another() })
        assertIsSound(bench, answer)
        await revoke(bench)
        bench.github.state.repositories.forEach(({ comments }) => comments.splice(0))
      }
    })
  }

  for (const [answer, said] of [
    ['stalled', /did not answer GET \/orgs\/acme\/teams\/web-team\/members in time$/],
    ['cut', /did not answer GET \/orgs\/acme\/teams\/web-team\/members \(UND_ERR_SOCKET\)$/],
    ['html', /is not GitHub's answer: status 200, type text\/html$/],
  ] as const) {
    it(`and the error says what happened: ${answer}`, async () => {
      bench.github.failAll({ where: '/teams/web-team/members', answer })
      await assert.rejects(hurried(bench, LONG_MS).codeHost.members('acme/website', 'web-team'), said)
    })
  }

  it('and is asked for once more, when it was spoilt once', async () => {
    for (const answer of spoilings) {
      bench.github.fail({ where: '/teams/web-team/members', answer })
      const found = await hurried(bench, LONG_MS).codeHost.members('acme/website', 'web-team')
      assert.deepEqual(found.map(({ login }) => login).toSorted(), ['Bo', 'aki'], answer)
    }
  })
})

/** What was made is there once, whatever the answer was. */
function assertIsSound({ github }: GithubBench, how: string): void {
  const [website] = github.state.repositories
  assert.ok(website !== undefined)
  const { deployKeys, hooks, comments } = website
  assert.ok(deployKeys.length <= 1 && hooks.length <= 1 && comments.length <= 1, how)
  assert.equal(deployKeys.length, hooks.length, how)
}
