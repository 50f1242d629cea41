import type { KnownBlock, ModalView } from '@slack/types'
import { expiryRange, laterBy } from '../src/site/expiry.ts'
import { MIN_PASSWORD_LENGTH } from '../src/site/password.ts'
import type { CalendarDate, Instant } from '../src/site/time.ts'
import { callbackIds, encodeContext, type FormContext, inputIds, type SiteRef } from './action-ids.ts'
import { section } from './blocks.ts'
import { type FormValues, valueOf } from './form-values.ts'
import { input, textInput } from './inputs.ts'
import { bold, link, mention, plain, plainDay, slackDate } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** The site that a form is about, as its record or its card's facts have it. */
type About<T = object> = { name: string; id: string } & T

/** Where it was asked for; absent for the App Home. */
type Where = Pick<FormContext, 'channel' | 'thread'>

/** `from` is the expiry that the person saw; a click on a button brings it along. */
export function extendForm(
  { name, id, expiresAt, from = expiresAt }: About<{ expiresAt: Instant; from?: Instant }>,
  { now, ...where }: Where & { now: Instant },
  viewContext: ViewContext,
): ModalView {
  const { extendForm, createForm } = viewContext.texts
  const { policy } = viewContext
  const { first, last } = expiryRange(now, policy)
  const later = laterBy(7, expiresAt, now, policy)
  const days = {
    first: plainDay(first, viewContext),
    last: plainDay(last, viewContext),
    hour: policy.expiryHour,
    zone: policy.timeZone,
  }
  return siteModal(
    { callbackId: callbackIds.extendForm, words: extendForm, ref: { name, id, from }, where },
    [
      section(extendForm.current({ site: bold(name), when: slackDate(expiresAt, viewContext) })),
      input(
        { label: extendForm.label, hint: createForm.hints.lastDay(days) },
        { type: 'datepicker', action_id: inputIds.lastDay, initial_date: later > last ? last : later },
      ),
    ],
    viewContext,
  )
}

/** '' when no date was picked. */
export function readExtendForm(values: FormValues): CalendarDate {
  return valueOf(values, inputIds.lastDay) ?? ''
}

export function passwordForm(
  { name, id, accessUser }: About<{ accessUser: string }>,
  where: Where,
  viewContext: ViewContext,
): ModalView {
  const { passwordForm, createForm } = viewContext.texts
  const { labels, hints } = createForm
  return siteModal(
    { callbackId: callbackIds.passwordForm, words: passwordForm, ref: { name, id }, where },
    [
      section(passwordForm.intro({ site: bold(name) })),
      textInput({ label: labels.accessUser }, inputIds.accessUser, { initial: accessUser }),
      textInput(
        { label: labels.password, hint: hints.password({ min: MIN_PASSWORD_LENGTH }), optional: true },
        inputIds.password,
      ),
    ],
    viewContext,
  )
}

/** `password` is '' when one shall be generated. */
export function readPasswordForm(values: FormValues): { user: string; password: string } {
  return { user: valueOf(values, inputIds.accessUser) ?? '', password: valueOf(values, inputIds.password) ?? '' }
}

export function handOverForm(
  { name, id, owner }: About<{ owner: string }>,
  where: Where,
  viewContext: ViewContext,
): ModalView {
  const { handOverForm } = viewContext.texts
  return siteModal(
    { callbackId: callbackIds.handOverForm, words: handOverForm, ref: { name, id }, where },
    [
      section(handOverForm.intro({ site: bold(name), owner: mention(owner) })),
      input({ label: handOverForm.label }, { type: 'users_select', action_id: inputIds.owner }),
    ],
    viewContext,
  )
}

/** The new owner; undefined when nobody was picked. */
export function readHandOverForm(values: FormValues): string | undefined {
  return valueOf(values, inputIds.owner)
}

/** Asks once more before a site and its archive go for ever. There is nothing to fill in. */
export function deleteForeverForm({ name, id }: About, where: Where, viewContext: ViewContext): ModalView {
  const { deleteForeverForm } = viewContext.texts
  const address = link(viewContext.siteUrl(name), viewContext.siteHost(name))
  return siteModal(
    { callbackId: callbackIds.deleteForeverForm, words: deleteForeverForm, ref: { name, id }, where },
    [section(`⚠️ ${deleteForeverForm.warning({ site: bold(name), address })}`)],
    viewContext,
  )
}

interface Frame {
  callbackId: string
  words: { title: string; submit: string }
  ref: SiteRef
  where: Where
}

function siteModal({ callbackId, words, ref, where }: Frame, blocks: KnownBlock[], { texts }: ViewContext): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    private_metadata: encodeContext({ ref, ...where }),
    title: plain(words.title, 24),
    submit: plain(words.submit, 24),
    close: plain(texts.buttons.cancel, 24),
    blocks,
  }
}
