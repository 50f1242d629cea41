import assert from 'node:assert/strict'
import * as z from 'zod'
import { DAY_MS } from '../../src/site/time.ts'
import { aTerminal } from './a-terminal.ts'

const lineSchema = z.record(z.string(), z.unknown())

function linesOf(stdout: string) {
  const lines = stdout.split('\n').filter(Boolean)
  return lines.map((line) => lineSchema.parse(JSON.parse(line)))
}

describe('pokopoko audit', () => {
  it('prints who changed what, and when, also of sites that are gone', async () => {
    const at = await aTerminal()
    const before = linesOf((await at.type('audit')).stdout).length
    await at.type('redeploy plum --as nadia')
    at.clock.advance(DAY_MS)
    await at.type('delete plum --yes --without-archive --as ben')
    await at.settle()
    assert.equal(await at.store.load('plum'), undefined)

    const { exitCode, stdout, stderr } = await at.type('audit')
    assert.deepEqual([exitCode, stderr], [0, ''])
    const lines = linesOf(stdout).slice(before)
    const told = lines.map(({ site, repository, by, action }) => [site, repository, by, action])
    assert.deepEqual(told, [
      ['plum', 'orchard/plum', 'nadia', 'redeploy'],
      ['plum', 'orchard/plum', 'ben', 'delete-without-archive'],
    ])
    assert.equal(Date.parse(String(lines[1]?.['at'])) - Date.parse(String(lines[0]?.['at'])), DAY_MS)

    const since = new Date(at.clock.now()).toISOString().slice(0, 10)
    assert.equal(linesOf((await at.type(`audit --since ${since}`)).stdout).length, 1)
    assert.equal((await at.type('audit --since 2999-01-01')).stdout, '')
  })

  it('forgets after a year', async () => {
    const at = await aTerminal()
    await at.type('delete plum --yes --without-archive')
    await at.settle()
    assert.notEqual((await at.type('audit')).stdout, '')
    at.clock.advance(366 * DAY_MS)
    assert.equal((await at.type('audit')).stdout, '')
  })

  it('has names of what was set, and no values', async () => {
    const at = await aTerminal()
    await at.type('environment plum', { input: 'STRIPE_KEY=sk_live_plum' })
    await at.type('change-password plum --password-stdin', { input: 'a good long password' })
    await at.settle()
    const { stdout } = await at.type('audit')
    assert.match(stdout, /"action":"environment".*STRIPE_KEY/)
    assert.doesNotMatch(stdout, /sk_live_plum|good long/)
  })

  it('takes a date, and nothing else', async () => {
    const at = await aTerminal()
    const { exitCode, stderr } = await at.type('audit --since yesterday')
    assert.deepEqual([exitCode, stderr], [2, 'pokopoko: --since needs a date, such as 2026-11-01.\n'])
    assert.match((await at.type('audit --since 2026-02-30', { env: { LANG: 'ja_JP.UTF-8' } })).stderr, /日付を指定/)
  })
})
