import assert from 'node:assert/strict'
import { createSiteStore } from '../../src/aws/site-store.ts'
import { signedEvent } from '../support/signed-event.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { callbackIds, encodeContext, inputIds } from '../../views/action-ids.ts'
import { openTemporaryTable } from '../support/open-table.ts'
import { HERE, SIGNING_SECRET, TEAM_ID } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { type Member, words } from './member.ts'

const orders = async (who: Member, name: string) => {
  await who.testsite(`new ${name} acme/website#main`)
  return who.submits()
}
const FULL = /<@U0BEN> already has 2 sites that are up or asleep, the most that anyone can have/

describe('how many sites there may be', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam({ policy: { maxSites: 3, maxSitesPerPerson: 2 } })
    for (const name of ['plum', 'pear']) await orders(team.ben, name)
  })
  afterEach(() => team.close())

  it('is refused past a person, whose form stays for when there is room', async () => {
    const { ben } = team
    await orders(ben, 'fig')
    assert.match(words(ben.modal().view), FULL)
    assert.equal(await team.store.load('fig'), undefined)
    await team.chie.confirms('delete plum')
    await team.workspace.close(ben.id, ben.modal().id)
    await ben.submits()
    assert.equal((await team.site('fig')).spec.owner, ben.id)
  })

  it('is refused past all together', async () => {
    await orders(team.chie, 'fig')
    await orders(team.aki, 'quince')
    assert.match(words(team.aki.modal().view), /全体の上限の 3 件に達しています/)
    assert.equal(await team.store.load('quince'), undefined)
  })

  it('counts what comes back from the archive', async () => {
    await team.ben.confirms('delete plum')
    await orders(team.ben, 'fig')
    assert.match(words(await team.chie.testsite('restore plum')), FULL)
    assert.equal(phaseOf(await team.site('plum')), 'archived')
    await team.ben.confirms('delete fig')
    assert.match(words(await team.chie.testsite('restore plum')), /is coming back/)
  })

  it('counts sleepers, and nothing that fell to an error or to its time', async () => {
    await team.ben.testsite('sleep plum')
    await orders(team.ben, 'fig')
    assert.match(words(team.ben.modal().view), FULL)
    await team.pass(15 * DAY_MS)
    assert.equal(phaseOf(await team.site('plum')), 'archived')
    assert.deepEqual(await team.store.quotaEntries(), [])
  })

  it('counts for who was handed a site', async () => {
    await orders(team.chie, 'fig')
    assert.match(words(await team.chie.testsite('owner fig @ben')), FULL)
    assert.match(words(await team.ben.testsite('owner plum @chie')), /now belongs to <@U0CHIE>/)
    const owners = (await team.store.quotaEntries()).map(({ owner }) => owner)
    assert.deepEqual(owners.toSorted(), ['U0BEN', 'U0CHIE', 'U0CHIE'])
  })

  it('is counted anew for no name that was taken', async () => {
    const { chie } = team
    await chie.testsite('new fig acme/website#main')
    const create = team.store.create
    team.store.create = async (site) => {
      team.store.create = create
      await team.has('fig')
      return create(site)
    }
    await chie.submits()
    assert.match(words(chie.errors()), /already a site named fig/)
    assert.deepEqual(
      (await team.store.quotaEntries()).filter(({ owner }) => owner === chie.id),
      [],
    )
  })
})

describe('fifty orders at once', () => {
  it('never get more than there are, on the real table', async () => {
    const table = await openTemporaryTable()
    const store = createSiteStore(table)
    const team = await aTeam({ store, withoutReconciler: true, policy: { maxSites: 5, maxSitesPerPerson: 2 } })
    const people = [team.aki.id, team.ben.id, team.chie.id]
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        team.handler(anOrder(people[index % people.length] ?? '', `site-${index}`)),
      ),
    )
    const refused = answers.filter(({ body }) => body?.includes('"push"'))
    assert.equal(refused.length, 45)
    const { sites } = await store.list({ by: 'life', life: 'live' }, { limit: 50 })
    assert.equal(sites.length, 5)
    for (const id of people) assert.ok(sites.filter(({ spec }) => spec.owner === id).length <= 2)
    const counted = (await store.quotaEntries()).map(({ siteId }) => siteId)
    assert.deepEqual(counted.toSorted(), sites.map(({ id }) => id).toSorted())
    // One process hashes fifty passwords here, where each order has a function of its own there.
    const late = team.takeReports().filter(({ error }) => !/not acknowledged within/.test(String(error)))
    assert.deepEqual(late, [])
    await team.close()
    await table.close()
  })
})

/** A submission of the create form as Slack sends it, made without a form that was opened. */
function anOrder(user: string, name: string) {
  const values = {
    ...typed('plain_text_input', 'value', {
      [inputIds.name]: name,
      [inputIds.documentRoot]: 'public',
      [inputIds.accessUser]: 'guest',
      [inputIds.password]: 'correct horse',
    }),
    ...typed('datepicker', 'selected_date', { [inputIds.lastDay]: '2026-11-16' }),
    ...typed('conversations_select', 'selected_conversation', { [inputIds.channel]: HERE }),
    ...picked({
      [inputIds.repository]: 'acme/website',
      [inputIds.branch]: 'main',
      [inputIds.image]: 'debian-12',
      [inputIds.size]: 'small',
    }),
  }
  const payload = {
    type: 'view_submission',
    team: { id: TEAM_ID },
    user: { id: user, team_id: TEAM_ID },
    view: {
      id: 'V0ORDER',
      type: 'modal',
      callback_id: callbackIds.createForm,
      private_metadata: encodeContext({ channel: HERE }),
      state: { values },
    },
  }
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  return signedEvent({ kind: 'form', body }, SIGNING_SECRET, Date.now())
}

function typed(type: string, key: string, inputs: Record<string, string>) {
  return Object.fromEntries(Object.entries(inputs).map(([id, value]) => [id, { [id]: { type, [key]: value } }]))
}

function picked(inputs: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(inputs).map(([id, value]) => [
      id,
      { [id]: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: value }, value } } },
    ]),
  )
}
