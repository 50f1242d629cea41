import assert from 'node:assert/strict'
import * as z from 'zod'
import { DAY_MS, HOUR_MS } from '../../src/site/time.ts'
import { aSite } from '../support/a-site.ts'
import { aTerminal } from './a-terminal.ts'

/** An hour costs 2 while a site is up, and 1 while it's asleep. */
const prices = { currency: 'USD', sizes: { small: 1 }, disk: 730, archive: 365, source: 'our contract, 2026-10-01' }

async function withSites() {
  const at = await aTerminal({ policy: { prices } })
  const since = at.clock.now()
  const month = { from: since, spent: { asleep: 10 * HOUR_MS } }
  const usage = { state: 'asleep' as const, since: since + 10 * HOUR_MS, month }
  await at.store.create(aSite({ name: 'pear', spec: { owner: 'U0BEN' }, status: { usage } }))
  await at.store.create(aSite({ name: 'fig', spec: { owner: 'U0BEN', repository: 'orchard/fig', spot: true } }))
  at.clock.advance(DAY_MS)
  return at
}

describe('pokopoko costs', () => {
  it('shows what each site has cost this month, and costs a month as it was used', async () => {
    const at = await withSites()
    const { exitCode, stdout, stderr } = await at.type('costs')
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
    assert.deepEqual(stdout.split('\n'), [
      'NAME   SITES  THIS MONTH  A MONTH AS USED',
      'plum       1      $48.00        $1,460.00',
      'pear       1      $24.00          $730.00',
      'fig        1           –                –',
      'Total      3      $72.00        $2,190.00',
      'Not counted, because a price is not known: 1 site',
      'Prices: our contract, 2026-10-01',
      '',
    ])
  })

  it('sums up by owner, and by repository', async () => {
    const at = await withSites()
    const { stdout } = await at.type('costs --by owner', { env: { LANG: 'ja_JP.UTF-8' } })
    assert.match(stdout, /^担当者 .*今月/)
    assert.match(stdout, /^U0BEN +2 +\$24\.00 +\$730\.00$/m)
    assert.match(stdout, /単価が不明なため集計していないサイト: 1 件\n単価: our contract/)
    assert.match((await at.type('costs --by repository')).stdout, /^orchard\/plum +2 +\$72\.00 +\$2,190\.00$/m)
  })

  it('tells scripts in numbers', async () => {
    const at = await withSites()
    const costs = z.object({ currency: z.string(), total: z.unknown(), rows: z.array(z.unknown()) })
    const { currency, total, rows } = costs.parse(JSON.parse((await at.type('costs --by owner --json')).stdout))
    assert.deepEqual([currency, total], ['USD', { sites: 3, soFar: 72, monthly: 2190, unknown: 1 }])
    assert.deepEqual(rows[1], { name: 'U0BEN', sites: 2, soFar: 24, monthly: 730, unknown: 1 })
  })

  it('says where prices come from if there are none, and what to group by', async () => {
    const at = await aTerminal()
    assert.match((await at.type('costs')).stdout, /Prices are not set.*docs\/costs\.md/)
    const { exitCode, stderr } = await at.type('costs --by size')
    assert.deepEqual([exitCode, stderr], [2, 'pokopoko: --by needs site, owner, or repository.\n'])
  })

  it('keeps what a site has cost that was deleted, for as long as the month lasts', async () => {
    const at = await withSites()
    await at.type('delete plum --yes --without-archive')
    await at.settle()
    const { stdout } = await at.type('costs')
    assert.doesNotMatch(stdout, /plum/)
    assert.match(stdout, /^Deleted +\$48\.\d\d\nTotal +2 +\$72\.\d\d +\$730\.00$/m)
    at.clock.advance(31 * DAY_MS)
    assert.doesNotMatch((await at.type('costs')).stdout, /Deleted/)
  })

  it('shows no table without sites', async () => {
    const at = await aTerminal({ policy: { prices: { ...prices, sizes: {} } } })
    await at.type('delete plum --yes --without-archive')
    await at.settle()
    assert.equal((await at.type('costs')).stdout, 'No sites.\n')
  })
})
