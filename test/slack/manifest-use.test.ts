import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { App } from '@slack/bolt'
import sinon from 'sinon'
import { createSlackWorkspace } from '@pokopoko/slack-emulator'
import { readManifest } from '@pokopoko/slack-emulator/testing'
import type { Posting } from '../../src/site/site.ts'
import { DAY_MS, MINUTE_MS } from '../../src/site/time.ts'
import { operations } from '../../src/site/operations/all.ts'
import { actionIds, buttonIds, buttonId, callbackIds, inputIds } from '../../views/action-ids.ts'
import { BOT_TOKEN, DESIGNERS, ELSEWHERE, HERE, manifest } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'

/** A group direct message. */
const GROUP = 'C0GROUP'

/** What the app listens to, by the kind of listener. */
async function listeners() {
  const kinds = ['command', 'event', 'shortcut', 'action', 'options', 'view', 'message', 'function'] as const
  const spies = kinds.map((kind) => [kind, sinon.spy(App.prototype, kind)] as const)
  try {
    await (await aTeam()).close()
    return Object.fromEntries(spies.map(([kind, spy]) => [kind, spy.args.map(([first]) => idOf(first))]))
  } finally {
    sinon.restore()
  }
}

/** Of a constraint, the id that it names. */
function idOf(constraint: unknown): string {
  if (typeof constraint === 'string') return constraint
  const isNamed = typeof constraint === 'object' && constraint !== null && 'action_id' in constraint
  assert.ok(isNamed && typeof constraint.action_id === 'string', `not to be read: ${JSON.stringify(constraint)}`)
  return constraint.action_id
}

/** Every Web API method that stands in the sources, as in `client.views.open(`. */
function methodsInSources(): string[] {
  const folder = new URL('../../src/slack/', import.meta.url)
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const found = sources.flatMap((name) => [
    ...readFileSync(new URL(name, folder), 'utf8').matchAll(/\bclient\.((?:\w+\.)+\w+)\(/g),
  ])
  return [...new Set(found.map(([, method = '']) => method))].toSorted()
}

/** Makes the app call everything that it ever calls. */
async function useAll(team: Team): Promise<void> {
  const { ben } = team
  team.workspace.changePerson(ben.id, { fields: { Xf0GITHUB: 'ben' } })
  team.setReaders('acme/website', ['ben'])
  await ben.opensHome()
  await ben.clicks('home', actionIds.create)
  await ben.fills({ [inputIds.name]: 'plum', [inputIds.repository]: 'acme/website', [inputIds.channel]: 'C0WEBTEAM' })
  await ben.submits()
  await ben.testsite('new quince acme/website#main')
  await ben.submits()
  await ben.opensHome()
  await ben.clicks('home', buttonId('extend'), { site: 'plum', pick: 'Pick a date…' })
  await ben.submits()
  await team.pass(11 * DAY_MS)
  await ben.testsite('extend plum 7')
  await sendPicture(team)
  for (const channel of [HERE, ELSEWHERE]) await ben.says('https://plum.test.example.com', channel)
  await team.has('fig')
  await team.has('pear', { channel: GROUP })
  for (const name of ['plum', 'fig', 'pear']) await forgetPosted(team, name)
  await team.pass(2 * MINUTE_MS)
  await messageDirectly(team)
}

/** As its machine does. */
async function sendPicture({ site, store, clock, settle }: Team): Promise<void> {
  const { id: siteId, ...plum } = await site('plum')
  await store.savePicture({ siteId, hash: 'a', data: new Uint8Array([255, 216, 255]), at: clock.now() })
  const picture = { next: { hash: 'a', commit: 'a'.repeat(40), changed: 1 } }
  await store.save({ ...plum, id: siteId, status: { ...plum.status, picture } })
  await settle()
}

/** Where the channel is closed to the app, and whoever told the owner died before he could write it down. */
async function messageDirectly(team: Team): Promise<void> {
  team.workspace.changeChannel(HERE, { withoutBot: true, isPrivate: true })
  await team.ben.testsite('sleep fig')
  const site = await team.site('fig')
  const { directCard } = site.status
  assert.ok(directCard !== undefined)
  const { ts: _, ...claim } = { ...directCard, channel: directCard.to }
  await team.store.save({ ...site, status: { ...site.status, directCard: claim } })
  await team.pass(2 * MINUTE_MS)
}

/** As if whoever posted had died before he could write it down. */
async function forgetPosted({ store, site }: Team, name: string): Promise<void> {
  const loaded = await site(name)
  const { card, notifications } = loaded.status
  const { ready } = notifications
  assert.ok(card !== undefined && ready !== undefined)
  const claims = { card: withoutTs(card), notifications: { ...notifications, ready: withoutTs(ready) } }
  await store.save({ ...loaded, status: { ...loaded.status, ...claims } })
}

function withoutTs({ ts: _, ...claim }: Posting): Posting {
  return claim
}

/** The scopes without which these calls would be refused. */
async function scopesOf(calls: Team['calls']): Promise<string[]> {
  const bare: unknown = JSON.parse(JSON.stringify(manifest), (key, value: unknown) => (key === 'bot' ? [] : value))
  const { webApi } = createSlackWorkspace({
    clock: { now: () => 0 },
    signingSecret: '',
    botToken: BOT_TOKEN,
    people: [],
    // One may be private: what is read there takes another scope.
    channels: [
      { id: ELSEWHERE, name: 'web-team', isPrivate: true },
      { id: GROUP, name: 'mpdm-ben--chie-1', isMpim: true },
    ],
    manifest: bare,
    baseUrl: () => '',
  })
  const answers = await Promise.all(calls.map(({ method, params }) => webApi(method, params, `Bearer ${BOT_TOKEN}`)))
  return answers.flatMap(({ body }) => (typeof body['needed'] === 'string' ? [body['needed']] : []))
}

/** Slack names no scope that would help who is not in a public channel: a card is posted there, or it is not. */
async function scopesForStrangers(team: Team): Promise<string[]> {
  team.workspace.changeChannel(ELSEWHERE, { withoutBot: true })
  await team.has('cherry', { channel: ELSEWHERE })
  return (await team.site('cherry')).status.card?.channel === ELSEWHERE ? ['chat:write.public'] : []
}

describe('manifest.yml and the code', () => {
  const app = readManifest(manifest)
  let listened: Record<string, string[]>
  before(async () => {
    listened = await listeners()
  })

  it('have the same commands', () => {
    assert.deepEqual(
      listened['command'],
      app.commands.map(({ command }) => command),
    )
  })

  it('have the same events, and the App Home that they need', () => {
    // One listener gets the messages of all kinds of conversations.
    const kinds = app.events.map((event) => event.replace(/^message\..*/, 'message'))
    assert.deepEqual(listened['event']?.toSorted(), [...new Set(kinds)].toSorted())
    assert.deepEqual(listened['message'], [])
    assert.equal(app.hasHome, app.events.includes('app_home_opened'))
  })

  it('have the same shortcuts', () => {
    assert.deepEqual(
      listened['shortcut'],
      app.shortcuts.map(({ callbackId }) => callbackId),
    )
  })

  it('are interactive and load options alike', () => {
    assert.equal(app.isInteractive, (listened['action']?.length ?? 0) > 0)
    assert.equal(app.loadsOptions, (listened['options']?.length ?? 0) > 0)
  })

  it('have the same scopes', async () => {
    const team = await aTeam({
      policy: { admins: [DESIGNERS], creatorsNeedAccess: 'Xf0GITHUB' },
      slackOptions: { moreChannels: [{ id: GROUP, name: 'mpdm-ben--chie-1', isMpim: true }] },
    })
    after(() => team.close())
    await useAll(team)
    const methods = [...new Set(team.calls.map(({ method }) => method))].toSorted()
    assert.deepEqual(methods, methodsInSources(), 'this test has the app call all that it ever calls')
    // Commands, shortcuts, links, and messages are no calls: they need a scope to come at all.
    const used = new Set([
      ...(app.commands.length + app.shortcuts.length > 0 ? ['commands'] : []),
      ...(app.events.includes('link_shared') ? ['links:read'] : []),
      ...(app.events.includes('app_mention') ? ['app_mentions:read'] : []),
      ...(app.events.includes('message.im') ? ['im:history'] : []),
      ...(await scopesOf(team.calls)),
      ...(await scopesForStrangers(team)),
    ])
    assert.deepEqual([...used].toSorted(), app.scopes.toSorted())
  })

  it('listen to every button, menu and form that is drawn, and to no other', () => {
    assert.deepEqual(
      listened['action']?.toSorted(),
      [...Object.values(actionIds), ...operations.flatMap(buttonIds), inputIds.repository, inputIds.branch].toSorted(),
    )
    const { createShortcut: _shortcut, notice: _notice, ...forms } = callbackIds
    assert.deepEqual(listened['view']?.toSorted(), Object.values(forms).toSorted())
    const loading = [inputIds.repository, inputIds.branch, inputIds.sshTeam]
    assert.deepEqual(listened['options']?.toSorted(), loading.toSorted())
  })
})
