import type { ActionsBlock, ActionsBlockElement, ConfirmationDialog, Overflow, StaticSelect } from '@slack/types'
import type { CardFacts } from '../src/site/card.ts'
import type { SiteAction } from '../src/site/actions.ts'
import { actionIds, type Choice, encodeRef, extendDays } from './action-ids.ts'
import { button, option } from './blocks.ts'
import { mrkdwn, plain } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'
import { spoken } from './spoken.ts'

export type ControlFacts = Pick<CardFacts, 'name' | 'phase' | 'actions' | 'expiresAt' | 'deploy'> & { id: string }

/**
 * The row of buttons and menus that make sense for a site now; none for one that nothing can be asked of. `isOneOfMany`: rows of
 * other sites stand beside it, and a menu is known to screen readers by what it shows alone.
 */
export function siteControls(
  facts: ControlFacts,
  viewContext: ViewContext,
  { isOneOfMany = false }: { isOneOfMany?: boolean } = {},
): ActionsBlock[] {
  const elements = [
    ...openButton(facts, viewContext),
    ...asked(facts, 'retry', () => simple(facts, 'retry', viewContext)),
    ...asked(facts, 'restore', () => simple(facts, 'restore', viewContext)),
    ...asked(facts, 'adopt', () => simple(facts, 'adopt', viewContext)),
    ...asked(facts, 'extend', () => extendMenu(facts, viewContext, isOneOfMany)),
    ...asked(facts, 'redeploy', () => simple(facts, 'redeploy', viewContext)),
    ...asked(facts, 'sleep', () => simple(facts, 'sleep', viewContext)),
    ...asked(facts, 'wake', () => simple(facts, 'wake', viewContext)),
    ...asked(facts, 'changePassword', () => simple(facts, 'changePassword', viewContext)),
    ...asked(facts, 'delete', () => deleteButton(facts, 'delete', viewContext)),
    ...moreMenu(facts, viewContext),
  ]
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}

function asked({ actions }: ControlFacts, action: SiteAction, element: () => ActionsBlockElement) {
  return actions.includes(action) ? [element()] : []
}

function openButton(facts: ControlFacts, { texts, siteUrl }: ViewContext): ActionsBlockElement[] {
  if (facts.phase !== 'ready') return []
  const { name, id } = facts
  const more = { url: siteUrl(name), style: 'primary', ...spoken(texts.spoken.open, name) } as const
  return [button(actionIds.open, texts.buttons.open, encodeRef({ name, id }), more)]
}

type Simple = 'retry' | 'restore' | 'adopt' | 'redeploy' | 'sleep' | 'wake' | 'changePassword'

function simple({ name, id }: ControlFacts, action: Simple, { texts }: ViewContext) {
  const word = action === 'changePassword' ? 'password' : action
  const isWayOut = action === 'retry' || action === 'restore' || action === 'wake'
  return button(actionIds[action], texts.buttons[word], encodeRef({ name, id }), {
    ...(isWayOut && { style: 'primary' }),
    ...spoken(texts.spoken[word], name),
  })
}

function extendMenu({ name, id, expiresAt }: ControlFacts, { texts }: ViewContext, isOneOfMany: boolean): StaticSelect {
  const ref = (choice: Choice) => encodeRef({ name, id, from: expiresAt, choice })
  return {
    type: 'static_select',
    action_id: actionIds.extendMenu,
    placeholder: plain(isOneOfMany ? texts.spoken.extend({ site: name }) : texts.buttons.extend, 150),
    options: [
      ...extendDays.map((days) => option(ref(`${days}`), texts.days({ days }))),
      option(ref('until'), texts.buttons.untilDate),
    ],
  }
}

/** Asks first, and says what can be undone. */
export function deleteButton(facts: ControlFacts, word: 'delete' | 'deleteNow', viewContext: ViewContext) {
  const { texts } = viewContext
  const { name, id } = facts
  return button(actionIds.delete, texts.buttons[word], encodeRef({ name, id }), {
    style: 'danger',
    ...spoken(texts.spoken[word], name),
    confirm: confirmDelete(facts, viewContext),
  })
}

function confirmDelete({ name, deploy }: ControlFacts, { texts, policy }: ViewContext): ConfirmationDialog {
  const { title, kept, maybeKept } = texts.confirmDelete
  const days = policy.archiveDays
  return {
    title: plain(title({ name }), 100),
    text: mrkdwn(deploy === undefined ? maybeKept({ days }) : kept({ days }), 300),
    confirm: plain(texts.buttons.delete, 30),
    deny: plain(texts.buttons.cancel, 30),
    style: 'danger',
  }
}

function moreMenu({ name, id, actions }: ControlFacts, { texts }: ViewContext): Overflow[] {
  const offered = (['handOver', 'deleteWithoutArchive'] as const).filter((choice) => actions.includes(choice))
  if (offered.length === 0) return []
  const options = offered.map((choice) => option(encodeRef({ name, id, choice }), texts.buttons[choice]))
  return [{ type: 'overflow', action_id: actionIds.more, options }]
}
