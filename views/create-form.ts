import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import { isDate } from '../src/site/calendar.ts'
import { defaultExpiryDate, expiryRange } from '../src/site/expiry.ts'
import { MIN_PASSWORD_LENGTH } from '../src/site/password.ts'
import { type Catalogue, type OrderErrors, orderFields, usualOrder } from '../src/site/order.ts'
import type { Detection } from '../src/site/detection.ts'
import type { CalendarDate, Instant } from '../src/site/time.ts'
import {
  actionIds,
  branchBlockId,
  callbackIds,
  encodeContext,
  type FormContext,
  inputIds,
  nameBlockId,
  servicesBlockId,
} from './action-ids.ts'
import { button, context, section } from './blocks.ts'
import { createFormSummary } from './create-form-summary.ts'
import { detectionText } from './detection.ts'
import {
  catalogueSelect,
  channelSelect,
  checkbox,
  externalSelect,
  input,
  nameOption,
  servicesInput,
  textInput,
} from './inputs.ts'
import { lastDayHint } from './last-day-hint.ts'
import { bold, plain } from './mrkdwn.ts'
import { userErrorText } from './problem.ts'
import type { CreateFormValues } from './read-create-form.ts'
import type { ViewContext } from './view-context.ts'

interface Setting {
  catalogue: Catalogue
  /** Asks only for what has no default, and says in a line what the rest is. */
  isShort?: boolean
  /** Shown on top: of a submission that had mistakes where the form didn't ask. */
  errors?: OrderErrors
  /** What the repository is; absent until that is known. */
  detection?: Detection | undefined
  now: Instant
  context: FormContext
}

/** The form for a new site, filled in with `draft`. Drawn again, it keeps what was typed since. */
export function createForm(typed: CreateFormValues, setting: Setting, viewContext: ViewContext): ModalView {
  const { texts } = viewContext
  const draft = withDefaults(typed, setting, viewContext)
  const short = setting.isShort === true ? encodeContext({ ...setting.context, hidden: hiddenIn(draft) }) : undefined
  const isShort = short !== undefined && short.length <= MAX_METADATA
  const found = detectionText(setting.detection, viewContext)
  const blocks: KnownBlock[] = [
    ...errorSections(setting.errors, viewContext),
    nameInput(draft, setting.context, viewContext),
    ...repositoryInputs(draft, viewContext),
    ...(found === '' ? [] : [context(found)]),
    ...(isShort ? hiddenPart(draft, setting, viewContext) : otherInputs(draft, setting, viewContext)),
  ]
  return {
    type: 'modal',
    callback_id: callbackIds.createForm,
    private_metadata: isShort ? short : encodeContext({ ...setting.context, hidden: undefined }),
    title: plain(texts.createForm.title, 24),
    submit: plain(texts.createForm.submit, 24),
    close: plain(texts.buttons.cancel, 24),
    blocks,
  }
}

/** Source: Slack, "Views". Orders that pass the checks stay well below it. */
const MAX_METADATA = 3000

/** What the form suggests where nothing was typed or used before. */
function withDefaults(
  draft: CreateFormValues,
  { catalogue, now }: Setting,
  { policy }: ViewContext,
): CreateFormValues & { lastDay: CalendarDate } {
  const { first } = expiryRange(now, policy)
  const fallback = defaultExpiryDate(now, policy)
  const { image, size, lastDay, accessUser, documentRoot } = draft
  return {
    ...draft,
    ...offeredIn('image', catalogue.images, image),
    ...offeredIn('size', catalogue.sizes, size),
    lastDay: lastDay !== undefined && isDate(lastDay) ? lastDay : fallback < first ? first : fallback,
    accessUser: accessUser ?? usualOrder.accessUser,
    documentRoot: documentRoot ?? usualOrder.documentRoot,
  }
}

/** The one asked for, else the first: a catalogue lists the usual choice first. */
function offeredIn(field: 'image' | 'size', choices: Catalogue['images'], asked: string | undefined) {
  const offered = choices.find(({ id }) => id === asked) ?? choices[0]
  return offered && { [field]: offered.id }
}

/** A password is typed, never kept. The branch is asked for, and the repository says whose directories these are. */
function hiddenIn({ name: _name, branch: _branch, password: _password, ...hidden }: CreateFormValues) {
  return hidden
}

function hiddenPart(draft: CreateFormValues, setting: Setting, viewContext: ViewContext): KnownBlock[] {
  const more = button(actionIds.moreOptions, viewContext.texts.createForm.more, 'more')
  return [
    // It has no default outside of channels.
    ...(draft.channel === undefined ? [channelInput(draft, viewContext)] : []),
    context(createFormSummary(draft, setting, viewContext)),
    { type: 'actions', block_id: actionIds.moreOptions, elements: [more] },
  ]
}

function otherInputs(
  draft: ReturnType<typeof withDefaults>,
  { catalogue, detection, now }: Setting,
  viewContext: ViewContext,
): KnownBlock[] {
  return [
    ...servicesInputs(draft, detection, viewContext),
    ...machineInputs(draft, catalogue, viewContext),
    lastDayInput(draft, now, viewContext),
    ...accessInputs(draft, viewContext),
    channelInput(draft, viewContext),
    { type: 'divider' },
    context(viewContext.texts.createForm.overrides),
    ...overrideInputs(draft, viewContext),
  ]
}

function errorSections(errors: OrderErrors = {}, viewContext: ViewContext): KnownBlock[] {
  const { labels } = viewContext.texts.createForm
  return orderFields.flatMap((field) => {
    const error = errors[field]
    return error === undefined ? [] : [section(`⚠️ ${bold(labels[field])}: ${userErrorText(error, viewContext)}`)]
  })
}

function nameInput(
  { name = '' }: CreateFormValues,
  { corrections = 0 }: FormContext,
  { texts, siteHost }: ViewContext,
): InputBlock {
  const { labels, hints, placeholders } = texts.createForm
  const address = siteHost(/^[a-z0-9-]{1,63}$/.test(name) ? name : placeholders.name)
  const hint = corrections > 0 ? hints.correctedName : hints.name
  const shown = { initial: name, placeholder: placeholders.name, focus: name === '' || corrections > 0 }
  const words = { label: labels.name, hint: hint({ address }) }
  return { ...textInput(words, inputIds.name, shown), block_id: nameBlockId(corrections) }
}

function repositoryInputs({ repository, branch }: CreateFormValues, { texts }: ViewContext): InputBlock[] {
  const { labels, placeholders } = texts.createForm
  return [
    input(
      { label: labels.repository },
      externalSelect(inputIds.repository, placeholders.repository, nameOption(repository)),
      { dispatch_action: true },
    ),
    input({ label: labels.branch }, externalSelect(inputIds.branch, placeholders.branch, nameOption(branch)), {
      block_id: branchBlockId(repository),
      dispatch_action: true,
    }),
  ]
}

/** Embedded machines run none. */
function servicesInputs(
  { repository, services }: CreateFormValues,
  detection: Detection | undefined,
  { texts, machines }: ViewContext,
): InputBlock[] {
  if (machines === 'embedded') return []
  const { labels, hints } = texts.createForm
  const detected = detection?.services ?? []
  const words = { label: labels.services, hint: hints.services, optional: true }
  const boxes = servicesInput(words, inputIds.services, services ?? detected)
  return [{ ...boxes, block_id: servicesBlockId(repository, detected) }]
}

/** For repositories that aren't detected, or not as people want. */
function overrideInputs(
  { documentRoot = '', appDirectory = '', startCommand = '', spaFallback = false }: CreateFormValues,
  { texts }: ViewContext,
): InputBlock[] {
  const { labels, hints, placeholders } = texts.createForm
  return [
    textInput({ label: labels.appDirectory, hint: hints.appDirectory, optional: true }, inputIds.appDirectory, {
      initial: appDirectory,
      placeholder: placeholders.appDirectory,
    }),
    textInput({ label: labels.documentRoot, hint: hints.documentRoot, optional: true }, inputIds.documentRoot, {
      initial: documentRoot,
      placeholder: placeholders.documentRoot,
    }),
    textInput({ label: labels.startCommand, hint: hints.startCommand, optional: true }, inputIds.startCommand, {
      initial: startCommand,
      placeholder: placeholders.startCommand,
    }),
    checkbox(labels.spaFallback, inputIds.spaFallback, texts.createForm.flags.spaFallback, spaFallback),
  ]
}

function machineInputs(
  { image, size, spot = false, sshTeam }: CreateFormValues,
  catalogue: Catalogue,
  { texts }: ViewContext,
): InputBlock[] {
  const { labels, hints, placeholders, flags } = texts.createForm
  return [
    input({ label: labels.image }, catalogueSelect(inputIds.image, catalogue.images, image)),
    input({ label: labels.size }, catalogueSelect(inputIds.size, catalogue.sizes, size)),
    ...(catalogue.offersSpot === true ? [checkbox(labels.spot, inputIds.spot, flags.spot, spot)] : []),
    input(
      { label: labels.sshTeam, hint: hints.sshTeam, optional: true },
      externalSelect(inputIds.sshTeam, placeholders.sshTeam, nameOption(sshTeam)),
    ),
  ]
}

function lastDayInput({ lastDay }: { lastDay: CalendarDate }, now: Instant, viewContext: ViewContext): InputBlock {
  const { labels } = viewContext.texts.createForm
  return input(
    { label: labels.lastDay, hint: lastDayHint(now, viewContext) },
    { type: 'datepicker', action_id: inputIds.lastDay, initial_date: lastDay },
  )
}

/** A password is never sent back: Slack itself keeps what was typed when the form is drawn again. */
function accessInputs({ accessUser = '' }: CreateFormValues, { texts }: ViewContext): InputBlock[] {
  const { labels, hints } = texts.createForm
  return [
    textInput({ label: labels.accessUser }, inputIds.accessUser, { initial: accessUser }),
    textInput(
      { label: labels.password, hint: hints.password({ min: MIN_PASSWORD_LENGTH }), optional: true },
      inputIds.password,
    ),
  ]
}

function channelInput({ channel }: CreateFormValues, { texts }: ViewContext): InputBlock {
  const { labels, hints } = texts.createForm
  return input({ label: labels.channel, hint: hints.channel }, channelSelect(inputIds.channel, channel))
}
