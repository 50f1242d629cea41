import assert from 'node:assert/strict'
import { DAY_MS } from '../../src/site/time.ts'
import { aTerminal } from './a-terminal.ts'

const FIELD = 'Xf0GITHUB'
const order = '--repository orchard/plum --channel C0HERE'

describe('pokopoko, where creators need access to a repository', () => {
  let at: Awaited<ReturnType<typeof aTerminal>>
  beforeEach(async () => {
    at = await aTerminal({ policy: { creatorsNeedAccess: FIELD } })
    at.codeHost.setReaders('orchard/plum', ['aki'])
    at.chat.fields.set(`U0AKI ${FIELD}`, 'https://github.com/aki')
    at.chat.fields.set(`U0BEN ${FIELD}`, 'ben')
    at.chat.fields.set(`U0CHIE ${FIELD}`, 'no login')
  })
  const refused = async (line: string, says: RegExp) => {
    const { exitCode, stderr } = await at.type(line)
    assert.equal(exitCode, 1, line)
    assert.match(stderr, says)
  }

  it('creates a site for an owner who can read the repository', async () => {
    await refused(`create damson ${order} --owner U0BEN`, /^Repository: On GitHub, ben can't read orchard\/plum/)
    await refused(`create damson ${order} --owner U0DAN`, /The Slack profile of U0DAN has no GitHub login/)
    await refused(`create damson ${order} --owner U0CHIE`, /The GitHub login in the Slack profile of U0CHIE isn't one/)
    await refused(`create damson ${order} --owner U0DAN --as U0DAN`, /Your Slack profile has no GitHub login/)
    assert.equal(await at.store.load('damson'), undefined)
    assert.equal((await at.type(`create damson ${order} --owner U0AKI`)).exitCode, 0)
  })

  it('restores, changes, and gives sites to whom it is told to act as, if they can read them', async () => {
    await at.type('delete plum --yes')
    await refused('restore plum --as U0BEN', /On GitHub, ben can't read orchard\/plum/)
    assert.equal((await at.site()).spec.desired, 'archived')
    assert.equal((await at.type('restore plum --as U0AKI')).exitCode, 0)
    await refused('settings plum --published-directory out --as U0BEN', /On GitHub, ben can't read/)
    assert.equal((await at.type('settings plum --published-directory out --as U0AKI')).exitCode, 0)
    at.chat.people.set((await at.site()).spec.owner, 'deactivated')
    await at.pass(DAY_MS)
    await at.settle()
    await refused('adopt plum --as U0BEN', /On GitHub, ben can't read/)
    assert.equal((await at.type('adopt plum --as U0AKI')).exitCode, 0)
    assert.equal((await at.site()).spec.owner, 'U0AKI')
  })

  it('lets whoever has the keys of the platform do all that', async () => {
    await at.type('delete plum --yes')
    assert.equal((await at.type('restore plum')).exitCode, 0)
    assert.equal((await at.type('settings plum --published-directory out --as aki')).exitCode, 0)
  })

  it('does nothing while GitHub or Slack does not answer', async () => {
    const { chat, codeHost } = at.ports
    const { canRead } = codeHost
    codeHost.canRead = () => Promise.reject(new Error('GitHub is down'))
    const line = `create damson ${order} --owner U0AKI`
    assert.match((await at.type(line)).stderr, /GitHub is down/)
    codeHost.canRead = canRead
    chat.profileField = () => Promise.reject(new Error('Slack is down'))
    assert.match((await at.type(line)).stderr, /Slack is down/)
    assert.equal(await at.store.load('damson'), undefined)
  })

  it('says what it needs when there is nothing but the table', async () => {
    const bare = await aTerminal({ tableAlone: true, policy: { creatorsNeedAccess: FIELD } })
    await bare.type('delete plum --yes')
    assert.match((await bare.type('restore plum --as U0AKI')).stderr, /npm start/)
    assert.equal((await bare.site()).spec.desired, 'archived')
  })
})
