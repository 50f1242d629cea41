import type { KnownBlock, ModalView } from '@slack/types'
import { tonight } from '../src/site/awake-until.ts'
import { expiryRange, laterBy } from '../src/site/expiry.ts'
import { idleChoices } from '../src/site/idle-time.ts'
import { type OperationName, operationNamed } from '../src/site/operations/all.ts'
import { type Argument, isSecret, type RawArguments } from '../src/site/operations/arguments.ts'
import type { Catalogue } from '../src/site/order.ts'
import { MIN_PASSWORD_LENGTH } from '../src/site/password.ts'
import { NO_SERVICES, type SettingGroup, type SettingInput, settingNamed, TICKED } from '../src/site/site-settings.ts'
import type { Site } from '../src/site/site.ts'
import type { Instant } from '../src/site/time.ts'
import { callbackIds, encodeContext, type FormContext } from './action-ids.ts'
import { context, option, section } from './blocks.ts'
import { type FormValues, isAsked, valueOf } from './form-values.ts'
import {
  catalogueSelect,
  channelSelect,
  checkbox,
  externalSelect,
  input,
  type InputWords,
  nameOption,
  servicesInput,
  textInput,
} from './inputs.ts'
import { idleTimeText } from './idle-time.ts'
import { lastDayHint } from './last-day-hint.ts'
import { NOTHING_PICKED } from './no-offer.ts'
import { bold, codeSpan, link, mention, plain, plainDate } from './mrkdwn.ts'
import { textOf } from './operation-text.ts'
import type { ViewContext } from './view-context.ts'

const NO_CHOICES: Catalogue = { images: [], sizes: [] }

interface Opening extends Pick<FormContext, 'channel' | 'thread' | 'expanded'> {
  now: Instant
  /** The expiry that the person saw; a click on a button brings it along. */
  from?: Instant | undefined
  /** Names of the variables that all sites of its repository have. */
  sharedNames?: readonly string[] | undefined
  /** What can be chosen now; absent: nobody knows. */
  catalogue?: Catalogue | undefined
  /** What they typed already, by argument. */
  typed?: RawArguments
}

/** Asks for what an operation needs, and whether it's meant, where it asks that. */
export function operationForm(
  operation: OperationName,
  site: Pick<Site, 'name' | 'id' | 'spec' | 'status'>,
  { now, from = site.spec.expiresAt, typed = {}, sharedNames = [], catalogue = NO_CHOICES, ...where }: Opening,
  viewContext: ViewContext,
): ModalView {
  const { form, args = {}, confirmation } = textOf(operation, viewContext)
  const { name, id, spec, status } = site
  const { texts } = viewContext
  const names = namesIn(spec.environment?.names ?? [])
  const shared = namesIn(sharedNames)
  const facts = {
    site: bold(name),
    owner: mention(spec.owner),
    until: plainDate(spec.expiresAt, viewContext),
    repository: codeSpan(spec.repository, 140),
    ...(names !== '' && { names }),
    ...(shared !== '' && { shared }),
    runsNoPrograms: viewContext.machines === 'embedded',
  }
  const blocks: KnownBlock[] = []
  if (form !== undefined) blocks.push(section(form.intro(facts)))
  let group: SettingGroup | undefined
  for (const [argument, { kind, isOptional }] of Object.entries(operationNamed(operation).args)) {
    const setting = kind === 'setting' ? settingNamed(argument) : undefined
    if (setting !== undefined && (setting.refusal?.(site) !== undefined || !isThereChoice(setting.input, catalogue)))
      continue
    if (setting !== undefined && setting.group !== group) {
      ;({ group } = setting)
      blocks.push({ type: 'header', text: plain(texts.settingGroups[setting.group], 150) })
    }
    const { label = argument, hint } = args[argument] ?? {}
    const optional = isOptional === true || isSecret(kind)
    const words = { label, optional, ...(hint !== undefined && { hint }) }
    blocks.push(inputFor(argument, kind, words, { now, name, spec, catalogue, typed: typed[argument] }, viewContext))
  }
  if (form?.sleep !== undefined)
    blocks.push(context(form.sleep({ when: idleTimeText(spec.idleTimeout ?? 'default', viewContext) })))
  if (confirmation !== undefined) {
    const address = link(viewContext.siteUrl(name), viewContext.siteHost(name))
    const days = viewContext.policy.archiveDays
    const consequence = confirmation.consequence({ site: address, days, isServed: status.deploy !== undefined })
    blocks.push(section(`⚠️ ${bold(confirmation.question({ site: name }))}\n${consequence}`))
  }
  const submit = form?.submit ?? confirmation?.submit ?? ''
  return {
    type: 'modal',
    callback_id: callbackIds.operationForm,
    private_metadata: encodeContext({ ref: { name, id, from }, operation, ...where }),
    title: plain(form?.title ?? submit, 24),
    submit: plain(submit, 24),
    close: plain(texts.buttons.cancel, 24),
    blocks,
  }
}

interface Filling {
  now: Instant
  /** The site's. */
  name: string
  spec: Site['spec']
  catalogue: Catalogue
  typed: string | undefined
}

function inputFor(
  name: string,
  kind: Argument['kind'],
  words: InputWords,
  filling: Filling,
  viewContext: ViewContext,
): KnownBlock {
  const { hints } = viewContext.texts.createForm
  const { now, spec, typed } = filling
  const { policy } = viewContext
  switch (kind) {
    case 'last-day': {
      const { last } = expiryRange(now, policy)
      const later = laterBy(7, spec.expiresAt, now, policy)
      const chosen = later > last ? last : later
      return input(
        { ...words, hint: lastDayHint(now, viewContext) },
        { type: 'datepicker', action_id: name, initial_date: chosen },
      )
    }
    case 'person':
      return input(words, {
        type: 'users_select',
        action_id: name,
        ...(typed !== undefined && { initial_user: typed }),
      })
    case 'scope': {
      const { scopes } = viewContext.texts.createForm
      const site = option('site', scopes.site({ site: filling.name }))
      const all = option('repository', scopes.repository({ repository: spec.repository }))
      return input(words, { type: 'static_select', action_id: name, options: [site, all], initial_option: site })
    }
    case 'idle-time': {
      const options = idleChoices.map((choice) => option(choice, idleTimeText(choice, viewContext)))
      const initial = options.find(({ value }) => value === (spec.idleTimeout ?? 'default'))
      return input(words, {
        type: 'static_select',
        action_id: name,
        options,
        ...(initial && { initial_option: initial }),
      })
    }
    case 'awake-until': {
      const { keepAwakeUntil = 0 } = spec
      const kept = keepAwakeUntil > now ? tonight(keepAwakeUntil - 1, policy) : undefined
      const initial = kept ?? (words.optional === true ? undefined : tonight(now, policy))
      return input(words, {
        type: 'datepicker',
        action_id: name,
        ...(initial !== undefined && { initial_date: initial }),
      })
    }
    case 'user-name':
      return textInput(words, name, { initial: typed ?? spec.access.user })
    case 'password':
      return textInput({ ...words, hint: hints.password({ min: MIN_PASSWORD_LENGTH }) }, name)
    case 'variables':
      return textInput(words, name, { multiline: true })
    case 'variable-names':
      return textInput(words, name)
    case 'setting':
      return settingInput(name, words, filling, viewContext)
    case 'shared-client': {
      const options = (spec.access.shares ?? []).map(({ client }) => option(client, client))
      const initial = options.find(({ value }) => value === typed)
      return input(words, {
        type: 'static_select',
        action_id: name,
        options,
        ...(initial && { initial_option: initial }),
      })
    }
    case 'share-end':
      return input(words, { type: 'datepicker', action_id: name })
    case 'language': {
      const { languages } = viewContext.texts.shares
      const options = (['en', 'ja'] as const).map((language) => option(language, languages[language]))
      const initial = options.find(({ value }) => value === viewContext.locale)
      return input(words, {
        type: 'static_select',
        action_id: name,
        options,
        ...(initial && { initial_option: initial }),
      })
    }
    case 'client':
    case 'share-path':
    case 'text':
      return textInput(words, name, { initial: typed })
  }
}

function settingInput(
  name: string,
  words: InputWords,
  { spec, catalogue, typed }: Filling,
  viewContext: ViewContext,
): KnownBlock {
  const setting = settingNamed(name)
  const initial = typed ?? setting?.shown(spec) ?? ''
  const { placeholders, noServices } = viewContext.texts.createForm
  switch (setting?.input) {
    case 'services':
      return servicesInput(words, name, initial.split(','), { id: NO_SERVICES, label: noServices })
    case 'flag':
      return checkbox(words.label, name, words.hint ?? '', initial === TICKED)
    case 'branch':
      return input(words, externalSelect(name, placeholders.branch, nameOption(initial)))
    case 'team':
      return input(words, externalSelect(name, placeholders.sshTeam, nameOption(initial)))
    case 'channel':
      return input(words, channelSelect(name, initial))
    case 'size':
      return input(words, catalogueSelect(name, withPresent(catalogue.sizes, initial), initial))
    case 'image':
      return input(words, catalogueSelect(name, withPresent(catalogue.images, initial), initial))
    default:
      return textInput(words, name, { initial, multiline: setting?.input === 'lines' })
  }
}

/** One size, as on a laptop, is no choice. */
function isThereChoice(kind: SettingInput, { images, sizes }: Catalogue): boolean {
  if (kind === 'size') return sizes.length > 1
  return kind !== 'image' || images.length > 0
}

/** What it has is offered although nothing else can have it any more. */
function withPresent(choices: Catalogue['images'], present: string): Catalogue['images'] {
  return choices.some(({ id }) => id === present) ? choices : [{ id: present, label: present }, ...choices]
}

/** Room for them in a section. */
const MAX_NAMES = 1000

function namesIn(names: readonly string[]): string {
  const shown = names.map((name) => codeSpan(name))
  while (shown.join(' ').length > MAX_NAMES) shown.pop()
  return `${shown.join(' ')}${shown.length < names.length ? ' …' : ''}`
}

/** What was typed and picked, by argument. Settings that the form doesn't ask for are left out, and stay. */
export function readOperationForm(operation: OperationName, values: FormValues): RawArguments {
  const asked = Object.entries(operationNamed(operation).args).flatMap(([name, { kind }]): [string, string][] => {
    const value = valueOf(values, name) ?? ''
    const stays = kind === 'setting' && (!isAsked(values, name) || value === NOTHING_PICKED)
    return stays ? [] : [[name, value]]
  })
  return Object.fromEntries(asked)
}
