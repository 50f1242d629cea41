import assert from 'node:assert/strict'
import { aTerminal } from './a-terminal.ts'

describe('pokopoko environment', () => {
  let at: Awaited<ReturnType<typeof aTerminal>>
  beforeEach(async () => {
    at = await aTerminal()
  })
  const variables = async () => {
    const { id, spec } = await at.site()
    return spec.environment?.key === undefined ? {} : at.ports.environments.load({ id }, spec.environment.key)
  }

  it('reads lines from standard input, and repeats no value', async () => {
    const first = await at.type('environment plum', { input: 'API_KEY=secret-1\nMODE=secret-2\n' })
    assert.deepEqual([first.exitCode, first.stderr], [0, ''])
    assert.match(first.stdout, /plum is getting its new environment/)
    const second = await at.type('env plum --remove MODE --json', { input: 'OTHER=secret-3' })
    assert.equal(second.exitCode, 0)
    assert.deepEqual(await variables(), { API_KEY: 'secret-1', OTHER: 'secret-3' })
    assert.doesNotMatch(`${first.stdout}${second.stdout}`, /secret-/)
  })

  it('removes without anything on standard input', async () => {
    await at.type('environment plum', { input: 'API_KEY=secret-1\nMODE=secret-2\n' })
    await at.type('environment plum --remove API_KEY,MODE', { isTTY: true })
    assert.deepEqual(await variables(), {})
  })

  it('lists names', async () => {
    assert.equal((await at.type('environment plum', { isTTY: true })).stdout, 'No variables.\n')
    await at.type('environment plum', { input: 'MODE=secret-2\nAPI_KEY=secret-1' })
    const before = await at.site()
    assert.equal((await at.type('environment plum')).stdout, 'API_KEY\nMODE\n')
    const { stdout } = await at.type('environment plum --json', { isTTY: true })
    assert.deepEqual(JSON.parse(stdout), {
      site: { name: 'plum' },
      environment: ['API_KEY', 'MODE'],
      repositoryEnvironment: [],
    })
    assert.deepEqual(await at.site(), before)
  })

  it('is set for all sites of the repository, too', async () => {
    const first = await at.type('environment plum --scope repository', { input: 'API_KEY=secret-1\nMODE=secret-2' })
    assert.match(first.stdout, /All sites of orchard\/plum are getting the new environment/)
    await at.settle()
    assert.deepEqual(at.jobs('environment'), [
      { kind: 'environment', environment: { API_KEY: 'secret-1', MODE: 'secret-2' } },
    ])
    await at.type('environment orchard/plum --remove MODE', { isTTY: true })
    await at.settle()
    assert.deepEqual(at.jobs('environment').at(-1), { kind: 'environment', environment: { API_KEY: 'secret-1' } })
    await at.type('environment plum', { input: 'OWN=secret-3' })
    assert.equal((await at.type('environment plum', { isTTY: true })).stdout, 'OWN\nAPI_KEY (orchard/plum)\n')
    assert.equal((await at.type('environment plum --scope site', { isTTY: true })).stdout, 'OWN\n')
    assert.equal((await at.type('environment orchard/plum', { isTTY: true })).stdout, 'API_KEY\n')
    assert.match((await at.type('environment plum --scope all', { input: 'A=1' })).stderr, /Write site or repository/)
  })

  it('of a repository can be removed when its sites are gone', async () => {
    await at.type('environment plum --scope repository', { input: 'API_KEY=secret-1' })
    await at.settle()
    await at.type('delete-without-archive plum --yes')
    await at.settle()
    assert.equal((await at.type('environment orchard/plum', { isTTY: true })).stdout, 'API_KEY\n')
    const { exitCode } = await at.type('environment Orchard/Plum --remove API_KEY', { isTTY: true })
    assert.equal(exitCode, 0)
    assert.equal((await at.type('environment orchard/plum', { isTTY: true })).stdout, 'No variables.\n')
  })

  it('says which line it cannot read, and not what is in it', async () => {
    const { exitCode, stderr } = await at.type('environment plum', { input: 'A=1\nsecret-1' })
    assert.equal(exitCode, 1)
    assert.match(stderr, /line 2/)
    assert.doesNotMatch(stderr, /secret/)
  })

  it('takes no value as an argument', async () => {
    assert.equal((await at.type('environment plum A=secret-1')).exitCode, 2)
  })
})
