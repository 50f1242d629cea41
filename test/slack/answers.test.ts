import assert from 'node:assert/strict'
import { phaseOf } from '../../src/site/phase.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { actionIds, buttonId, inputIds, presetButtonId } from '../../views/action-ids.ts'
import { ELSEWHERE, HERE } from './a-slack.ts'
import { inVirtualTime } from '../support/virtual-time.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

describe('answers to clicks', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  /** The warning in the card's thread. */
  const warning = async () => {
    await team.pass(12 * DAY_MS)
    return (
      team.inThreads().find((message) => words(message).includes(presetButtonId('extend', '3'))) ??
      assert.fail('no warning')
    )
  }

  it('come into the thread where the click was', async () => {
    const card = await team.card('plum')
    const answer = await team.ben.clicks(await warning(), presetButtonId('extend', '3'))
    assert.deepEqual([answer?.channel, answer?.threadTs, answer?.ephemeralFor], [HERE, card.ts, team.ben.id])
    assert.match(words(answer), /now expires/)
  })

  it('come into that thread when refused, too', async () => {
    const message = await warning()
    const { ts } = await team.card('plum')
    team.broken.store = new Error('no table')
    const answer = await team.ben.clicks(message, presetButtonId('extend', '3'))
    assert.equal(answer?.threadTs, ts)
    assert.match(words(answer), /Something went wrong/)
    assert.equal(team.takeReports().length, 1)
  })

  it('come into that thread from a form that was opened there', async () => {
    await team.ben.clicks(await warning(), presetButtonId('extend', 'until'))
    const answer = await team.ben.submits()
    assert.equal(answer?.threadTs, (await team.card('plum')).ts)
    assert.match(words(answer), /now expires/)
  })

  it('come into the channel from a card, whose thread they would be hidden in', async () => {
    assert.ok(team.inThreads().length > 0)
    const answer = await team.ben.clicks(await team.card('plum'), buttonId('sleep'))
    assert.deepEqual([answer?.channel, answer?.threadTs], [HERE, undefined])
  })

  it('come into the channel where a thread takes none, and say what was done', async () => {
    const message = await warning()
    team.broken.refusal = (method) => (method === 'chat.postEphemeral' ? 'thread_not_found' : undefined)
    const answer = await team.ben.clicks(message, presetButtonId('extend', '3'))
    assert.deepEqual([answer?.channel, answer?.threadTs], [HERE, undefined])
    assert.match(words(answer), /now expires/)
  })

  it('say what was done in a modal where the response URL is dead', async () => {
    team.broken.slack = (method) => method === 'response_url'
    assert.equal(await team.ben.clicks(await team.card('plum'), buttonId('sleep')), undefined)
    assert.match(words(team.ben.modal().view), /\*plum\* is going to sleep/)
    assert.equal(team.takeReports().length, 1)
  })
})

describe('what was done while the App Home could not be drawn', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
    await team.ben.opensHome()
  })
  afterEach(() => team.close())

  it('is said, and is no failure', async () => {
    const { ben } = team
    team.broken.refusal = (method) => (method === 'views.publish' ? 'internal_error' : undefined)
    await ben.clicks('home', actionIds.more, { site: 'plum', pick: 'Sleep' })
    assert.equal(phaseOf(await team.site('plum')), 'asleep')
    assert.match(words(ben.modal().view), /\*plum\* is going to sleep/)
    assert.doesNotMatch(ben.reads(), /Something went wrong|That didn't work/)
    assert.equal(team.takeReports().length, 1)
  })

  it('is said once after a form, and is no failure', async () => {
    const { ben } = team
    await ben.clicks('home', actionIds.more, { site: 'plum', pick: 'Hand over…' })
    await ben.fills({ [inputIds.owner]: team.aki.id })
    team.broken.refusal = (method) => (method === 'views.publish' ? 'internal_error' : undefined)
    assert.match(words(await ben.submits()), /now belongs to <@U0AKI>/)
    assert.deepEqual(ben.screen().modals, [])
    assert.doesNotMatch(ben.reads(), /Something went wrong|That didn't work/)
    assert.equal(team.takeReports().length, 1)
  })

  it('is drawn where only the modal of a refusal fails', async () => {
    const { ben, aki } = team
    await aki.confirms('delete plum')
    team.broken.refusal = (method) => (method === 'views.open' ? 'expired_trigger_id' : undefined)
    await ben.clicks('home', actionIds.more, { site: 'plum', pick: 'Redeploy' })
    assert.match(words(ben.home()), /restore by/)
    assert.equal(team.takeReports().length, 1)
  })
})

describe('a generated password', () => {
  const GENERATED = /`([a-z2-9]{5}-[a-z2-9]{5}-[a-z2-9]{5})`/
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  /** Everything that Slack keeps: direct messages too, but not what one person was shown for the moment. */
  const kept = () => JSON.stringify(team.workspace.save())
  const shownInModal = (): string => {
    const [, password] = GENERATED.exec(words(team.ben.modal().view)) ?? []
    return password ?? assert.fail('no password is shown')
  }

  it('asked for in the App Home is shown in a modal, and Slack keeps it nowhere', async () => {
    const { ben } = team
    await ben.testsite('sleep plum')
    await ben.opensHome()
    await ben.clicks('home', actionIds.more, { site: 'plum', pick: 'Password' })
    assert.equal(await ben.submits(), undefined, 'no message')
    assert.ok(!kept().includes(shownInModal()))
  })

  it('asked for at a card in a channel that takes no message is shown in a modal', async () => {
    const { ben } = team
    await ben.clicks(await team.card('plum'), buttonId('change-password'))
    team.broken.refusal = (method) => (method === 'chat.postEphemeral' ? 'not_in_channel' : undefined)
    assert.equal(await ben.submits(), undefined, 'no message')
    assert.ok(!kept().includes(shownInModal()))
  })

  it('of a site made for a channel that takes no message is shown in a modal', async () => {
    const { ben } = team
    await ben.testsite('new fig acme/website#main')
    await ben.fills({ channel: ELSEWHERE })
    team.broken.refusal = (method) => (method === 'chat.postEphemeral' ? 'user_not_in_channel' : undefined)
    assert.equal(await ben.submits(), undefined, 'no message')
    assert.ok(!kept().includes(shownInModal()))
  })

  it('asked for by command is not kept', async () => {
    const { ben } = team
    const [, password = assert.fail('none')] = GENERATED.exec(words(await ben.testsite('password plum'))) ?? []
    assert.ok(!kept().includes(password))
  })
})

describe('the create form, where two repositories are picked in a row', () => {
  let team: Team
  let release = () => {}
  beforeEach(async () => {
    team = await aTeam()
  })
  afterEach(() => team.close())

  /** Picks both, while the answer for `slow` comes only after everything about the other. */
  async function pickBoth(first: string, second: string, slow: string) {
    const { ben, workspace, slackDeps } = team
    const { branches } = slackDeps.codeHost
    const wait = new Promise<void>((resolve) => (release = resolve))
    slackDeps.codeHost.branches = async (repository, query) => {
      if (repository === slow) await wait
      return branches(repository, query)
    }
    await ben.testsite('new plum')
    const { container, found } = ben.find('modal', inputIds.repository)
    await workspace.suggest(ben.id, container, found, '')
    const pick = (value: string) => workspace.act(ben.id, container, found, { type: 'external_select', value })
    const picks = [pick(first), pick(second)]
    await Promise.race(picks)
    release()
    assert.deepEqual(await Promise.all(picks), [undefined, undefined])
    return [ben.holds(inputIds.repository), ben.holds(inputIds.branch)]
  }

  it('has the branch of the later one, whose answer comes last', async () => {
    const held = await pickBoth('acme/website', 'acme/shop-api', 'acme/shop-api')
    assert.deepEqual(held, ['acme/shop-api', 'develop'])
  })

  it('is drawn in time, though the code host is late twice', async () => {
    const { ben, workspace, slackDeps } = team
    await ben.testsite('new plum')
    const answers = [['develop']]
    slackDeps.codeHost.branches = async (repository) =>
      (repository === 'acme/shop-api' ? answers.pop() : undefined) ?? new Promise<never>(() => {})
    const { container, found } = ben.find('modal', inputIds.repository)
    await workspace.suggest(ben.id, container, found, '')
    const pick = (value: string) => workspace.act(ben.id, container, found, { type: 'external_select', value })
    await inVirtualTime(async () => {
      const began = performance.now()
      await Promise.all([pick('acme/website'), pick('acme/shop-api')])
      assert.ok(performance.now() - began < 2900)
    })
    assert.deepEqual([ben.holds(inputIds.repository), ben.holds(inputIds.branch)], ['acme/shop-api', undefined])
    assert.equal(team.takeReports().length, 2)
  })

  it('shows all inputs, with the default branch, to who wants more meanwhile', async () => {
    const { ben, workspace, slackDeps } = team
    await ben.testsite('new plum acme/shop-api#develop')
    const { branches } = slackDeps.codeHost
    const wait = new Promise<void>((resolve) => (release = resolve))
    let isFirst = true
    slackDeps.codeHost.branches = async (...asked) => {
      const waits = isFirst
      isFirst = false
      if (waits) await wait
      return branches(...asked)
    }
    const { container, found } = ben.find('modal', inputIds.repository)
    await workspace.suggest(ben.id, container, found, '')
    const picked = workspace.act(ben.id, container, found, { type: 'external_select', value: 'acme/website' })
    await ben.wantsMore()
    assert.deepEqual([ben.holds(inputIds.branch), ben.holds(inputIds.size)], ['main', 'small'])
    await ben.fills({ [inputIds.size]: 'Large' })
    release()
    assert.equal(await picked, undefined)
    assert.deepEqual(
      [inputIds.repository, inputIds.branch, inputIds.size].map((id) => ben.holds(id)),
      ['acme/website', 'main', 'large'],
    )
  })

  it('has the branch of the later one, whose answer comes first', async () => {
    const held = await pickBoth('acme/website', 'acme/shop-api', 'acme/website')
    assert.deepEqual(held, ['acme/shop-api', 'develop'])
  })
})
