import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  ConfirmationDialog,
  Overflow,
  StaticSelect,
} from '@slack/types'
import type { CardFacts } from '../src/site/card.ts'
import { type OperationName, operations, operationNamed } from '../src/site/operations/all.ts'
import type { Button as Place, Operation } from '../src/site/operations/operation.ts'
import { actionIds, ASK, buttonId, encodeRef, presetsOf } from './action-ids.ts'
import { button, option } from './blocks.ts'
import { mrkdwn, plain } from './mrkdwn.ts'
import { textOf } from './operation-text.ts'
import type { ViewContext } from './view-context.ts'
import { logsButtons } from './logs.ts'
import { spoken } from './spoken.ts'

export type ControlFacts = Pick<
  CardFacts,
  'name' | 'phase' | 'operations' | 'expiresAt' | 'deploy' | 'failure' | 'troubles' | 'log'
> & { id: string }

/**
 * The row of buttons and menus that make sense for a site now; none for one that nothing can be done with. `isOneOfMany`: rows of
 * other sites stand beside it, and a menu is known to screen readers by what it shows alone.
 */
export function siteControls(
  facts: ControlFacts,
  viewContext: ViewContext,
  { isOneOfMany = false }: { isOneOfMany?: boolean } = {},
): ActionsBlock[] {
  const mending = isOneOfMany ? [] : offered(facts).filter((operation) => mends(operation, facts))
  const at = (...positions: Place['at'][]) =>
    offered(facts).filter(
      ({ button, name }) =>
        button !== undefined && positions.includes(button.at) && !mending.some((one) => one.name === name),
    )
  const control = (operation: Operation & { name: OperationName }) =>
    presetsOf(operation).length > 0
      ? presetMenu(operation.name, facts, viewContext, isOneOfMany)
      : operationButton(operation.name, facts, viewContext)
  const inMenu = at('menu').map(({ name }) => name)
  const elements = [
    ...mending.map(({ name }) => operationButton(name, facts, viewContext, { style: 'primary' })),
    ...openButton(facts, viewContext),
    ...at('front').map(control),
    ...(isOneOfMany ? [] : logsButtons(facts, viewContext)),
    ...(isOneOfMany ? at('row') : at('row', 'card')).map(control),
    ...(inMenu.length > 0 ? [moreMenu(inMenu, facts, viewContext)] : []),
  ]
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}

/** Those that get a button in a row of many, after the ones at the front. */
const ROW_BUTTONS: readonly OperationName[] = ['wake', 'extend']
/** Those that get into its menu, as far as there is room. */
const ROW_MENU: readonly OperationName[] = [
  'extend',
  'sleep',
  'redeploy',
  'settings',
  'hand-over',
  'delete',
  'delete-without-archive',
  'change-password',
]
const MAX_ROW_BUTTONS = 2
/** Slack's limit. */
const MAX_MENU = 5

/** Two buttons and a menu, where a site is one of many. What has no place there is on the card that `show` brings. */
export function rowControls(facts: ControlFacts, viewContext: ViewContext): ActionsBlock[] {
  const open = openButton(facts, viewContext)
  const front = offered(facts).filter(({ button: at }) => at?.at === 'front')
  const possible = (names: readonly OperationName[]) => names.filter((name) => facts.operations.includes(name))
  const inRow = [...front.map(({ name }) => name), ...possible(ROW_BUTTONS)].slice(0, MAX_ROW_BUTTONS - open.length)
  const inMenu = possible(ROW_MENU)
    .filter((name) => !inRow.includes(name))
    .slice(0, MAX_MENU)
  const elements = [
    ...open,
    ...inRow.map((name) => operationButton(name, facts, viewContext)),
    ...(inMenu.length > 0 ? [moreMenu(inMenu, facts, viewContext)] : []),
  ]
  return elements.length === 0 ? [] : [{ type: 'actions', elements }]
}

/** A menu of those of the operations that are possible now; nothing without any. */
export function menuOf(
  names: readonly OperationName[],
  facts: ControlFacts,
  viewContext: ViewContext,
): { accessory?: Overflow } {
  const possible = names.filter((name) => facts.operations.includes(name))
  return possible.length === 0 ? {} : { accessory: moreMenu(possible, facts, viewContext) }
}

function offered(facts: ControlFacts) {
  return operations.filter(({ name }) => facts.operations.includes(name))
}

/** May it mend what is wrong with the site? */
function mends({ button }: Operation, { failure, troubles, deploy }: ControlFacts): boolean {
  const wrong: readonly (string | undefined)[] = [
    failure?.failure.reason,
    troubles?.deploy?.reason,
    deploy?.page?.problem,
  ]
  return button?.mends?.some((reason) => wrong.includes(reason)) === true
}

function openButton(facts: ControlFacts, { texts, siteUrl }: ViewContext): ActionsBlockElement[] {
  if (facts.phase !== 'ready') return []
  const { name, id } = facts
  const more = { url: siteUrl(name), style: 'primary', ...spoken(texts.spoken.open, name) } as const
  return [button(actionIds.open, texts.buttons.open, encodeRef({ name, id }), more)]
}

/** The button of an operation. One that asks first does so where it's clicked. */
export function operationButton(
  name: OperationName,
  facts: Omit<ControlFacts, 'phase' | 'operations' | 'failure' | 'troubles'>,
  viewContext: ViewContext,
  more: Partial<Button> = {},
): Button {
  const texts = textOf(name, viewContext)
  const { style, confirms } = { ...operationNamed(name).button, confirms: operationNamed(name).confirms }
  return button(buttonId(name), texts.button ?? name, encodeRef({ name: facts.name, id: facts.id }), {
    ...(style && { style }),
    ...(texts.spoken && spoken(texts.spoken, facts.name)),
    ...(confirms && { confirm: confirmation(name, facts, viewContext) }),
    ...more,
  })
}

function confirmation(
  operation: OperationName,
  { name, deploy }: Pick<ControlFacts, 'name' | 'deploy'>,
  viewContext: ViewContext,
): ConfirmationDialog {
  const texts = textOf(operation, viewContext).confirmation
  const facts = { site: name, days: viewContext.policy.archiveDays, isServed: deploy !== undefined }
  return {
    title: plain(texts?.question(facts) ?? '', 100),
    text: mrkdwn(texts?.consequence(facts) ?? '', 300),
    confirm: plain(texts?.submit ?? '', 30),
    deny: plain(viewContext.texts.buttons.cancel, 30),
    style: 'danger',
  }
}

function presetMenu(
  operation: OperationName,
  { name, id, expiresAt }: ControlFacts,
  viewContext: ViewContext,
  isOneOfMany: boolean,
): StaticSelect {
  const { texts } = viewContext
  const { button: label = operation, spoken } = textOf(operation, viewContext)
  const ref = (choice: string) => encodeRef({ name, id, from: expiresAt, choice })
  const presets = presetsOf(operationNamed(operation))
  return {
    type: 'static_select',
    action_id: buttonId(operation),
    placeholder: plain((isOneOfMany && spoken?.({ site: name })) || label, 150),
    options: [
      ...presets.map((preset) => option(ref(preset), texts.days({ days: Number(preset) }))),
      option(ref(ASK), texts.buttons.untilDate),
    ],
  }
}

function moreMenu(names: OperationName[], { name, id }: ControlFacts, viewContext: ViewContext): Overflow {
  const options = names.map((choice) =>
    option(encodeRef({ name, id, choice }), textOf(choice, viewContext).button ?? choice),
  )
  return { type: 'overflow', action_id: actionIds.more, options }
}
