import assert from 'node:assert/strict'
import { aTerminal } from './a-terminal.ts'

describe('pokopoko settings', () => {
  let at: Awaited<ReturnType<typeof aTerminal>>
  beforeEach(async () => {
    at = await aTerminal()
  })

  it('changes what is given, and leaves the rest', async () => {
    const line = 'settings plum --app-directory apps/web --published-directory out --services redis,mariadb'
    const { exitCode, stdout, stderr } = await at.type(`${line} --shared-directories uploads,data`)
    assert.deepEqual([exitCode, stderr], [0, ''])
    assert.match(stdout, /^Saved for plum: app-directory, published-directory, services, shared-directories\./)
    assert.equal((await at.type('settings plum --start-command=./run')).exitCode, 0)
    await at.settle()
    const job = at.jobs('set-up').at(-1)
    assert.ok(job?.kind === 'set-up')
    const { appDirectory, documentRoot, startCommand, services, sharedDirectories } = job
    assert.deepEqual(
      [appDirectory, documentRoot, startCommand, services, sharedDirectories],
      ['apps/web', 'out', './run', ['mariadb', 'redis'], ['uploads', 'data']],
    )
  })

  it('lists them, and resets those that are empty', async () => {
    await at.type('settings plum --app-directory apps/web --services none')
    const { stdout } = await at.type('settings plum')
    assert.match(stdout, /App directory: apps\/web\n.*Databases: none\n/s)
    const json = (await at.type('settings plum --json')).stdout
    assert.match(json, /"app-directory": "apps\/web".*"start-command": "".*"services": "none"/s)
    await at.type('settings plum --app-directory= --services= --published-directory=')
    assert.equal(
      (await at.type('settings plum')).stdout,
      'Branch: main\nSize: small\nImage: debian-12\nTeam with SSH access: growers\nChannel for its card: C001\n',
    )
    assert.doesNotMatch((await at.type('show plum')).stdout, /App directory|Databases/)
  })

  it('says what is wrong, and changes nothing', async () => {
    const before = await at.site()
    for (const [options, says] of [
      ['--services mysql', /Choose from mariadb, postgresql, redis/],
      ['--services none,redis', /or only none/],
      ['--app-directory ../x', /such as apps\/web/],
      ['--branch nowhere', /has no branch nowhere/],
      ['--image debian-9', /no longer available/],
    ] as const) {
      const { exitCode, stderr } = await at.type(`settings plum ${options}`)
      assert.equal(exitCode, 1)
      assert.match(stderr, says)
    }
    assert.equal((await at.type('settings plum --document-root x')).exitCode, 2)
    assert.equal((await at.type('settings plum apps/web')).exitCode, 2)
    assert.deepEqual(await at.site(), before)
  })

  it('switches what is on or off, and shows the note', async () => {
    await at.type('settings plum --spa-fallback --note=Orchard')
    const { spec } = await at.site()
    assert.deepEqual([spec.spaFallback, spec.note], [true, 'Orchard'])
    assert.match(
      (await at.type('show plum')).stdout,
      /Single-page app: yes\nSize: .*\nImage: .*\nTeam with .*\nChannel .*\nNote: Orchard/,
    )
    assert.match((await at.type('list')).stdout, / · Orchard/)
    await at.type('settings plum --no-spa-fallback --note=')
    const { spaFallback, note } = (await at.site()).spec
    assert.deepEqual([spaFallback, note], [undefined, undefined])
  })

  it('ask before another size, which stops the site, and refuse what its machine cannot have', async () => {
    assert.deepEqual((await at.type('settings plum --size t3.large')).exitCode, 2)
    const asked = await at.type('settings plum --size t3.large', { isTTY: true, input: 'n\n' })
    assert.match(asked.stderr, /stops plum for a minute or two/)
    assert.equal((await at.site()).spec.size, 'small')
    const unfit = await at.type('settings plum --size t4g.large --yes')
    assert.match(unfit.stderr, /can't be a t4g\.large\. Choose one of these: small, t3\.large/)
    assert.equal((await at.type('settings plum --size t3.large --yes')).exitCode, 0)
    await at.settle()
    assert.equal(at.machines()[0]?.size, 't3.large')
  })

  it('can be given for a new site', async () => {
    const order = 'create fig --repository orchard/plum --owner U0AKI --channel C0HERE'
    const { exitCode, stderr } = await at.type(
      `${order} --services none --shared-directories up --published-directory out`,
    )
    assert.deepEqual([exitCode, stderr], [0, ''])
    const { spec } = (await at.store.load('fig')) ?? assert.fail()
    assert.deepEqual([spec.services, spec.sharedDirectories, spec.documentRoot], [[], ['up'], 'out'])
  })
})
