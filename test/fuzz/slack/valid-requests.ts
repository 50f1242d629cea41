import { elementsOf, type LocatedElement } from '@pokopoko/slack-emulator/testing'
import { checkHome } from '@pokopoko/slack-emulator/testing'
import type { AppHandler, Picked, Container } from '@pokopoko/slack-emulator'
import { functionUrlApp } from '../../../src/local/function-url-app.ts'
import { dateIn } from '../../../src/site/calendar.ts'
import type { Site } from '../../../src/site/site.ts'
import { DAY_MS, type Instant } from '../../../src/site/time.ts'
import { actionIds, callbackIds, inputIds, selectIds } from '../../../views/action-ids.ts'
import { commandNames } from '../../../src/site/commands.ts'
import { aTeam, type Team } from '../../slack/a-team.ts'
import type { Member } from '../../slack/member.ts'
import { allSucceed, type Outcomes } from '../../support/fake-shell.ts'

/** What Slack signed: a form, or an event's JSON. */
export interface ValidRequest {
  kind: 'form' | 'json'
  body: string
}

export interface Recording {
  requests: ValidRequest[]
  /** The sites that there were before. */
  sites: Site[]
  now: Instant
}

/** A Monday. */
const DIGEST_AT = Date.parse('2026-11-09T10:00+09:00')

/** Where response URLs of the recording lead. */
export const RECORDED_AT = 'http://slack.invalid'

/**
 * What people can send, as the workspace signs it: every command, every button and option of cards, warnings, lists and
 * the App Home, every form, every type-ahead, by one person; and the shortest way to each by all others, outsiders too.
 */
export async function recordRequests(): Promise<Recording> {
  const team = await aTeam({ offersSpot: true, outcomes: failingAt('broken-one') })
  const requests: ValidRequest[] = []
  try {
    await makeSites(team)
    const sites = team.store.all()
    team.workspace.connect(recordingTo(requests, functionUrlApp(team.handler)))
    await useEverything(team)
    team.takeReports()
    return { requests, sites, now: team.clock.now() }
  } finally {
    await team.close()
  }
}

/** Records in the states in which other buttons are shown, and so many that lists have pages. */
async function makeSites(team: Team): Promise<void> {
  for (const name of ['ready-one', 'asleep-one', 'archived-one']) await team.has(name, { sshTeam: 'designers' })
  await team.ben.testsite('share ready-one Baker')
  await team.has('broken-one')
  await switchInVain(team)
  for (let index = 0; index < 12; index++) await team.has(`more-${index}`)
  await team.has('of-chie', { owner: 'U0CHIE' })
  await team.has('archived-two', { owner: 'U0ADA' })
  await team.ben.testsite('sleep asleep-one')
  for (const name of ['archived-one', 'archived-two']) await team.ben.confirms(`delete ${name}`)
  await team.has('left-behind', { owner: 'U0AKI' })
  team.workspace.changePerson('U0AKI', { isDeactivated: true })
  // A digest has come, the first warnings, and the look after owners.
  const end = team.clock.now() + 11 * DAY_MS
  await team.pass(DIGEST_AT - team.clock.now())
  await team.sweep()
  await team.pass(end - team.clock.now())
  team.workspace.changePerson('U0AKI', { isDeactivated: false })
}

/** There is a change of settings to undo. */
async function switchInVain({ ben, has }: Team): Promise<void> {
  await has('switched-one')
  await ben.testsite('settings switched-one')
  await ben.fills({ 'start-command': FAILING_COMMAND })
  await ben.submits()
}

const FAILING_COMMAND = 'false'

/** There is something to retry, and something to undo. */
function failingAt(name: string): Outcomes {
  return (job, instanceId) =>
    job.kind === 'set-up' && (job.site.name === name || job.startCommand === FAILING_COMMAND)
      ? { state: 'failed', reason: 'release-failed', log: '', permanent: true }
      : allSucceed(job, instanceId)
}

function recordingTo(requests: ValidRequest[], app: AppHandler): AppHandler {
  return (request) => {
    requests.push({
      kind: request.headers['content-type'] === 'application/json' ? 'json' : 'form',
      body: request.body.replaceAll(/http(:|%3A)(\/|%2F|\\\/){2}127\.0\.0\.1(:|%3A)\d+/gi, (found) =>
        found.includes('%') ? encodeURIComponent(RECORDED_AT) : RECORDED_AT,
      ),
    })
    return app(request)
  }
}

async function useEverything(team: Team): Promise<void> {
  const { ben, workspace } = team
  await typeCommands(team)
  await fillIn(ben, 'settings ready-one', { note: 'For the client' })
  // More than once, or it seldom comes.
  for (const client of ['Chen', 'Dora', 'Ono']) {
    await fillIn(ben, 'revoke-all-shares ready-one')
    await ben.testsite(`share ready-one ${client}`)
  }
  await readLogs(team)
  await ben.testsite('new fig acme/website#main')
  for (const input of ['repository', 'branch', 'ssh-team']) await ben.offered(input, 'main')
  await ben.fills({
    repository: 'acme/website',
    password: 'correct horse',
    'ssh-team': 'designers',
    'spa-fallback': 'Serve index.html for paths without a file',
  })
  await ben.submits()
  await ben.testsite('new acme/website#main')
  await ben.fills({ name: 'Spring Sale' })
  await ben.submits()
  await ben.submits()
  await ben.testsite('new quince acme/shop-api#develop')
  await ben.fills({
    image: 'Ubuntu 24.04',
    size: 'Large',
    spot: 'Cheaper (spot), but the machine can be stopped without notice',
  })
  await ben.submits()
  await ben.testsite('settings more-2')
  await ben.offered('branch', 'spring')
  await ben.offered('ssh-team', 'designers')
  await ben.fills({ branch: 'spring', image: 'Ubuntu 24.04', size: 'Large', 'ssh-team': 'designers' })
  await ben.submits()
  await workspace.shortcut(ben.id, callbackIds.createShortcut)
  await closeModals(team)
  // While it's up: the buttons of its card are pressed in their order, and it's deleted before its menu is opened.
  for (const command of COMMANDS_WITH_FORMS) {
    await ben.testsite(`${command} ready-one`)
    await submitModal(team)
    await closeModals(team)
  }
  for (const name of [
    'ready-one',
    'asleep-one',
    'archived-one',
    'archived-two',
    'broken-one',
    'switched-one',
    'of-chie',
    'left-behind',
  ]) {
    await useAll(team, (await team.card(name)).blocks ?? [], { message: await team.card(name) })
  }
  const warning = team.inThreads().findLast(({ blocks }) => elementsOf(blocks ?? []).length > 0)
  if (warning === undefined) throw new Error('nobody was warned')
  await useAll(team, warning.blocks ?? [], { message: warning })
  const digest = team.inChannel().find(({ text }) => text.startsWith('Test sites this week'))
  if (digest === undefined) throw new Error('there was no digest')
  await useAll(team, digest.blocks ?? [], { message: digest })
  const linked = await ben.says('https://switched-one.test.example.com/a?b https://of-chie.test.example.com')
  await ben.says('https://more-3.test.example.com', 'C0WEBTEAM')
  for (const { id, blocks } of linked.unfurls ?? []) {
    await useAll(team, blocks, { message: { channel: linked.channel, ts: linked.ts, unfurl: id } })
  }
  await ben.says('@pokopoko help')
  const list = await ben.testsite('list all')
  if (list === undefined) throw new Error('no list')
  await useAll(team, list.blocks ?? [], { message: list })
  for (const action of ['Extend 3 days', 'Sleep', 'Delete'])
    await select(ben, 'list all', action, 'more-3 more-4 of-chie')
  await workspace.openHome(ben.id)
  await workspace.openHome(ben.id)
  const home: unknown = ben.home()
  checkHome(home)
  await useAll(team, home.blocks, { home: true })
  const direct = ben.screen().channels.find(({ directWith }) => directWith === ben.id)
  await ben.says('help', direct?.id)
  await workspace.verifyUrl()
  for (const id of ['U0CHIE', 'U0AKI', 'U0ADA', 'U0GINA', 'U0SAM']) await useALittle(team, team.member(id))
}

/** Takes over a site, makes one that lives for two days, types what changes the others, and looks at home. */
async function useALittle(team: Team, person: Member): Promise<void> {
  // Before they have one: there may be no second.
  await person.testsite('adopt left-behind')
  await person.testsite(`new by-${person.id.slice(2).toLowerCase()} acme/website#main`)
  if (person.screen().modals.length > 0) {
    const lastDay = dateIn(team.policy.timeZone, team.clock.now() + 2 * DAY_MS)
    await person.fills({ [inputIds.lastDay]: lastDay, image: 'Debian 12', size: 'Small' })
    await person.submits()
  }
  for (const text of COMMANDS) await person.testsite(text)
  await select(person, 'list of-chie', person.id === 'U0AKI' ? 'スリープ' : 'Sleep', 'of-chie')
  await person.opensHome()
}

const COMMANDS = [
  'extend more-1 1',
  'sleep ready-one',
  'wake asleep-one',
  'users ready-one',
  'redeploy ready-one',
  'idle-time ready-one 4h',
  'keep-awake ready-one tonight',
  'share ready-one Aoyama',
  'revoke-share ready-one baker',
  'retry broken-one',
  'undo-settings switched-one',
  'delete more-1',
  'restore archived-one',
  'restore archived-two',
  'owner of-chie @ada',
  'logs of-chie',
]

/** Sends the form that a command opens, if it's for them. */
async function fillIn(person: Member, text: string, fields: Record<string, string> = {}): Promise<void> {
  await person.testsite(text)
  if (person.screen().modals.length === 0) return
  await person.fills(fields)
  await person.submits()
}

/** Has something done with several sites, if they may select any. */
async function select(person: Member, text: string, action: string, sites: string): Promise<void> {
  const list = await person.testsite(text)
  if (list === undefined || !person.controls(list).includes(actionIds.select)) return
  await person.clicks(list, actionIds.select)
  await person.fills({ [selectIds.sites]: sites, [selectIds.action]: action })
  await person.submits()
  if (person.screen().modals.length > 0) await person.submits()
}

/** The end of a log, and then all of it. */
async function readLogs(team: Team): Promise<void> {
  for (const { disk } of team.machines.machines()) disk.logs = { web: 'served\n'.repeat(40), release: 'failed\n' }
  await team.ben.testsite('logs ready-one')
  const log = team.ben.screen().messages.findLast(({ ephemeralFor }) => ephemeralFor === team.ben.id)
  if (log === undefined) throw new Error('no log')
  await useAll(team, log.blocks ?? [], { message: log })
}

async function typeCommands({ ben, workspace }: Team): Promise<void> {
  const type = (text: string) => workspace.command(ben.id, { channel: 'C0CAMPAIGN', command: '/testsite', text })
  for (const command of commandNames) await type(`${command} ready-one`)
  for (const text of [
    'extend ready-one 3',
    'extend ready-one 2026-12-01',
    'owner ready-one @aki',
    'idle-time ready-one night',
    'keep-awake ready-one 2026-12-01',
    'share ready-one Aoyama',
    'share ready-one 青山書店',
    'shares ready-one',
    'revoke-share ready-one Aoyama',
    'revoke-share ready-one Baker',
    '延長 ready-one 7',
    'list all',
    'logs ready-one deploy 5',
    'ログ of-chie 100 nginx',
    'shwo plum',
  ]) {
    await type(text)
  }
}

/** Every button, and every option of every menu; forms that open are sent off. */
async function useAll(team: Team, blocks: Parameters<typeof elementsOf>[0], container: Container): Promise<void> {
  const { ben, workspace } = team
  for (const placed of elementsOf(blocks)) {
    for (const picked of picksOf(placed)) {
      await workspace.act(ben.id, container, placed, picked)
      await submitModal(team)
      await closeModals(team)
    }
  }
}

const COMMANDS_WITH_FORMS = ['environment', 'settings', 'idle-time', 'keep-awake', 'share', 'revoke-share']

const FILLED_IN: Record<string, Picked> = {
  [inputIds.lastDay]: { type: 'datepicker', date: '2026-12-01' },
  [inputIds.owner]: { type: 'users_select', user: 'U0CHIE' },
  set: { type: 'plain_text_input', text: 'GREETING=hello' },
  'shared-directories': { type: 'plain_text_input', text: 'uploads' },
  note: { type: 'plain_text_input', text: 'For the client' },
  path: { type: 'plain_text_input', text: '/products/' },
  client: { type: 'plain_text_input', text: 'Aoyama Books' },
}

async function submitModal({ ben, workspace }: Team): Promise<void> {
  const modal = ben.screen().modals.at(-1)
  if (modal?.view.submit === undefined) return
  const filled = Object.entries(FILLED_IN).filter(([id]) => JSON.stringify(modal.view).includes(`"${id}"`))
  await workspace.submit(ben.id, modal.id, Object.fromEntries(filled.map(([id, picked]) => [id, { [id]: picked }])))
}

async function closeModals({ ben, workspace }: Team): Promise<void> {
  for (;;) {
    const modal = ben.screen().modals.at(-1)
    if (modal === undefined) return
    await workspace.close(ben.id, modal.id)
  }
}

function picksOf({ element }: LocatedElement): Picked[] {
  if (element.type === 'button') return [{ type: 'button' }]
  if (element.type === 'static_select' || element.type === 'overflow') {
    const { type } = element
    // The forms first: what an option does at once would make them out of date.
    return (element.options ?? []).map(({ value = '' }) => ({ type, value })).toReversed()
  }
  return []
}
