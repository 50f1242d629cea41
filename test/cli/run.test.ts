import assert from 'node:assert/strict'
import { userInfo } from 'node:os'
import sinon from 'sinon'
import * as z from 'zod'
import { passwordMatches } from '../../src/control/passwords.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { aTerminal } from './a-terminal.ts'

const order = '--repository orchard/plum --owner U0AKI --channel C0HERE'

describe('pokopoko', () => {
  let at: Awaited<ReturnType<typeof aTerminal>>
  beforeEach(async () => {
    at = await aTerminal()
  })
  afterEach(() => assert.ok(!at.isOpen(), 'the table is closed again'))

  describe('changes', () => {
    const cases = [
      { line: 'sleep plum', changes: { desired: 'asleep' } },
      { line: 'sleep PLUM', changes: { desired: 'asleep' } },
      { line: 'delete plum --yes', changes: { desired: 'archived' } },
      { line: 'delete plum --yes --without-archive', changes: { desired: 'gone' } },
      { line: 'redeploy plum', changes: { setUpRevision: 2 } },
      { line: 'users plum', changes: { usersRevision: 2 } },
      { line: 'owner plum U0BEN', changes: { owner: 'U0BEN' } },
    ]
    for (const { line, changes } of cases) {
      it(line, async () => {
        const { exitCode, stdout, stderr } = await at.type(`${line} --as aki`)
        assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
        assert.match(stdout, /^plum .+\n$/)
        const { spec, history } = await at.site()
        assert.deepEqual({ ...spec, ...changes }, spec)
        assert.equal(history[0]?.by, 'aki')
      })
    }

    it('wakes and restores what was put away', async () => {
      await at.type('sleep plum')
      assert.equal((await at.type('wake plum')).exitCode, 0)
      await at.type('delete plum --yes')
      assert.equal((await at.type('restore plum')).exitCode, 0)
      assert.equal((await at.site()).spec.desired, 'up')
    })

    it('extends by days or to a date', async () => {
      const before = (await at.site()).spec.expiresAt
      assert.match((await at.type('extend plum 3')).stdout, /plum now expires/)
      assert.equal((await at.site()).spec.expiresAt, before + 3 * DAY_MS)
      await at.type('extend plum 2026-12-24')
      assert.equal(new Date((await at.site()).spec.expiresAt).toISOString().slice(0, 10), '2026-12-24')
    })

    it('shows what a site costs, where prices are set', async () => {
      assert.doesNotMatch((await at.type('show plum')).stdout, /Costs/)
      const prices = { currency: 'JPY', sizes: { small: 2 }, disk: 220, archive: 100 }
      at = await aTerminal({ policy: { prices } })
      assert.match((await at.type('show plum')).stdout, /^Costs: ≈ ¥1,680 a month if always up$/m)
      const { stdout } = await at.type('show plum --json')
      const { site } = z.object({ site: z.object({ costs: z.unknown() }) }).parse(JSON.parse(stdout))
      assert.deepEqual(site.costs, { currency: 'JPY', alwaysUp: 1680 })
    })

    it('says how to dump and load a database over SSH', async () => {
      assert.match((await at.type('db dump plum')).stdout, /no machine to log in to/)
      const { status, ...rest } = await at.site()
      const instance = status.instance ?? assert.fail('no machine')
      const ssh = { host: 'plum.example', port: 2222 }
      await at.store.save({ ...rest, status: { ...status, instance: { ...instance, ssh } } })
      const dump = await at.type('db dump plum')
      assert.match(dump.stdout, /^ {2}ssh -p \d+ NAME@\S+ pokopoko db dump > plum\.sql$/m)
      assert.match((await at.type('db load plum')).stdout, / pokopoko db load --yes < plum\.sql$/m)
      const { sshTeam: _, ...spec } = (await at.site()).spec
      await at.store.save({ ...(await at.site()), spec })
      assert.match((await at.type('db dump plum')).stderr, /team/)
      assert.deepEqual([(await at.type('db drop plum')).exitCode, (await at.type('db dump')).exitCode], [2, 2])
    })

    it('says who asked by the account here, when nobody says otherwise', async () => {
      await at.type('sleep plum')
      assert.match((await at.site()).history[0]?.by ?? '', /^.+ \(CLI\)$/)
    })
  })

  describe('passwords', () => {
    it('generates one, shows it once, and keeps its hash alone', async () => {
      const { stdout } = await at.type('password plum')
      const password = /Password: (\S+)/.exec(stdout)?.[1] ?? ''
      const { access } = (await at.site()).spec
      assert.ok(await passwordMatches(password, access.passwordHash))
      assert.ok(!JSON.stringify(await at.site()).includes(password))
    })

    it('takes one from standard input, and does not repeat it', async () => {
      const { stdout, stderr } = await at.type('password plum --user visitor --password-stdin', {
        input: 'correct horse\n',
      })
      const { access } = (await at.site()).spec
      assert.ok(await passwordMatches('correct horse', access.passwordHash))
      assert.equal(access.user, 'visitor')
      assert.ok(!`${stdout}${stderr}`.includes('correct horse'))
    })

    it('refuses one typed on a terminal, none, and one in the arguments', async () => {
      const before = await at.site()
      const typed = await at.type('password plum --password-stdin', { input: 'correct horse\n', isTTY: true })
      assert.equal(typed.exitCode, 2)
      assert.equal((await at.type('password plum --password-stdin')).exitCode, 2)
      assert.equal((await at.type('password plum --password=secret')).exitCode, 2)
      assert.deepEqual(await at.site(), before)
    })

    it('puts a generated one into JSON', async () => {
      const { stdout } = await at.type('password plum --json')
      const { password, site } = z
        .object({ password: z.string(), site: z.object({}).loose() })
        .parse(JSON.parse(stdout))
      assert.ok(await passwordMatches(password, (await at.site()).spec.access.passwordHash))
      assert.ok(!JSON.stringify(site).includes('passwordHash'))
    })
  })

  describe('create', () => {
    it('makes a site that becomes ready, filling in what the form would', async () => {
      const { exitCode, stdout } = await at.type(`create damson ${order} --until 5`)
      assert.equal(exitCode, 0)
      assert.match(stdout, /damson is on its way\. .*C0HERE[\s\S]*Password: \S+/)
      const site = await at.ports.store.load('damson')
      assert.deepEqual(
        { ...site?.spec, branch: 'main', image: 'debian-12', size: 'small', owner: 'U0AKI', channel: 'C0HERE' },
        site?.spec,
      )
      assert.equal(site && new Date(site.spec.expiresAt).toISOString().slice(0, 10), '2026-11-07')
      assert.equal(site?.history[0]?.by, `${userInfo().username} (CLI)`, 'made for somebody, not by them')
    })

    it('tells all mistakes at once, by field', async () => {
      const { exitCode, stderr } = await at.type(
        `create Plum! ${order} --repository orchard/pear --until 2001-01-01 --json`,
      )
      assert.equal(exitCode, 1)
      const { errors } = z
        .object({ errors: z.array(z.object({ field: z.string(), code: z.string() }).loose()) })
        .parse(JSON.parse(stderr))
      assert.deepEqual(errors.map(({ field, code }) => `${field} ${code}`).toSorted(), [
        'lastDay date-past',
        'name name-not-a-label',
        'repository repository-missing',
      ])
    })

    it('takes what the form has boxes for', async () => {
      await at.type(`create damson ${order} --spot --spa-fallback`)
      await at.type(`create quince ${order}`)
      const flags = async (name: string) => {
        const site = await at.store.load(name)
        return [site?.spec.spot, site?.spec.spaFallback]
      }
      assert.deepEqual(await flags('damson'), [true, true])
      assert.deepEqual(await flags('quince'), [undefined, undefined])
    })

    it('takes and shows where the app is, and how it starts', async () => {
      await at.type(`create damson ${order} --app-directory apps/web --start-command node`)
      const site = await at.store.load('damson')
      assert.deepEqual([site?.spec.appDirectory, site?.spec.startCommand], ['apps/web', 'node'])
      const { stdout } = await at.type('show damson')
      assert.match(stdout, /^App directory: apps\/web\nStart command: node$/m)
      assert.doesNotMatch(stdout, /Published directory/)
      const { exitCode, stderr } = await at.type(`create quince ${order} --app-directory ..`)
      assert.equal(exitCode, 1)
      assert.match(stderr, /^App directory: Enter a directory in the repository/)
    })

    it('suggests a name in place of one that is none, in either language', async () => {
      const { exitCode, stderr } = await at.type(`create Spring_Sale ${order}`)
      assert.equal(exitCode, 1)
      assert.match(stderr, /^Name: .* How about spring-sale\?$/m)
      const japanese = await at.type(`create Spring_Sale ${order}`, { env: { LANG: 'ja_JP.UTF-8' } })
      assert.match(japanese.stderr, /例えば spring-sale はいかがでしょうか/)
    })

    it('refuses a name in use', async () => {
      const { exitCode, stderr } = await at.type(`create plum ${order}`)
      assert.equal(exitCode, 1)
      assert.match(stderr, /^Name: There's already a site named plum/)
    })

    it('says which commands of its own to type next', async () => {
      assert.match((await at.type('show quince')).stderr, /To see all sites, type pokopoko list\./)
      at = await aTerminal({ policy: { maxSitesPerPerson: 1 } })
      assert.equal((await at.type(`create damson ${order}`)).exitCode, 0)
      const { stderr } = await at.type(`create quince ${order}`)
      assert.match(stderr, /To see them, type pokopoko list --owner U0AKI\./)
    })

    it('says what it needs when there is nothing but the table', async () => {
      const bare = await aTerminal({ tableAlone: true })
      const { exitCode, stderr } = await bare.type(`create damson ${order}`)
      assert.equal(exitCode, 1)
      assert.match(stderr, /npm start/)
      assert.equal((await bare.type('sweep --dry-run')).exitCode, 1)
    })
  })

  describe('lists and shows', () => {
    const lists = [
      { line: 'list', names: ['plum'] },
      { line: 'list --owner U001', names: ['plum'] },
      { line: 'list --owner U002', names: [] },
      { line: 'list --channel C001', names: ['plum'] },
      { line: 'list --archived', names: [] },
      { line: 'list up orchard/plum', names: ['plum'] },
      { line: 'list owner:U001 --channel C001 plum', names: ['plum'] },
      { line: 'list up idle', names: [] },
      { line: 'list archived', names: [] },
    ]
    for (const { line, names } of lists) {
      it(line, async () => {
        const { stdout } = await at.type(`${line} --json`)
        const { sites } = z.object({ sites: z.array(z.object({ name: z.string() }).loose()) }).parse(JSON.parse(stdout))
        assert.deepEqual(
          sites.map(({ name }) => name),
          names,
        )
        assert.equal((await at.type(line)).stdout.includes('plum'), names.length > 0)
      })
    }

    it('says which word may have been meant, and which it cannot read', async () => {
      assert.equal((await at.type('list expirng')).stdout, 'No sites. Did you mean expiring?\n')
      const { exitCode, stderr } = await at.type('list ownr:U001')
      assert.equal(exitCode, 1)
      assert.match(stderr, /can't look for ownr:U001. Did you mean owner:U001\?/)
    })

    it('shows a site, without what a terminal would obey', async () => {
      const site = await at.site()
      const deploy = { commit: '1'.repeat(40), subject: '\u001B[2J evil\nName: other', author: 'Aki', at: 0 }
      await at.ports.store.save({ ...site, status: { ...site.status, deploy } })
      const { stdout } = await at.type('show plum')
      assert.match(stdout, /plum: Ready\nAddress: https:\/\/plum\.test\.example\.com\n/)
      assert.match(stdout, /^Commit: 1111111 .*evil Name: other/m)
      assert.ok(!stdout.includes('\u001B'))
    })

    it('tells what a sweep would do, and does nothing', async () => {
      const [machine] = at.machines()
      await at.ports.store.remove(await at.site())
      const { stdout } = await at.type('sweep --dry-run')
      assert.match(stdout, new RegExp(`first time: .*machine ${machine?.id}`))
      assert.equal(at.machines().length, 1)
      assert.match((await at.type('sweep --dry-run')).stdout, /first time: .*machine/)
    })

    it('speaks Japanese to who reads it', async () => {
      assert.match((await at.type('list', { env: { LANG: 'ja_JP.UTF-8' } })).stdout, /名前 +期限/)
      assert.match((await at.type('list', { env: { LANG: 'C.UTF-8', LOCALE: 'ja' } })).stdout, /名前 +期限/)
      assert.match((await at.type('list', { env: { LC_ALL: 'en_GB', LANG: 'ja_JP' } })).stdout, /NAME +UNTIL/)
    })
  })

  describe('owners', () => {
    for (const membership of ['guest', 'stranger', 'bot', 'deactivated', 'missing'] as const) {
      for (const line of [
        'owner plum U0WHO',
        `create damson --repository orchard/plum --owner U0WHO --channel C0HERE`,
      ]) {
        it(`${line.split(' ')[0]} takes nobody who is ${membership}`, async () => {
          at.chat.people.set('U0WHO', membership)
          const { exitCode, stderr } = await at.type(line)
          assert.equal(exitCode, 1)
          assert.match(stderr, /U0WHO/)
          assert.notEqual((await at.site()).spec.owner, 'U0WHO')
          assert.equal(await at.store.load('damson'), undefined)
        })
      }
    }

    it('are asked of Slack, so the table alone takes none', async () => {
      const alone = await aTerminal({ tableAlone: true })
      const { exitCode, stderr } = await alone.type('owner plum U0BEN')
      assert.equal(exitCode, 1)
      assert.match(stderr, /needs a running pokopoko/)
    })
  })

  describe('refuses', () => {
    const refusals = [
      { line: 'show pear', exitCode: 1, says: /no site named pear/ },
      { line: 'wake plum', exitCode: 1, says: /can't wake plum right now/ },
      { line: 'extend plum soon', exitCode: 1, says: /can't read soon/ },
      { line: 'owner plum aki', exitCode: 1, says: /Choose a person/ },
      { line: 'wakeup plum', exitCode: 2, says: /Unknown command: wakeup/ },
      { line: 'sleep', exitCode: 2, says: /NAME is missing/ },
      { line: 'password plum hunter2', exitCode: 2, says: /Unexpected argument: hunter2/ },
      { line: 'settings plum pear', exitCode: 2, says: /Unexpected argument: pear/ },
      { line: 'sleep pear --match up', exitCode: 2, says: /Unexpected argument: pear/ },
      { line: 'sleep --match up', exitCode: 2, says: /--yes/ },
      { line: 'sleep --match expirng --yes', exitCode: 1, says: /No sites. Did you mean expiring\?/ },
      { line: 'sleep --match ownr:aki --yes', exitCode: 1, says: /Did you mean owner:aki\?/ },
      { line: 'extend --match up --yes', exitCode: 2, says: /DAYS\|DATE is missing/ },
      { line: 'password --match up --yes', exitCode: 2, says: /doesn't accept --match/ },
      { line: 'sleep plum --owner U1', exitCode: 2, says: /sleep doesn't accept --owner/ },
      { line: 'sleep plum --quietly', exitCode: 2, says: /--quietly/ },
      { line: 'sweep', exitCode: 2, says: /--dry-run/ },
      { line: 'delete plum', exitCode: 2, says: /--yes/ },
      { line: 'create damson --owner U1 --channel C1', exitCode: 2, says: /--repository is missing/ },
      {
        line: 'create damson --repository a/b --owner aki --channel C1',
        exitCode: 2,
        says: /--owner needs a Slack id/,
      },
    ]
    for (const { line, exitCode, says } of refusals) {
      it(line, async () => {
        const before = await at.site()
        const result = await at.type(line)
        assert.equal(result.exitCode, exitCode)
        assert.match(result.stderr, says)
        assert.equal(result.stdout, '')
        assert.deepEqual(await at.site(), before)
      })
    }

    it('to leave whoever watches in the dark', async () => {
      const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      const { load } = at.ports.store
      at.ports.store.load = async (name) => {
        clock.tick(2000)
        return load(name)
      }
      const watched = await at.type('show plum', { isTTY: true }).finally(() => clock.restore())
      assert.deepEqual([watched.exitCode, watched.stderr], [0, 'This takes a while…\n'])
    })

    it('to go on when a fault of ours is in the way', async () => {
      at.ports.store.load = async () => {
        throw new Error('The table is on fire')
      }
      const { exitCode, stderr } = await at.type('show plum')
      assert.equal(exitCode, 3)
      assert.match(stderr, /The table is on fire/)
    })
  })

  describe('asks before it deletes', () => {
    for (const { input, isDone } of [
      { input: 'y\n', isDone: true },
      { input: 'YES\n', isDone: true },
      { input: '\n', isDone: false },
      { input: 'n\n', isDone: false },
      { input: '', isDone: false },
    ]) {
      it(`${JSON.stringify(input)} ${isDone ? 'does it' : 'leaves it'}`, async () => {
        const { exitCode, stderr } = await at.type('delete plum', { input, isTTY: true })
        assert.match(stderr, /Delete plum\? /)
        assert.equal(exitCode, isDone ? 0 : 1)
        assert.equal(phaseOf(await at.site()), isDone ? 'archiving' : 'ready')
      })
    }
  })
})
