import assert from 'node:assert/strict'
import { shareOfToken, shareTokenHash, withOpening } from '../../src/site/shares.ts'
import { actionIds, buttonId } from '../../views/action-ids.ts'
import { aTeam, type Team } from './a-team.ts'
import { HERE } from './a-slack.ts'
import { words } from './member.ts'

const LINK = /https:\/\/plum\.test\.example\.com\/_pokopoko\/share\/([\w-]{43})/

describe('a link for a client', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  const tokenIn = (answer: Parameters<typeof words>[0]) => LINK.exec(words(answer))?.[1] ?? assert.fail('no link')
  const shares = async () => (await team.site('plum')).spec.access.shares ?? []
  const idsOnMachine = () => team.machines.machines()[0]?.disk.access?.shares?.ids
  const form = async (fields: Record<string, string>, button = buttonId('share')) => {
    await team.ben.clicks(await team.card('plum'), button)
    await team.ben.fills(fields)
    return team.ben.submits()
  }

  it('is made by the form, with a message for them in their language, and shown once', async () => {
    const answer = await form({
      client: 'Aoyama Books',
      until: '2026-11-10',
      path: 'https://plum.test.example.com/products/?page=2',
      language: 'Japanese (日本語)',
    })
    const token = tokenIn(answer)
    assert.equal(answer?.ephemeralFor, team.ben.id)
    assert.match(words(answer), /下記のリンクからご確認ください[^]+2026\/11\/10/)
    assert.doesNotMatch(words(answer.blocks).replace('/_pokopoko/share/', ''), /Slack|pokopoko/i)
    assert.ok(!answer.text.includes(token), 'no notification shows it')
    const [share] = await shares()
    assert.deepEqual(
      [share?.client, share?.path, share?.by, share?.tokenHash],
      ['Aoyama Books', '/products/?page=2', team.ben.id, shareTokenHash(token)],
    )
    assert.ok(!JSON.stringify(await team.site('plum')).includes(token))
    assert.ok(!JSON.stringify([await team.card('plum'), team.inChannel(), team.inThreads()]).includes(token))
    assert.match(words(await team.card('plum')), /Aoyama Books\*: not opened yet · until/)
  })

  it('is made by a command, in the language of who types it, and of another client as well', async () => {
    const english = await team.ben.testsite('share plum Aoyama Books', HERE)
    assert.match(words(english), /Here is the preview of your website/)
    const japanese = await team.aki.testsite('共有 plum 青山書店', HERE)
    assert.match(words(japanese), /青山書店\*? 様への案内文/)
    assert.match(words(japanese), /パスワードは不要/)
    const site = await team.site('plum')
    const clients = [english, japanese].map((answer) => shareOfToken(site, tokenIn(answer), team.clock.now())?.client)
    assert.deepEqual(clients, ['Aoyama Books', '青山書店'])
    assert.deepEqual(
      idsOnMachine(),
      (await shares()).map(({ id }) => id),
    )
  })

  it('is told about in the list, with how often and when it was opened', async () => {
    assert.match(words(await team.ben.testsite('shares plum', HERE)), /No client has a link/)
    for (const client of ['Aoyama', 'Baker', 'Chen', 'Dora']) await team.ben.testsite(`share plum ${client}`, HERE)
    const site = await team.site('plum')
    const [first] = await shares()
    await team.store.save(withOpening(site, first ?? assert.fail(), team.clock.now()))
    await team.reconcile('plum')
    const listed = words(await team.ben.testsite('shares plum', HERE))
    assert.match(listed, /\*Aoyama\*: opened once, last /)
    assert.match(listed, /\*Dora\*: not opened yet/)
    const card = words(await team.card('plum'))
    assert.match(card, /\*Aoyama\*: opened once, last /)
    assert.match(card, /and 1 more/)
  })

  it('is refused where it makes no sense, at its field', async () => {
    await team.ben.testsite('share plum Aoyama', HERE)
    const again = await team.ben.testsite('share plum aoyama', HERE)
    assert.match(words(again), /has a link already/)
    await team.ben.clicks(await team.card('plum'), buttonId('share'))
    for (const [fields, field, error] of [
      [{ client: ' ' }, 'client', /1 to 80 characters/],
      [{ client: 'Baker', path: 'products' }, 'path', /Start the page with a slash/],
      [{ client: 'Baker', path: 'https://fig.test.example.com/' }, 'path', /another site/],
      [{ client: 'Baker', path: '/', until: '2020-01-01' }, 'until', /first possible|earliest|or later|from/i],
    ] as const) {
      await team.ben.fills(fields)
      await team.ben.submits()
      assert.match(team.ben.errors()[field] ?? '', error, JSON.stringify(fields))
    }
    assert.equal((await shares()).length, 1)
  })

  it('is revoked alone from the card, or with all others, which asks first', async () => {
    for (const client of ['Aoyama', 'Baker', 'Chen']) await team.ben.testsite(`share plum ${client}`, HERE)
    const list = (await team.ben.testsite('shares plum', HERE)) ?? assert.fail()
    assert.deepEqual(team.ben.menu(list), ['Revoke link…', 'Revoke all links…'])
    assert.ok(team.ben.menu(await team.card('plum')).includes('Revoke link…'))
    await team.ben.clicks(list, actionIds.more, { pick: 'Revoke link…' })
    await team.ben.fills({ client: 'Baker' })
    assert.match(words(await team.ben.submits()), /link of `Baker` to \*plum\* stops working/)
    assert.deepEqual(
      (await shares()).map(({ client }) => client),
      ['Aoyama', 'Chen'],
    )
    assert.match(words(await team.ben.testsite('revoke-share plum Nobody', HERE)), /No client of that name/)
    await team.ben.testsite('revoke-share plum AOYAMA', HERE)
    await team.ben.testsite('revoke-all-shares plum', HERE)
    assert.match(words(team.ben.modal().view), /Revoke all links to plum\?/)
    await team.ben.submits()
    assert.deepEqual(await shares(), [])
    assert.deepEqual(idsOnMachine(), [])
    assert.match(words(await team.ben.testsite('revoke-all-shares plum', HERE)), /No client has a link/)
  })
})
