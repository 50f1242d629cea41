import assert from 'node:assert/strict'
import * as z from 'zod'
import { shareOfToken, withOpening } from '../../src/site/shares.ts'
import { aTerminal } from './a-terminal.ts'

const LINK = /https:\/\/\S+\/_pokopoko\/share\/([\w-]{43})/
const madeSchema = z.object({ link: z.string(), message: z.string() })
const sharesSchema = z.object({ shares: z.array(z.looseObject({ client: z.string(), opened: z.number() })) })

describe('pokopoko share', () => {
  let at: Awaited<ReturnType<typeof aTerminal>>
  beforeEach(async () => {
    at = await aTerminal()
  })

  it('prints the message to the client once, and shows how often the link was opened', async () => {
    const made = await at.type('share plum Aoyama Books --path /products/ --language ja', {})
    assert.deepEqual([made.exitCode, made.stderr], [0, ''])
    assert.match(made.stdout, /Aoyama Books now has a link to plum/)
    assert.match(made.stdout, /下記のリンクから/)
    const token = LINK.exec(made.stdout)?.[1] ?? assert.fail(made.stdout)
    const site = await at.site()
    const share = shareOfToken(site, token, at.ports.clock.now()) ?? assert.fail()
    assert.deepEqual([share.client, share.path], ['Aoyama Books', '/products/'])
    assert.match((await at.type('shares plum', {})).stdout, /Aoyama Books: not opened yet/)
    await at.ports.store.save(withOpening(site, share, at.ports.clock.now()))
    const shown = await at.type('show plum', {})
    assert.match(shown.stdout, /Aoyama Books: opened once, last /)
    const json = await at.type('shares plum --json', {})
    const { shares } = sharesSchema.parse(JSON.parse(json.stdout))
    assert.deepEqual(
      shares.map(({ client, opened }) => [client, opened]),
      [['Aoyama Books', 1]],
    )
    for (const { stdout } of [shown, json]) assert.ok(!stdout.includes(token) && !stdout.includes(share.tokenHash))
  })

  it('gives scripts the link, and revokes one or all, after asking', async () => {
    const made = madeSchema.parse(JSON.parse((await at.type('share plum Baker --until 3 --json', {})).stdout))
    assert.match(made.link, LINK)
    assert.ok(made.message.includes(made.link))
    await at.type('share plum Chen', {})
    assert.equal((await at.type('revoke-share plum baker', {})).exitCode, 0)
    assert.deepEqual(
      (await at.site()).spec.access.shares?.map(({ client }) => client),
      ['Chen'],
    )
    assert.equal((await at.type('revoke-all-shares plum --yes', {})).exitCode, 0)
    assert.equal((await at.site()).spec.access.shares, undefined)
    assert.match((await at.type('shares plum', {})).stdout, /No client has a link to plum/)
  })

  it('takes one site, one name for each client, and one of two languages', async () => {
    for (const line of ['share plum', 'share plum Aoyama --language fr', 'share plum Aoyama --path products'])
      assert.equal((await at.type(line, {})).exitCode === 0, false, line)
    assert.equal((await at.site()).spec.access.shares, undefined)
  })
})
