import { type OrderErrors, orderFields } from '../../src/site/order.ts'
import { serviceIds } from '../../src/site/service-names.ts'
import { idleChoices } from '../../src/site/idle-time.ts'
import { takingOperations } from '../../src/site/change-by-other.ts'
import { cardFacts } from '../../src/site/card.ts'
import { failureReasons } from '../../src/site/failure-reasons.ts'
import { detectionKinds } from '../../src/site/detection.ts'
import { phases } from '../../src/site/phase.ts'
import { operationNames, operations } from '../../src/site/operations/all.ts'
import { memberships, type Site } from '../../src/site/site.ts'
import { notificationTypes } from '../../src/site/notification-type.ts'
import { listKinds } from '../../views/action-ids.ts'
import { announcement } from '../../views/announcement.ts'
import { budgetWarning } from '../../views/budget-warning.ts'
import { cardMessage } from '../../views/card.ts'
import { codeHostWording } from '../../views/code-host-wording.ts'
import { createForm } from '../../views/create-form.ts'
import { createdMessage, doneMessage } from '../../views/operation-text.ts'
import { shortHelp } from '../../views/short-help.ts'
import { help, unknownCommand } from '../../views/help.ts'
import { home } from '../../views/home.ts'
import { noticeModal } from '../../views/notice-modal.ts'
import { passwordShown } from '../../views/password-shown.ts'
import { sharesMessage } from '../../views/shares.ts'
import { shareShown } from '../../views/share-shown.ts'
import { unexpectedMessage, unexpectedModal, userErrorMessage, userErrorModal } from '../../views/problem.ts'
import type { ViewContext } from '../../views/view-context.ts'
import { section } from '../../views/blocks.ts'
import { fileComment, fileFailedMessage, fileSentMessage, logMessage, readingMessage } from '../../views/logs.ts'
import { movedCard } from '../../views/moved-card.ts'
import { retiredDirectCard } from '../../views/retired-direct-card.ts'
import { resolvedAdoption } from '../../views/resolved-adoption.ts'
import { expiryWarning, type MarkedWarning } from '../../views/expiry-warning.ts'
import { resolvedWarning } from '../../views/resolved-warning.ts'
import { operationForm } from '../../views/operation-form.ts'
import { manyOutcomes } from '../../views/many-outcomes.ts'
import { deleteManyForm, restForm, selectForm } from '../../views/select-form.ts'
import { siteList } from '../../views/site-list.ts'
import { siteUnfurl } from '../../views/site-unfurl.ts'
import { weeklyDigest } from '../../views/weekly-digest.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { DAY_MS } from '../../src/site/time.ts'
import type { Outcome } from '../../src/control/run-on-many.ts'
import { UserError } from '../../src/site/user-error.ts'
import { everyError } from './every-error.ts'
import { deployStages, pageProblems } from '../../src/site/machine-facts.ts'
import {
  HOSTILE,
  hostileSite,
  ownerless,
  refused,
  RETRY_AT,
  sharedSite,
  siteIn,
  starved,
  stuck,
  troubled,
} from './sites.ts'

type Draw = (viewContext: ViewContext) => object
type Drawings = Record<string, Draw>

const now = SITE_CREATED_AT
const COMMIT = '1'.repeat(40)
const catalogue = {
  images: [{ id: 'debian-12', label: 'Debian 12' }],
  sizes: [
    { id: 'small', label: 'Small' },
    { id: 'large', label: 'Large '.repeat(30) },
  ],
}
const hostileDraft = {
  name: HOSTILE,
  repository: `${'o'.repeat(39)}/${'r'.repeat(100)}`,
  branch: HOSTILE,
  documentRoot: HOSTILE.repeat(100),
  appDirectory: HOSTILE.repeat(100),
  startCommand: HOSTILE.repeat(100),
  image: HOSTILE,
  accessUser: HOSTILE,
  sshTeam: HOSTILE.repeat(5),
  channel: 'C001',
}
/** The longest that passes the checks of an order. */
const longestDraft = {
  ...hostileDraft,
  documentRoot: 'd'.repeat(200),
  appDirectory: 'a'.repeat(200),
  startCommand: '"'.repeat(500),
  services: [...serviceIds],
  accessUser: 'u'.repeat(64),
  sshTeam: 't'.repeat(100),
}
const [mistake] = everyError
const everyMistake: OrderErrors = Object.fromEntries(
  orderFields.flatMap((field) => (mistake ? [[field, mistake]] : [])),
)
const context = { channel: 'C001' }

const prices = { currency: 'USD', sizes: { small: 0.0184 }, disk: 1.52, archive: 0.86 }

/** As people see it where prices are known. */
function priced(draw: Draw): Draw {
  return (viewContext) => draw({ ...viewContext, policy: { ...viewContext.policy, prices } })
}

/** It was up for a day, and asleep for two. */
function used(site: Site): Site {
  const month = { from: now, spent: { up: DAY_MS, asleep: 2 * DAY_MS } }
  return { ...site, status: { ...site.status, usage: { state: 'up', since: now + 3 * DAY_MS, month } } }
}

function card(site: Site, more: object = {}): Draw {
  return (viewContext) => cardMessage({ ...cardFacts(site, viewContext.policy), id: site.id, ...more }, viewContext)
}

function cards(): Drawings {
  const drawings: Drawings = {}
  for (const phase of phases) {
    drawings[`card, ${phase}`] = card(siteIn(phase))
    drawings[`card, ${phase}, hostile`] = card(hostileSite(phase))
    drawings[`unfurl, ${phase}`] = (viewContext) => siteUnfurl(siteIn(phase), viewContext)
    drawings[`unfurl, ${phase}, hostile`] = (viewContext) => siteUnfurl(hostileSite(phase), viewContext)
    drawings[`card, ${phase}, hostile, with everything`] = card(hostileSite(phase), { operations: [...operationNames] })
  }
  for (const reason of [...failureReasons, 'never-heard-of']) {
    const failure = { reason, detail: stuck['set-up'].detail, retryAt: RETRY_AT }
    drawings[`card, ${reason}`] = card(siteIn('settingUp'), { failure: { step: 'set-up', failure } })
  }
  const lacking = { reason: 'environment-missing', variables: Array<string>(30).fill(HOSTILE) }
  drawings['card, many variables missing'] = card(siteIn('settingUp'), {
    failure: { step: 'set-up', failure: lacking },
  })
  for (const reason of [...failureReasons, 'never-heard-of']) {
    drawings[`card, served, ${reason}`] = card(troubled(siteIn('ready'), reason))
  }
  const { spec, status, ...idle } = siteIn('asleep')
  drawings['card, asleep by itself'] = card({
    ...idle,
    status,
    spec: { ...spec, idleSince: SITE_CREATED_AT - 2 * HOUR_MS },
  })
  const shown = { file: 'F0123456789', commit: 'f'.repeat(40) }
  drawings['card, with a picture'] = card(siteIn('ready'), { picture: shown })
  drawings['card, hostile, with a picture'] = card(hostileSite('ready'), { picture: shown })
  const { spec: awakeSpec, ...awake } = siteIn('ready')
  drawings['card, kept awake'] = card({ ...awake, spec: { ...awakeSpec, keepAwakeUntil: now + DAY_MS } })
  drawings['card, a newer commit while asleep'] = card(siteIn('asleep'), { waiting: 'f'.repeat(40) })
  for (const size of ['t3.micro', 't3.small', HOSTILE]) drawings[`card, without memory, ${size}`] = card(starved(size))
  for (const stage of [...deployStages, 'never-heard-of']) {
    const site = siteIn('ready')
    drawings[`card, deploying, ${stage}`] = card({
      ...site,
      status: { ...site.status, deploying: { stage, usualMs: 90_000 } },
    })
  }
  for (const problem of [...pageProblems, 'never-heard-of']) {
    for (const hint of [undefined, HOSTILE]) {
      const page = { status: 403, problem, ...(hint !== undefined && { hint }) }
      const deploy = { commit: 'a'.repeat(40), subject: HOSTILE, author: HOSTILE, at: now, page }
      drawings[`card, ${problem}, ${hint === undefined ? 'without' : 'with'} a hint`] = card(siteIn('ready'), {
        deploy,
      })
    }
  }
  for (const phase of ['ready', 'archived'] as const) {
    drawings[`card, unreported, ${phase}`] = card(hostileSite(phase), { reportFailure: 'repository-forbidden' })
  }
  for (const code of ['is_archived', 'restricted_action_read_only_channel', 'channel_not_found']) {
    drawings[`card, ${code}`] = card(refused(code))
  }
  for (const membership of memberships) drawings[`card, owner is ${membership}`] = card(ownerless(membership))
  const environment = { revision: 1, key: 'key-1', names: ['API_KEY'] }
  for (const phase of ['ready', 'asleep', 'archived'] as const) {
    drawings[`card, ${phase}, with prices`] = priced(card(siteIn(phase)))
    drawings[`card, ${phase}, with prices and a past`] = priced(card(used(siteIn(phase))))
  }
  const jobs = { spec: { access: { revision: 2 }, environment, usersRevision: 2, sshTeam: 'web' } }
  drawings['card, a password and a team'] = card(aSite(jobs))
  drawings['card, a team that is gone'] = card(siteIn('ready'), { teamGone: { team: HOSTILE.repeat(5) } })
  drawings['card, a team that is gone since a while'] = card(siteIn('ready'), { teamGone: { team: 'web', until: now } })
  drawings['card, a key that has to stay'] = card(siteIn('archived'), { unrevokedAt: 'acme/website' })
  for (const { action, to } of changes) {
    const entry = { at: now, by: 'U002', action }
    drawings[`card, after ${action}`] = card(siteIn('ready', { history: [{ ...entry, ...(to && { to }) }] }))
    drawings[`card, after ${action} without more`] = card(siteIn('ready', { history: [entry] }))
  }
  for (const to of [...idleChoices, now]) {
    const history = [{ at: now, by: 'U002', agent: 'Robin <!channel>', action: 'idle-time' as const, to }]
    drawings[`card, after idle-time ${to}`] = card(siteIn('ready', { history }))
  }
  return drawings
}

const changes = [
  ...(['create', 'extend', 'restore', 'keep-awake', 'expire', 'purge', 'lose'] as const).map((action) => ({
    action,
    to: now,
  })),
  { action: 'size-refused', to: 't3.large → t3.small' },
  ...operationNames.map((action) => ({ action, to: action === 'hand-over' ? 'U003' : undefined })),
]

const crowdOf = (login: string) => Array.from({ length: 300 }, (_, index) => `${login}-${index}`)
const teamChanges = {
  'one came': { added: ['aki'] },
  'one left 7 sites': { removed: ['aki'], sites: 7 },
  'all changed': { added: crowdOf('a'.repeat(34)), removed: crowdOf('b'.repeat(34)) },
  hostile: { added: [HOSTILE], removed: [HOSTILE.repeat(10)] },
}

function messages(): Drawings {
  const drawings: Drawings = {}
  for (const topic of notificationTypes) {
    for (const phase of phases) {
      drawings[`${topic}, ${phase}`] = (viewContext) => announcement(topic, siteIn(phase), viewContext)
      drawings[`${topic}, ${phase}, hostile`] = (viewContext) => announcement(topic, hostileSite(phase), viewContext)
    }
  }
  for (const [what, change] of Object.entries(teamChanges)) {
    const site = siteIn('ready')
    const status = { ...site.status, teamChanges: [{ at: now, added: [], removed: [], ...change }] }
    drawings[`teamChanged, ${what}`] = (viewContext) => announcement('teamChanged', { ...site, status }, viewContext)
  }
  for (const action of takingOperations) {
    const history = [{ at: now, by: 'U0KEN', action }]
    drawings[`changedByOther, ${action}`] = (viewContext) =>
      announcement('changedByOther', { ...siteIn('ready'), history }, viewContext)
  }
  for (const site of [siteIn('ready'), hostileSite('ready')]) {
    const guessed = { ...site, status: { ...site.status, guesses: { count: 120, at: now } } }
    drawings[`guessing, of ${site.name}`] = (viewContext) => announcement('guessing', guessed, viewContext)
  }
  for (const site of [siteIn('ready'), hostileSite('ready')]) {
    const [before, shown] = ['a', 'b'].map((commit) => ({ file: 'F0123456789', commit: commit.repeat(40) }))
    const pictured = { ...site, status: { ...site.status, picture: { before, shown } } }
    drawings[`pageChanged, of ${site.name}`] = (viewContext) => announcement('pageChanged', pictured, viewContext)
  }
  for (const name of operationNames) {
    drawings[`done, ${name}`] = (viewContext) => doneMessage(name, hostileSite('ready'), viewContext)
  }
  drawings['created'] = (viewContext) => createdMessage(hostileSite('ready'), viewContext)
  drawings['resolved warning'] = (viewContext) => resolvedWarning(siteIn('ready'), viewContext)
  drawings['resolved warning, hostile'] = (viewContext) => resolvedWarning(hostileSite('ready'), viewContext)
  const warned = (site: Site, isOpen = true) => ({ name: site.name, site, isOpen, mark: `${site.name}-${isOpen}` })
  const gone = { name: 'fig', site: undefined, isOpen: false, mark: 'gone' }
  const several: Record<string, MarkedWarning[]> = {
    'all open': crowd(20).map((site, index) => warned({ ...site, name: `m${index}${site.name}`.slice(0, 63) })),
    hostile: [warned(hostileSite('ready')), warned(hostileSite('asleep'), false), gone],
    'all over': [warned(siteIn('archived'), false), gone],
    'of one': [warned(siteIn('ready'))],
  }
  for (const [what, warnings] of Object.entries(several)) {
    drawings[`expiry warning, ${what}`] = (viewContext) => expiryWarning(warnings, viewContext)
  }
  drawings['resolved adoption'] = (viewContext) => resolvedAdoption(siteIn('ready'), viewContext)
  drawings['resolved adoption, gone'] = (viewContext) => resolvedAdoption(hostileSite('ready'), viewContext)
  drawings['direct card, of another'] = (viewContext) => retiredDirectCard(hostileSite('ready'), viewContext)
  drawings['direct card, channel is back'] = (viewContext) => retiredDirectCard(siteIn('ready'), viewContext)
  drawings['moved card'] = (viewContext) => movedCard(hostileSite('ready'), viewContext)
  drawings['password'] = (viewContext) =>
    passwordShown({ name: 'plum', user: HOSTILE, password: '`pass * word' }, viewContext)
  for (const count of [0, 1, 3, 20]) {
    const site = sharedSite(count)
    drawings[`card, ${count} links`] = card(site)
    drawings[`${count} links`] = (viewContext) =>
      sharesMessage({ ...cardFacts(site, viewContext.policy), id: site.id }, viewContext)
    for (const language of ['en', 'ja'] as const)
      drawings[`${count} links, a new one, ${language}`] = (viewContext) =>
        shareShown({ site, token: 'T'.repeat(43), language }, viewContext)
  }
  drawings['card, 20 links, hostile'] = card(sharedSite(20, hostileSite('ready')), { operations: [...operationNames] })
  drawings['budget warning'] = (viewContext) => budgetWarning({ spent: 321.5, budget: 400, until: now }, viewContext)
  const week = { monday: '2026-11-02', at: now, until: now + 7 * DAY_MS }
  const endingFrom = (soon: number) => (site: Site, index: number) => ({
    ...site,
    spec: { ...site.spec, expiresAt: index < soon ? now + DAY_MS : now + 9 * DAY_MS },
  })
  const everyPhase = phases.map((phase) => siteIn(phase, { name: `plum-${phase.toLowerCase()}` }))
  const digests: Record<string, Site[]> = {
    'of every phase': everyPhase,
    'some ending': everyPhase.map(endingFrom(4)),
    'hostile, some ending': crowd(300).map(endingFrom(10)),
    'hostile, all ending': crowd(300).map(endingFrom(300)),
  }
  for (const [what, sites] of Object.entries(digests)) {
    drawings[`weekly digest, ${what}`] = (viewContext) => weeklyDigest({ week, sites }, now, viewContext)
    drawings[`weekly digest, ${what}, with prices`] = priced((viewContext) =>
      weeklyDigest({ week, sites: sites.map(onDemand).map(used) }, now, viewContext),
    )
  }
  const logTexts = {
    short: 'listening\n',
    empty: '\n',
    long: `${HOSTILE}\n`.repeat(2000),
    'one long line': HOSTILE.repeat(2000),
  }
  for (const [what, text] of Object.entries(logTexts)) {
    const log = { name: 'w'.repeat(41), names: ['web'], text, hasMore: false, place: '' }
    drawings[`log, ${what}`] = (viewContext) => logMessage(hostileSite('ready'), log, viewContext)
  }
  drawings['failed, with logs'] = ({ machines: _, ...viewContext }) => card(siteIn('failed'))(viewContext)
  drawings['log sent'] = (viewContext) => fileSentMessage(siteIn('ready'), { name: 'web' }, viewContext)
  drawings['log not sent'] = (viewContext) => fileFailedMessage(siteIn('ready'), { name: 'web' }, viewContext)
  drawings['comment on a log'] = (viewContext) => {
    const text = fileComment(siteIn('ready'), { log: 'web' }, viewContext)
    return { text, blocks: [section(text)] }
  }
  drawings['reading logs'] = (viewContext) => readingMessage(hostileSite('ready'), viewContext)
  Object.assign(drawings, outcomesOfMany())
  drawings['help'] = help
  drawings['short help'] = shortHelp
  drawings['unknown command'] = (viewContext) =>
    unknownCommand({ typed: HOSTILE.repeat(50), nearest: 'extend' }, viewContext)
  drawings['unknown command, nothing near'] = (viewContext) => unknownCommand({ typed: 'x' }, viewContext)
  drawings['unexpected error'] = (viewContext) => unexpectedMessage('7f3a', viewContext)
  for (const error of everyError)
    drawings[`error ${error.code}`] = (viewContext) => userErrorMessage(error, viewContext)
  return { ...drawings, ...lists() }
}

function outcomesOfMany(): Drawings {
  const extend = { operation: 'extend', days: '7' } as const
  const sites = crowd(100)
  const refusedBy = (of: (index: number) => string) =>
    sites.map(({ name }, index) => {
      const error = new UserError('not-permitted', {
        name,
        operation: 'extend',
        audience: 'channel',
        owner: of(index),
        channel: 'C001',
      })
      return { name, is: 'refused', error } as const
    })
  const drawings: Record<string, readonly Outcome[]> = {
    'all done': sites.map((site) => ({ name: site.name, is: 'done', site })),
    'at different times': sites.map((site, index) => {
      return { name: site.name, is: 'done', site: { ...site, spec: { ...site.spec, expiresAt: now + index * DAY_MS } } }
    }),
    'all refused, for one reason': refusedBy(() => 'U001'),
    'all refused, for many reasons': refusedBy((index) => `U${index}`),
    mixed: [
      { name: 'plum', is: 'done', site: siteIn('ready') },
      { name: 'fig', is: 'broken', reference: '7f3a' },
      { name: 'pear', is: 'left' },
      ...everyError.slice(0, 97).map((error) => ({ name: 'n'.repeat(63), is: 'refused', error }) as const),
    ],
  }
  return Object.fromEntries(
    Object.entries(drawings).flatMap(([what, outcomes]) => [
      [`many, ${what}`, (viewContext: ViewContext) => manyOutcomes(extend, outcomes, viewContext)],
      [
        `many, deleted, ${what}`,
        (viewContext: ViewContext) => manyOutcomes({ operation: 'delete' }, outcomes, viewContext),
      ],
    ]),
  )
}

function lists(): Drawings {
  const drawings: Drawings = {}
  for (const kind of listKinds) {
    const nextCursor = 'c'.repeat(500)
    const words = ['owner:U002', HOSTILE, 'w'.repeat(200)]
    drawings[`list ${kind}, nothing matches`] = (viewContext) =>
      siteList({ sites: [] }, { kind, words, nearest: 'expiring' }, viewContext)
    drawings[`list ${kind}, nothing matches so far`] = (viewContext) =>
      siteList({ sites: [] }, { kind, words: ['w'.repeat(300)], nextCursor }, viewContext)
    drawings[`list ${kind}, full, of what matches`] = (viewContext) =>
      siteList({ sites: crowd(100) }, { kind, words: ['w'.repeat(300)], nextCursor }, viewContext)
    drawings[`list ${kind}, empty`] = (viewContext) => siteList({ sites: [] }, { kind }, viewContext)
    drawings[`list ${kind}, full`] = (viewContext) =>
      siteList(
        { sites: crowd(100), unreadable: Array<string>(100).fill('n'.repeat(63)) },
        { kind, nextCursor },
        viewContext,
      )
    drawings[`list ${kind}, full, with prices`] = priced((viewContext) =>
      siteList({ sites: crowd(100).map(onDemand).map(used) }, { kind }, viewContext),
    )
  }
  return drawings
}

export const everyMessage: Drawings = { ...cards(), ...messages() }

export const everyModal: Drawings = {
  'create form': (viewContext) => createForm({}, { catalogue, now, context: {} }, viewContext),
  'create form, on machines that run programs': ({ machines: _, ...viewContext }) =>
    createForm({ services: ['redis'] }, { catalogue, now, context: {} }, viewContext),
  'create form, with a choice of prices': (viewContext) =>
    createForm(
      { spot: true, spaFallback: true },
      { catalogue: { ...catalogue, offersSpot: true }, now, context },
      viewContext,
    ),
  'create form, short': (viewContext) =>
    createForm(
      { channel: 'C001', spot: true, spaFallback: true, sshTeam: 'designers', services: ['redis'] },
      { catalogue: { ...catalogue, offersSpot: true }, isShort: true, now, context },
      viewContext,
    ),
  'create form, short, with a corrected name': (viewContext) =>
    createForm(
      { name: 'spring-sale' },
      { catalogue, isShort: true, now, context: { ...context, corrections: 1 } },
      viewContext,
    ),
  'create form, short, as full as can be': (viewContext) =>
    createForm(longestDraft, { catalogue, isShort: true, now, context }, viewContext),
  'create form, short, hostile': (viewContext) =>
    createForm(hostileDraft, { catalogue, isShort: true, now, context }, viewContext),
  'create form, with mistakes that it did not show': (viewContext) =>
    createForm(hostileDraft, { catalogue, errors: everyMistake, now, context }, viewContext),
  'create form, hostile': (viewContext) => createForm(hostileDraft, { catalogue, now, context }, viewContext),
  ...Object.fromEntries(
    detectionKinds.map((kind) => [
      `create form, found ${kind}`,
      (viewContext: ViewContext) => {
        const detection = { kind, label: HOSTILE, file: HOSTILE, elsewhere: kind === 'nothing' ? [HOSTILE] : [] }
        return createForm(hostileDraft, { catalogue, detection, now, context }, viewContext)
      },
    ]),
  ),
  ...Object.fromEntries(
    operations
      .filter(({ args, confirms }) => confirms || Object.keys(args).length > 0)
      .flatMap(({ name }) =>
        [sharedSite(20), sharedSite(3, hostileSite('booting'))].map((site) => [
          `form of ${name}, ${site.name}`,
          (viewContext: ViewContext) => operationForm(name, site, { now, catalogue, ...context }, viewContext),
        ]),
      ),
  ),
  ...Object.fromEntries(
    [
      { idleHours: 72, officeHours: { from: 10, to: 22 } },
      { idleHours: 0, officeHours: { from: 9, to: 20 } },
      { idleHours: 0 },
    ].map((rules, index) => [
      `form of idle-time, with other rules ${index}`,
      (viewContext: ViewContext) =>
        operationForm(
          'idle-time',
          siteIn('ready'),
          { now, catalogue, ...context },
          {
            ...viewContext,
            policy: { ...viewContext.policy, ...rules },
          },
        ),
    ]),
  ),
  'select form': (viewContext) =>
    selectForm({ sites: crowd(200), areChosen: true, areMore: true }, context, viewContext),
  'select form, nothing chosen': (viewContext) =>
    selectForm({ sites: [siteIn('ready')], areChosen: false, areMore: false }, {}, viewContext),
  'select form, the rest': (viewContext) =>
    restForm({ rest: crowd(100), action: { operation: 'extend', days: '7' }, done: 3 }, context, viewContext),
  ...Object.fromEntries(
    [1, 100].map((count) => [
      `form to delete ${count}`,
      (viewContext: ViewContext) => deleteManyForm(crowd(count), context, viewContext),
    ]),
  ),
  'unexpected error': (viewContext) => unexpectedModal('7f3a', viewContext),
  'password shown': (viewContext) =>
    noticeModal(passwordShown({ name: 'n'.repeat(63), user: HOSTILE, password: HOSTILE }, viewContext), viewContext),
  ...Object.fromEntries(
    everyError.map((error) => [
      `error ${error.code}`,
      (viewContext: ViewContext) => userErrorModal(error, viewContext),
    ]),
  ),
}

export const everyHome: Drawings = {
  empty: (viewContext) => home({ mine: [], expiringSoon: [], archived: [], more: false }, viewContext),
  usual: (viewContext) =>
    home(
      {
        mine: phases.map((phase) => siteIn(phase, { name: `plum-${phase.toLowerCase()}` })),
        expiringSoon: [],
        archived: [],
        more: false,
      },
      viewContext,
    ),
  'as full as can be': (viewContext) =>
    home({ mine: crowd(300), expiringSoon: crowd(300, 'e'), archived: crowd(300, 'a'), more: true }, viewContext),
  'as full as can be, expanded': (viewContext) =>
    home(
      {
        mine: crowd(300),
        expiringSoon: crowd(300, 'e'),
        archived: crowd(300, 'a'),
        costs: { sites: 900, soFar: 1, monthly: 2, unknown: 0 },
        more: true,
        expanded: 'mine',
      },
      viewContext,
    ),
  'as full as can be, with prices': priced((viewContext) => {
    const [mine = [], expiringSoon = [], archived = []] = ['m', 'e', 'a'].map((prefix) =>
      crowd(300, prefix).map(onDemand).map(used),
    )
    const costs = { sites: 900, soFar: 12_345.6, monthly: 23_456.7, unknown: 1 }
    return home({ mine, expiringSoon, archived, costs, more: false }, viewContext)
  }),
}

function onDemand({ spec: { spot: _, ...spec }, ...site }: Site): Site {
  return { ...site, spec }
}

function crowd(size: number, prefix = 'm'): Site[] {
  return Array.from({ length: size }, (_, index) => ({
    ...hostileSite('ready'),
    name: `${prefix}${index}`.padStart(63, 'n'),
    id: `${prefix}${index}`.padEnd(36, '-'),
  }))
}

/** What is said at the code host. */
export const everythingAtCodeHost: Drawings = {
  ...Object.fromEntries(
    [...phases.map(hostileSite), troubled(hostileSite('ready'), 'never-heard-of')].map((site, index) => [
      `comment ${index}`,
      (viewContext: ViewContext) => ({ text: codeHostWording(viewContext).pullRequestComment(site) }),
    ]),
  ),
  ...Object.fromEntries(
    everyError.map((error) => [
      `refusal, ${error.code}`,
      (viewContext: ViewContext) => ({ text: codeHostWording(viewContext).pullRequestRejection(error) }),
    ]),
  ),
  pending: (viewContext) =>
    codeHostWording(viewContext).commitStatus(hostileSite('ready'), { commit: COMMIT, state: 'pending' }),
  success: (viewContext) =>
    codeHostWording(viewContext).commitStatus(hostileSite('ready'), { commit: COMMIT, state: 'success' }),
  error: (viewContext) =>
    codeHostWording(viewContext).commitStatus(hostileSite('archived'), { commit: COMMIT, state: 'error' }),
  failure: (viewContext) =>
    codeHostWording(viewContext).commitStatus(hostileSite('ready'), {
      commit: COMMIT,
      state: 'failure',
      reason: HOSTILE,
    }),
}
