import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import { operationNamed } from '../src/site/operations/all.ts'
import type { Site } from '../src/site/site.ts'
import {
  callbackIds,
  decodeRef,
  encodeContext,
  encodeRef,
  type FormContext,
  presetsOf,
  selectIds,
  type SiteRef,
} from './action-ids.ts'
import { context, option, section } from './blocks.ts'
import { type FormValues, pickedIn, valueOf } from './form-values.ts'
import { input, MAX_OPTIONS } from './inputs.ts'
import { bold, plain, plainDate } from './mrkdwn.ts'
import { textOf } from './operation-text.ts'
import type { ViewContext } from './view-context.ts'

/** What can be done with several sites at once. */
const MANY = ['extend', 'sleep', 'delete'] as const
export interface ManyAction {
  operation: (typeof MANY)[number]
  /** By how many days to extend. */
  days?: string
}

const actions: readonly ManyAction[] = MANY.flatMap((operation): ManyAction[] => {
  const presets = presetsOf(operationNamed(operation))
  return presets.length === 0 ? [{ operation }] : presets.map((days) => ({ operation, days }))
})

/** Where a form was opened. */
type Where = Pick<FormContext, 'channel' | 'thread'>

/** Picks sites, and what is to be done with them. `areMore`: there are more than a form can offer. */
export function selectForm(
  { sites, areChosen, areMore }: { sites: readonly Site[]; areChosen: boolean; areMore: boolean },
  where: Where,
  viewContext: ViewContext,
): ModalView {
  const { select } = viewContext.texts
  const options = sites.slice(0, MAX_OPTIONS).map((site) => siteOption(site, viewContext))
  const blocks = [
    ...(areMore ? [context(select.more({ count: MAX_OPTIONS }))] : []),
    sitesInput(options, areChosen, viewContext),
    actionInput(undefined, viewContext),
  ]
  return modal({ title: select.title, submit: select.submit, blocks }, where, viewContext)
}

/** The same once more, for the sites that there was no time for. */
export function restForm(
  { rest, action, done }: { rest: readonly SiteRef[]; action: ManyAction; done: number },
  where: Where,
  viewContext: ViewContext,
): ModalView {
  const { select } = viewContext.texts
  const blocks = [
    section(select.rest({ done, rest: rest.length })),
    sitesInput(rest.map(refOption), true, viewContext),
    actionInput(action, viewContext),
  ]
  return modal({ title: select.title, submit: select.submit, blocks }, where, viewContext)
}

/** Asks whether they are to be deleted. Sites can still be left out. */
export function deleteManyForm(refs: readonly SiteRef[], where: Where, viewContext: ViewContext): ModalView {
  const { delete: texts } = viewContext.texts.select
  const submit = textOf('delete', viewContext).confirmation?.submit ?? ''
  const days = viewContext.policy.archiveDays
  const blocks = [
    section(`⚠️ ${bold(texts.question({ count: refs.length }))}\n${texts.consequence({ days })}`),
    sitesInput(refs.map(refOption), true, viewContext),
  ]
  return modal({ title: texts.title, submit, blocks }, { ...where, operation: 'delete' }, viewContext)
}

function modal(
  { title, submit, blocks }: { title: string; submit: string; blocks: KnownBlock[] },
  formContext: FormContext,
  { texts }: ViewContext,
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackIds.selectForm,
    private_metadata: encodeContext(formContext),
    title: plain(title, 24),
    submit: plain(submit, 24),
    close: plain(texts.buttons.cancel, 24),
    blocks,
  }
}

function sitesInput(options: PlainTextOption[], areChosen: boolean, { texts }: ViewContext): KnownBlock {
  return input(
    { label: texts.select.sites },
    {
      type: 'multi_static_select',
      action_id: selectIds.sites,
      placeholder: plain(texts.select.choose, 150),
      options,
      ...(areChosen && { initial_options: options }),
    },
  )
}

function siteOption({ name, id, spec }: Site, viewContext: ViewContext): PlainTextOption {
  const until = viewContext.texts.expiresAt({ when: plainDate(spec.expiresAt, viewContext) })
  return option(encodeRef({ name, id, from: spec.expiresAt }), `${name} · ${until}`)
}

function refOption(ref: SiteRef): PlainTextOption {
  return option(encodeRef(ref), ref.name)
}

function actionInput(chosen: ManyAction | undefined, viewContext: ViewContext): KnownBlock {
  const options = actions.map((action) => option(encodeAction(action), actionLabel(action, viewContext)))
  const initial = chosen && options.find(({ value }) => value === encodeAction(chosen))
  return input(
    { label: viewContext.texts.select.action },
    { type: 'static_select', action_id: selectIds.action, options, ...(initial && { initial_option: initial }) },
  )
}

function encodeAction({ operation, days }: ManyAction): string {
  return days === undefined ? operation : `${operation} ${days}`
}

/** As the form offers it. */
export function actionLabel({ operation, days }: ManyAction, viewContext: Pick<ViewContext, 'texts'>): string {
  if (days !== undefined) return viewContext.texts.extendBy({ days: Number(days) })
  return textOf(operation, viewContext).button ?? operation
}

/** What was picked, each site once. No action where the form asked whether to delete, and where it's none of ours. */
export function readSelectForm(values: FormValues): { refs: SiteRef[]; action: ManyAction | undefined } {
  const refs = new Map(
    pickedIn(values, selectIds.sites).flatMap((value) => {
      const ref = decodeRef(value)
      return ref === undefined ? [] : [[ref.name, ref] as const]
    }),
  )
  const picked = valueOf(values, selectIds.action)
  return { refs: [...refs.values()], action: actions.find((action) => encodeAction(action) === picked) }
}
