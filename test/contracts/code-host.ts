import assert from 'node:assert/strict'
import type { CodeHost, CommitStatus } from '../../src/control/code-host.ts'
import { grantBoth } from '../support/grant-both.ts'
import { rejectsWithReason } from '../support/rejects.ts'

export interface CodeHostHarness {
  codeHost: CodeHost
  /** Two repositories whose names both contain `query`, which no other's does. */
  repositories: { first: string; second: string; query: string }
  /** All branches of the first; the default branch is the first of them. */
  branches: [string, string, ...string[]]
  /** Moves a branch of the first to a new commit, which it returns. */
  push(branch: string): Promise<string>
  /** Gives another commit of the first a tag of that name. */
  tag(name: string): Promise<void>
  /**
   * Holds, on its default branch, `site/package.json` with MANIFEST, `site/src/index.html`, and five of the files that tell what a
   * repository is.
   */
  telling: string
  /** Too large to be listed, or empty. */
  unlisted: string
  /** A commit of the first. */
  commit: string
  /** A pull request of the first; absent where the code host has none. */
  pullRequest?: number
  /** A team with its logins. */
  team: { slug: string; logins: string[] }
  /** A site's hook URL that this code host accepts. */
  hookUrl(name: string): string
  /** What the code host holds now, for all repositories. */
  registered(): Promise<Registered>
  /** What our comments on pull requests say, but for what is not shown. */
  comments(): Promise<string[]>
  /** What is shown beside commits now, for all repositories. */
  statuses(): Promise<(CommitStatus & { repository: string })[]>
  close(): Promise<void>
}

export interface Registered {
  webhooks: { id: string; repository: string; url: string }[]
  deployKeys: { id: string; repository: string }[]
}

const PLUM = { id: 'site-1', name: 'plum' }
const QUINCE = { id: 'site-2', name: 'quince' }
const MISSING = 'nobody/nothing'

/** What the harness' `telling` holds. */
export const TELLING: Record<string, string> = {
  'site/package.json': '{"dependencies":{"next":"15"}}',
  'site/src/index.html': '<p>Plüms</p>',
  'composer.json': '{"name":"acme/pöms"}',
  Gemfile: "gem 'rails'\n",
  'requirements.txt': 'flask\n',
  'pyproject.toml': '[project]\n',
  Pipfile: 'flask = "*"\n',
}

/** What every implementation of `CodeHost` does. */
export function codeHostContract(name: string, make: () => Promise<CodeHostHarness>): void {
  describe(`CodeHost: ${name}`, () => {
    let harness: CodeHostHarness
    let codeHost: CodeHost
    beforeEach(async () => {
      harness = await make()
      codeHost = harness.codeHost
    })
    afterEach(() => harness.close())
    const grant = (site: typeof PLUM, repository = harness.repositories.first) =>
      grantBoth(codeHost, site, repository, {
        url: harness.hookUrl(site.name),
        secret: `secret of ${site.id}`,
      })
    const granted = async () =>
      (await codeHost.listAccess([harness.repositories.first, harness.repositories.second])).toSorted((a, b) =>
        `${a.siteId}${a.repository}`.localeCompare(`${b.siteId}${b.repository}`),
      )

    describe('looking things up', () => {
      it('finds repositories by a part of their name', async () => {
        const { first, second, query } = harness.repositories
        assert.deepEqual((await codeHost.repositories(query)).toSorted(), [first, second].toSorted())
        assert.ok((await codeHost.repositories(first)).includes(first))
        assert.deepEqual(await codeHost.repositories('no-repository-is-called-this'), [])
      })

      it('lists branches, the default branch first', async () => {
        const branches = await codeHost.branches(harness.repositories.first, '')
        assert.equal(branches[0], harness.branches[0])
        assert.deepEqual(branches.toSorted(), harness.branches.toSorted())
      })

      it('finds branches by a part of their name', async () => {
        const [, branch] = harness.branches
        assert.deepEqual(await codeHost.branches(harness.repositories.first, branch.slice(1)), [branch])
        assert.deepEqual(await codeHost.branches(harness.repositories.first, 'no-branch-is-called-this'), [])
      })

      it('knows no branches of an unknown repository', async () => {
        assert.deepEqual(await codeHost.branches(MISSING, ''), [])
      })

      it('says whether a branch exists', async () => {
        const { first } = harness.repositories
        assert.equal(await codeHost.exists(first, harness.branches[1]), 'yes')
        assert.equal(await codeHost.exists(first, 'no-such-branch'), 'no-branch')
        assert.equal(await codeHost.exists(first, harness.branches[1].slice(0, -1)), 'no-branch')
        assert.equal(await codeHost.exists(MISSING, 'main'), 'no-repository')
      })

      it('says who can read a repository', async () => {
        const { first } = harness.repositories
        const [login = ''] = harness.team.logins
        assert.equal(await codeHost.canRead(first, login), true)
        assert.equal(await codeHost.canRead(first, login.toUpperCase()), true)
        assert.equal(await codeHost.canRead(MISSING, login), false)
        for (const nobody of [
          'nobody-is-called-this',
          '',
          '..',
          `../${login}`,
          `${login}/permission?`,
          `${login}%2F..`,
        ])
          assert.equal(await codeHost.canRead(first, nobody), false, nobody)
      })

      it('knows the head of a branch, whatever it is thought to be', async () => {
        const { first } = harness.repositories
        const [main, branch] = harness.branches
        const heads = [await harness.push(main), await harness.push(branch)]
        assert.match(heads[0] ?? '', /^[0-9a-f]{40}$/)
        for (const known of [undefined, heads[0], heads[1], 'f'.repeat(40), 'no commit\r\n"']) {
          const asked = [main, branch].map((one) => codeHost.branchHead(first, one, known))
          assert.deepEqual(await Promise.all(asked), heads, known)
        }
        const moved = await harness.push(branch)
        assert.equal(await codeHost.branchHead(first, branch, heads[1]), moved)
      })

      it('takes no tag for the head of a branch', async () => {
        const [main] = harness.branches
        const head = await harness.push(main)
        await harness.tag(main)
        await harness.tag('only-a-tag')
        assert.equal(await codeHost.branchHead(harness.repositories.first, main), head)
        assert.equal(await codeHost.branchHead(harness.repositories.first, 'only-a-tag'), undefined)
      })

      it('knows no head where there is no branch', async () => {
        const { first } = harness.repositories
        for (const known of [undefined, 'f'.repeat(40)]) {
          assert.equal(await codeHost.branchHead(first, 'no-such-branch', known), undefined)
          assert.equal(await codeHost.branchHead(MISSING, 'main', known), undefined)
          assert.equal(await codeHost.branchHead('../..', 'main', known), undefined)
        }
      })

      it('tells what a branch holds, and what is in at most four of the files that tell', async () => {
        const found = await codeHost.files(harness.telling, 'main', '')
        assert.deepEqual(found?.paths.toSorted(), [...Object.keys(TELLING), 'site/', 'site/src/'].toSorted())
        const { Pipfile: _, 'site/package.json': __, 'site/src/index.html': ___, ...read } = TELLING
        assert.deepEqual(found?.files, read)
      })

      it('tells what a directory of it holds', async () => {
        const found = await codeHost.files(harness.telling, 'main', 'site')
        assert.deepEqual(found?.paths.toSorted(), ['package.json', 'src/', 'src/index.html'])
        assert.deepEqual(found?.files, { 'package.json': TELLING['site/package.json'] })
      })

      it('tells nothing of what is not there', async () => {
        for (const [repository, branch, directory] of [
          [MISSING, 'main', ''],
          ['../..', 'main', ''],
          [harness.telling, 'no-such-branch', ''],
          [harness.telling, 'main', 'sit'],
          [harness.telling, 'main', 'site/package.json'],
          [harness.unlisted, 'main', ''],
        ] as const) {
          assert.equal(await codeHost.files(repository, branch, directory), undefined, `${repository} ${directory}`)
        }
      })

      it('finds teams by a part of their slug', async () => {
        const { slug } = harness.team
        assert.ok((await codeHost.teams('')).includes(slug))
        assert.ok((await codeHost.teams(slug.slice(1))).includes(slug))
        assert.deepEqual(await codeHost.teams('no-team-is-called-this'), [])
      })

      it('tells a team that is there from one that is not, which has nobody in it', async () => {
        assert.equal(await codeHost.hasTeam(harness.team.slug), true)
        assert.equal(await codeHost.hasTeam(harness.team.slug.slice(0, -1)), false)
        assert.deepEqual(await codeHost.members(harness.repositories.first, 'no-team-is-called-this'), [])
      })

      it("gives a team's members with their keys", async () => {
        const members = await codeHost.members(harness.repositories.first, harness.team.slug)
        assert.deepEqual(members.map(({ login }) => login).toSorted(), harness.team.logins.toSorted())
        for (const { user, publicKeys } of members) {
          assert.match(user, /^[a-z][a-z0-9_-]{0,31}$/)
          for (const key of publicKeys) assert.match(key, /^(ssh|ecdsa|sk)-\S+ [A-Za-z0-9+/]+=*( .*)?$/)
        }
        assert.ok(members.some(({ publicKeys }) => publicKeys.length > 0))
      })
    })

    describe('grants', () => {
      it('registers a webhook, and a deploy key where one is needed', async () => {
        const { first } = harness.repositories
        const made = await grant(PLUM)
        assert.ok(made.cloneUrl.includes(first))
        assert.equal(made.repository, first)
        assert.equal(made.deployKey === undefined, made.deployKeyId === undefined)
        const { webhooks, deployKeys } = await harness.registered()
        assert.deepEqual(webhooks, [{ id: made.webhookId, repository: first, url: harness.hookUrl('plum') }])
        const keyId = made.deployKeyId
        assert.deepEqual(deployKeys, keyId === undefined ? [] : [{ id: keyId, repository: first }])
      })

      it('refuses a repository that is not there', async () => {
        await rejectsWithReason(grant(PLUM, MISSING), 'repository-missing')
        assert.deepEqual(await harness.registered(), { webhooks: [], deployKeys: [] })
      })

      it('replaces what the site had', async () => {
        await grant(PLUM)
        const after = await grant(PLUM)
        const { webhooks, deployKeys } = await harness.registered()
        assert.deepEqual(
          webhooks.map(({ id }) => id),
          [after.webhookId],
        )
        assert.deepEqual(
          deployKeys.map(({ id }) => id),
          after.deployKeyId === undefined ? [] : [after.deployKeyId],
        )
      })

      it('goes to a new site that uses the name again', async () => {
        await grant(PLUM)
        const younger = await grant({ id: 'site-3', name: PLUM.name })
        const { webhooks } = await harness.registered()
        assert.ok(webhooks.some(({ id }) => id === younger.webhookId))
        await codeHost.revoke(PLUM, harness.repositories.first)
        assert.deepEqual(await granted(), [{ siteId: 'site-3', repository: harness.repositories.first }])
        assert.deepEqual(
          (await harness.registered()).webhooks.map(({ id }) => id),
          [younger.webhookId],
        )
      })

      it('lists the sites that hold one', async () => {
        assert.deepEqual(await granted(), [])
        await grant(PLUM)
        await grant(QUINCE, harness.repositories.second)
        assert.deepEqual(await granted(), [
          { siteId: PLUM.id, repository: harness.repositories.first },
          { siteId: QUINCE.id, repository: harness.repositories.second },
        ])
      })
    })

    describe('setStatus', () => {
      const status = (state: CommitStatus['state'], context = 'pokopoko/plum'): CommitStatus => ({
        commit: harness.commit,
        state,
        context,
        description: 'ü'.repeat(140),
        url: 'https://plum.test.example.com',
      })
      const set = (given: CommitStatus, repository = harness.repositories.first) =>
        codeHost.setStatus(repository, given)

      it('shows it beside the commit, in place of an earlier one of that context', async () => {
        await set(status('failure'))
        await set(status('failure', 'pokopoko/pear'))
        await set(status('success'))
        const shown = (await harness.statuses()).toSorted((a, b) => a.context.localeCompare(b.context))
        const repository = harness.repositories.first
        assert.deepEqual(shown, [
          { repository, ...status('failure', 'pokopoko/pear') },
          { repository, ...status('success') },
        ])
      })

      it('is content where there is no such commit', async () => {
        await set({ ...status('success'), commit: 'f'.repeat(40) })
        assert.deepEqual(await harness.statuses(), [])
      })

      it('refuses a repository that is not there', async () => {
        await rejectsWithReason(set(status('success'), MISSING), 'repository-missing')
      })
    })

    describe('comment', () => {
      const say = (body: string, known?: string, repository = harness.repositories.first) =>
        codeHost.comment(repository, harness.pullRequest ?? 1, body, known)

      it('is one, which is edited; where there are pull requests', async () => {
        if (harness.pullRequest === undefined) return rejectsWithReason(say('Ready'), 'repository-forbidden')
        const id = await say('On its way')
        assert.equal(await say('Ready', id), id)
        assert.deepEqual(await harness.comments(), ['Ready'])
        assert.equal(await say('Asleep'), id, 'found, by who does not know it')
        assert.deepEqual(await harness.comments(), ['Asleep'])
      })

      it('refuses a repository or a pull request that is not there', async () => {
        await rejectsWithReason(say('Ready', undefined, MISSING), 'repository-missing')
        await rejectsWithReason(codeHost.comment(harness.repositories.first, 999, 'Ready'), 'repository-forbidden')
        assert.deepEqual(await harness.comments(), [])
      })
    })

    describe('revoke', () => {
      it("removes one site's webhook and key, and no other's", async () => {
        await grant(PLUM)
        const kept = await grant(QUINCE)
        await codeHost.revoke(PLUM, harness.repositories.first)
        assert.deepEqual(await granted(), [{ siteId: QUINCE.id, repository: harness.repositories.first }])
        const { webhooks, deployKeys } = await harness.registered()
        assert.deepEqual(
          webhooks.map(({ id }) => id),
          [kept.webhookId],
        )
        assert.deepEqual(
          deployKeys.map(({ id }) => id),
          kept.deployKeyId === undefined ? [] : [kept.deployKeyId],
        )
      })

      it('leaves what the site holds at another repository', async () => {
        const { first, second } = harness.repositories
        await grant(PLUM, second)
        await codeHost.revoke(PLUM, first)
        assert.deepEqual(await granted(), [{ siteId: PLUM.id, repository: second }])
      })

      it('succeeds when there is nothing to remove', async () => {
        await grant(PLUM)
        await codeHost.revoke(PLUM, harness.repositories.first)
        await codeHost.revoke(PLUM, harness.repositories.first)
        await codeHost.revoke(PLUM, MISSING)
        assert.deepEqual(await harness.registered(), { webhooks: [], deployKeys: [] })
      })
    })
  })
}

/** The URL that was asked for: the code host adds the site's id. */
export function withoutSite(url: string): string {
  const plain = new URL(url)
  plain.searchParams.delete('site')
  return plain.href
}
