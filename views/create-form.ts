import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import { isDate } from '../src/site/calendar.ts'
import { defaultExpiryDate, expiryRange } from '../src/site/expiry.ts'
import { MIN_PASSWORD_LENGTH } from '../src/site/password.ts'
import { type Catalogue, type Order, usualOrder } from '../src/site/order.ts'
import type { Detection } from '../src/site/detection.ts'
import type { Instant } from '../src/site/time.ts'
import { branchBlockId, callbackIds, encodeContext, type FormContext, inputIds, servicesBlockId } from './action-ids.ts'
import { context } from './blocks.ts'
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
import { plain } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

export type CreateFormValues = Partial<Order>

interface Setting {
  catalogue: Catalogue
  /** What the repository is; absent until that is known. */
  detection?: Detection | undefined
  now: Instant
  context: FormContext
}

/** The form for a new site, filled in with `draft`. Drawn again, it keeps what was typed since. */
export function createForm(draft: CreateFormValues, setting: Setting, viewContext: ViewContext): ModalView {
  const { texts } = viewContext
  const found = detectionText(setting.detection, viewContext)
  const blocks: KnownBlock[] = [
    nameInput(draft, viewContext),
    ...repositoryInputs(draft, viewContext),
    ...(found === '' ? [] : [context(found)]),
    ...servicesInputs(draft, setting.detection, viewContext),
    ...machineInputs(draft, setting.catalogue, viewContext),
    lastDayInput(draft, setting.now, viewContext),
    ...accessInputs(draft, viewContext),
    channelInput(draft, viewContext),
    { type: 'divider' },
    context(texts.createForm.overrides),
    ...overrideInputs(draft, viewContext),
  ]
  return {
    type: 'modal',
    callback_id: callbackIds.createForm,
    private_metadata: encodeContext(setting.context),
    title: plain(texts.createForm.title, 24),
    submit: plain(texts.createForm.submit, 24),
    close: plain(texts.buttons.cancel, 24),
    blocks,
  }
}

function nameInput({ name = '' }: CreateFormValues, { texts, siteHost }: ViewContext): InputBlock {
  const { labels, hints, placeholders } = texts.createForm
  const address = siteHost(/^[a-z0-9-]{1,63}$/.test(name) ? name : placeholders.name)
  const label = { label: labels.name, hint: hints.name({ address }) }
  return textInput(label, inputIds.name, { initial: name, placeholder: placeholders.name, focus: name === '' })
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
  { documentRoot, appDirectory = '', startCommand = '', spaFallback = false }: CreateFormValues,
  { texts }: ViewContext,
): InputBlock[] {
  const { labels, hints, placeholders } = texts.createForm
  return [
    textInput({ label: labels.appDirectory, hint: hints.appDirectory, optional: true }, inputIds.appDirectory, {
      initial: appDirectory,
      placeholder: placeholders.appDirectory,
    }),
    textInput({ label: labels.documentRoot, hint: hints.documentRoot, optional: true }, inputIds.documentRoot, {
      initial: documentRoot ?? usualOrder.documentRoot,
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

function lastDayInput({ lastDay }: CreateFormValues, now: Instant, viewContext: ViewContext): InputBlock {
  const { labels } = viewContext.texts.createForm
  const { policy } = viewContext
  const { first } = expiryRange(now, policy)
  const fallback = defaultExpiryDate(now, policy)
  const typed = lastDay !== undefined && isDate(lastDay) ? lastDay : undefined
  const initial = typed ?? (fallback < first ? first : fallback)
  return input(
    { label: labels.lastDay, hint: lastDayHint(now, viewContext) },
    { type: 'datepicker', action_id: inputIds.lastDay, initial_date: initial },
  )
}

/** A password is never sent back: Slack itself keeps what was typed when the form is drawn again. */
function accessInputs({ accessUser }: CreateFormValues, { texts }: ViewContext): InputBlock[] {
  const { labels, hints } = texts.createForm
  return [
    textInput({ label: labels.accessUser }, inputIds.accessUser, { initial: accessUser ?? usualOrder.accessUser }),
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
