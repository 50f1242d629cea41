import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { FORGIVE_UNKNOWN_KEYS } from './member.ts'
import type { TestMachine } from './test-machine.ts'
import { deliver, visit } from './visit.ts'

/** As https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/githubs-ssh-key-fingerprints has them. */
const GITHUB_FINGERPRINTS = [
  'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
  'SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM',
  'SHA256:uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD2s',
]

describe('a repository at a code host with SSH', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  let codeHost: TestMachine
  let address: string
  let directory: TemporaryDirectory
  const keygen = async (name: string) => {
    const path = join(directory.path, name)
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path])
    return { deployKey: await readFile(path, 'utf8'), publicKey: (await readFile(`${path}.pub`, 'utf8')).trim() }
  }
  const commit = (page: string) =>
    codeHost.sh(`cd /srv/work && mkdir -p public && echo '${page}' > public/index.html && git add -A &&
      git -c user.name=Aki -c user.email=aki@example.com commit -q -m '${page}' && git push -q /home/git/acme/website.git main && chown -R git /home/git`)
  const setUp = async (cloneUrl: string, deployKey: string | undefined) =>
    machine.job('set-up', await aDocument(cloneUrl, { ...(deployKey !== undefined && { deployKey }) }))
  let good: Awaited<ReturnType<typeof keygen>>
  before(async () => {
    fixture = await makeMachineFixture()
    directory = await makeTemporaryDirectory()
    ;[machine, codeHost, good] = await Promise.all([fixture.connectedMachine(), fixture.machine(), keygen('deploy')])
    await codeHost.sh(FORGIVE_UNKNOWN_KEYS)
    address = (await codeHost.sh('hostname -I')).trim().split(' ')[0] ?? assert.fail()
    await codeHost.sh(`useradd --create-home --shell /usr/bin/git-shell --password '*' git && install -d -o git /home/git/.ssh &&
      echo 'restrict ${good.publicKey}' > /home/git/.ssh/authorized_keys && ssh-keygen -A && git config --system safe.directory '*' &&
      git init -q --bare -b main /home/git/acme/website.git && git init -q -b main /srv/work && systemctl restart ssh`)
    await commit('Plums')
  })
  after(async () => {
    await directory.remove()
    await fixture.close()
  })

  it('is cloned with the deploy key, and followed', async () => {
    const { result, all } = await setUp(`git@${address}:acme/website.git`, good.deployKey)
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal((await visit(machine)).text, 'Plums\n')
    assert.ok(!all.includes(good.deployKey.split('\n')[1] ?? assert.fail()))
    assert.equal((await machine.sh('stat -c "%a %U" /etc/testsite/deploy-key')).trim(), '600 deploy')
    await commit('Pears')
    assert.equal((await deliver(machine, 'push', { ref: 'refs/heads/main' })).status, 200)
    await eventually(async () => (await visit(machine)).text === 'Pears\n', 'the push')
  })

  it('has its submodules fetched with the deploy key, and its files of Git LFS by what git-lfs-authenticate says', async () => {
    const token = 'Basic the-token-of-git-lfs-authenticate'
    fixture.lfs.protect(token)
    const answer = JSON.stringify({ href: new URL('/ssh/info/lfs', fixture.lfsUrl), header: { Authorization: token } })
    await codeHost.sh(`mkdir -p /home/git/git-shell-commands && cd /home/git/git-shell-commands &&
      printf '#!/bin/sh\n[ "$1 $2" = "acme/website.git download" ] && cat /home/git/answer' > git-lfs-authenticate && chmod +x git-lfs-authenticate`)
    await codeHost.exec(['tee', '/home/git/answer'], answer)
    await codeHost.exec(['tee', '/srv/plum.png'], fixture.lfs.add('a plum'))
    await codeHost.sh(`git init -q --bare -b main /home/git/acme/theme.git && git init -q -b main /srv/theme && cd /srv/theme && echo plum > theme.css &&
      git add -A && git -c user.name=Aki -c user.email=aki@example.com commit -q -m Theme && git push -q /home/git/acme/theme.git main
      cd /srv/work && cp /srv/plum.png public/ && echo '*.png filter=lfs' > .gitattributes &&
      printf '[submodule "a"]\npath = public/a\nurl = ../theme.git\n[submodule "b"]\npath = public/b\nurl = git@${address}:acme/theme.git\n' > .gitmodules &&
      git add -A && for path in a b; do git update-index --add --cacheinfo "160000,$(git -C /srv/theme rev-parse HEAD),public/$path"; done &&
      git -c user.name=Aki -c user.email=aki@example.com commit -q -m Parts && git push -q /home/git/acme/website.git main && chown -R git /home/git`)
    const { result, all } = await setUp(`git@${address}:acme/website.git`, good.deployKey)
    assert.ok(result.ok, JSON.stringify(result))
    assert.deepEqual(result.deploy?.page, { status: 200 })
    const texts = ['a/theme.css', 'b/theme.css', 'plum.png'].map(
      async (path) => (await visit(machine, `/${path}`)).text,
    )
    assert.deepEqual(await Promise.all(texts), ['plum\n', 'plum\n', 'a plum'])
    assert.ok(!all.includes(token))
    assert.equal((await machine.exec(['grep', '-rqF', token, '/var/log', '/srv'])).code, 1)
  })

  it('is cloned by an address with a port, too', async () => {
    const { result } = await setUp(`ssh://git@${address}:22/home/git/acme/website.git`, good.deployKey)
    assert.ok(result.ok, JSON.stringify(result))
    assert.deepEqual(result.changed, ['settings'])
  })

  it('may not be read with another key, or none', async () => {
    const { deployKey } = await keygen('other')
    for (const key of [deployKey, undefined]) {
      const { result, code } = await setUp(`git@${address}:acme/website.git`, key)
      assert.ok(!result.ok)
      assert.deepEqual([result.reason, result.permanent, code], ['repository-missing', true, 21])
      assert.equal((await visit(machine)).text, 'Pears\n', 'what was served stays')
    }
  })

  it('is said to be missing when it is', async () => {
    const { result } = await setUp(`git@${address}:acme/nothing.git`, good.deployKey)
    assert.ok(!result.ok)
    assert.deepEqual([result.reason, result.permanent], ['repository-missing', true])
  })

  it('is tried again when its host does not answer', async () => {
    const { result } = await setUp(`ssh://git@${address}:9/acme/website.git`, good.deployKey)
    assert.ok(!result.ok)
    assert.deepEqual([result.reason, result.permanent], ['clone-failed', false])
  })

  it('runs nothing that its address smuggles in', async () => {
    for (const cloneUrl of [
      `ssh://-oProxyCommand=touch/x`,
      `ssh://git@-oProxyCommand=x/y`,
      `git@${address}:-oX=$(reboot)`,
    ])
      assert.ok(!(await setUp(cloneUrl, good.deployKey)).result.ok)
    assert.equal((await machine.exec(['test', '-e', '/x'])).code, 1)
  })

  it('is not fetched from a host with another key than at first', async () => {
    await codeHost.sh('rm /etc/ssh/ssh_host_*; ssh-keygen -A; systemctl restart ssh')
    assert.ok(!(await setUp(`git@${address}:acme/website.git`, good.deployKey)).result.ok)
  })

  it('is not fetched from a host that only says that it is github.com', async () => {
    await machine.sh(`echo '${address} github.com' >> /etc/hosts`)
    const { result } = await setUp('git@github.com:acme/website.git', good.deployKey)
    assert.ok(!result.ok)
    assert.equal((await machine.exec(['grep', '-r', 'github.com', '/var/lib/deploy'])).code, 1)
    const listed = await machine.sh('ssh-keygen -lf /opt/pokopoko/ssh/known-hosts')
    assert.deepEqual(listed.match(/SHA256:\S+/g)?.toSorted(), GITHUB_FINGERPRINTS.toSorted())
  })
})
