import assert from 'node:assert/strict'
import type { Organization, Person } from '@pokopoko/slack-emulator'
import { MINUTE_MS } from '../../src/site/time.ts'
import { actionIds } from '../../views/action-ids.ts'
import { BOT_USER_ID, DESIGNERS, HERE } from './a-slack.ts'
import { aTeam } from './a-team.ts'
import { words } from './member.ts'

const organization = (isInstalledOrgWide: boolean): Organization => ({ id: 'E0ACME', name: 'Acme', isInstalledOrgWide })
const english = { locale: 'en-GB', tz: 'Europe/London' }
const morePeople: Person[] = [
  { id: 'W0WIM', name: 'wim', realName: 'Wim Smit', ...english },
  { id: 'W0OLA', name: 'ola', realName: 'Ola Berg', ...english, teams: ['T0BRANCH', 'T0LAB'] },
  { id: 'W0ORA', name: 'ora', realName: 'Ora Levi', ...english, teams: ['T0BRANCH'], isOrganizationAdmin: true },
]
const aGrid = (isOrgWide: boolean, policy: NonNullable<Parameters<typeof aTeam>[0]>['policy'] = {}) =>
  aTeam({ policy, slackOptions: { organization: organization(isOrgWide), morePeople } })

describe('in an organization, where the app is installed in all of it', () => {
  it('takes its people for members, whatever their workspace', async () => {
    const team = await aGrid(true)
    await team.has('plum')
    for (const id of ['W0WIM', 'W0OLA', 'U0BEN']) {
      const answer = words(await team.member(id).testsite('show plum'))
      assert.match(answer, /\*Ready\*/, id)
    }
    const wim = team.member('W0WIM')
    await wim.testsite('new fig acme/website')
    assert.match(words(await wim.submits()), /Password: `/)
    assert.equal((await team.site('fig')).spec.owner, 'W0WIM')
    await wim.opensHome()
    await wim.clicks('home', actionIds.more, { site: 'fig', pick: 'Sleep' })
    assert.equal((await team.site('fig')).spec.desired, 'asleep')
    await team.close()
  })

  it('takes for strangers whom a shared channel connects, and for guests who are', async () => {
    const team = await aGrid(true)
    await team.has('plum')
    assert.match(words(await team.member('U0SAM').testsite('show plum')), /you're in another one/)
    assert.match(words(await team.member('U0GINA').testsite('show plum')), /メンバー専用/)
    await team.close()
  })

  it('takes its admins for admins', async () => {
    const team = await aGrid(true, { permissions: { sleep: 'admins' } })
    await team.has('plum')
    assert.match(words(await team.member('W0WIM').testsite('sleep plum')), /Only admins/)
    assert.match(words(await team.member('W0ORA').testsite('sleep plum')), /is going to sleep/)
    await team.close()
  })

  it('asks for user groups with the workspace that a token of an organization wants', async () => {
    const team = await aGrid(true, { creatorGroups: [DESIGNERS] })
    await team.chie.testsite('new plum')
    assert.equal(team.chie.holds('name'), 'plum')
    assert.match(words(await team.ben.testsite('new plum')), /You can't create sites here/)
    await team.close()
  })
})

describe('in an organization, where the app is installed in one workspace', () => {
  it('takes for members who belong to that, and for strangers who do not', async () => {
    const team = await aGrid(false)
    await team.has('plum')
    assert.match(words(await team.member('W0WIM').testsite('show plum')), /\*Ready\*/)
    assert.match(words(await team.member('W0OLA').testsite('show plum')), /you're in another one/)
    await team.close()
  })

  it('takes no admin of the organization for one of the workspace', async () => {
    const team = await aGrid(false, { permissions: { sleep: 'admins' } })
    await team.has('plum')
    assert.match(words(await team.member('W0ORA').testsite('sleep plum')), /you're in another one/)
    await team.close()
  })
})

describe('a group direct message', () => {
  const GROUP = 'C0GROUP'
  const aGroup = () =>
    aTeam({
      slackOptions: {
        moreChannels: [
          { id: GROUP, name: 'mpdm-ben--chie-1', isMpim: true, members: ['U0BEN', 'U0CHIE', BOT_USER_ID] },
        ],
      },
    })

  it('has the card and the warnings of a site that was made there', async () => {
    const team = await aGroup()
    await team.ben.testsite('new plum acme/website', GROUP)
    await team.ben.wantsMore()
    assert.equal(team.ben.holds('channel'), GROUP)
    assert.equal((await team.ben.submits())?.channel, GROUP)
    assert.equal((await team.site('plum')).spec.channel, GROUP)
    assert.match(words(await team.card('plum')), /\*Ready\*/)
    assert.deepEqual(team.inChannel(HERE), [])
    await team.close()
  })

  it('is offered for a card', async () => {
    const team = await aGroup()
    await team.ben.testsite('new plum acme/website')
    await team.ben.fills({ channel: GROUP })
    await team.ben.submits()
    assert.match(words(await team.card('plum')), /\*Ready\*/)
    await team.close()
  })

  it('has each message once, though who posted it died before writing that down', async () => {
    const team = await aGroup()
    await team.has('plum', { channel: GROUP })
    const site = await team.site('plum')
    const { notifications } = site.status
    assert.ok(notifications.ready !== undefined)
    const { ts: _, ...claim } = notifications.ready
    await team.store.save({ ...site, status: { ...site.status, notifications: { ...notifications, ready: claim } } })
    await team.pass(2 * MINUTE_MS)
    assert.equal(team.inThreads(GROUP).length, 1)
    assert.equal((await team.site('plum')).status.notifications.ready?.ts, team.inThreads(GROUP)[0]?.ts)
    await team.close()
  })
})
