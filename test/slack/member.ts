import assert from 'node:assert/strict'
import type { KnownBlock } from '@slack/types'
import { type BlockElement, elementsOf, type LocatedElement } from '@pokopoko/slack-emulator/testing'
import type { SlackWorkspace } from '@pokopoko/slack-emulator'
import type { Container, Home, Message, Modal, OpenView, Picked } from '@pokopoko/slack-emulator'
import { NOTHING_PICKED } from '../../views/no-offer.ts'
import { actionIds, decodeRef } from '../../views/action-ids.ts'
import { HERE } from './a-slack.ts'

/** Where somebody clicks: a message, what stands below one for a link, the topmost modal, or their App Home. */
export type Spot = Message | (Pick<Message, 'channel' | 'ts' | 'blocks'> & { unfurl: number }) | 'modal' | 'home'

/** What one person sees. */
function looking(workspace: SlackWorkspace, id: string) {
  const screen = () => workspace.screen(id)
  const modal = (): OpenView => screen().modals.at(-1) ?? assert.fail('no modal is open')
  const home = () => screen().home ?? assert.fail('the App Home is empty')
  const elementsAt = (spot: Spot) =>
    elementsOf(blocksOf(spot === 'modal' ? modal().view : spot === 'home' ? home() : spot))
  const find = (spot: Spot, actionId: string, site?: string): { container: Container; found: LocatedElement } => {
    const found = elementsAt(spot).find(
      (placed) => placed.actionId === actionId && (site === undefined || siteOf(placed.element) === site),
    )
    assert.ok(found, `no ${actionId} here`)
    if (spot === 'modal') return { container: { viewId: modal().id }, found }
    if (spot === 'home') return { container: { home: true }, found }
    const unfurl = 'unfurl' in spot ? { unfurl: spot.unfurl } : {}
    return { container: { message: { channel: spot.channel, ts: spot.ts, ...unfurl } }, found }
  }
  return {
    screen,
    modal,
    home,
    find,
    /** action_ids there, in order; with `site`, those that are about it. */
    controls: (spot: Spot, site?: string): string[] =>
      elementsAt(spot)
        .filter(({ element }) => site === undefined || siteOf(element) === site)
        .map(({ actionId }) => actionId),
    /** What the menu there offers; nothing where there is none. */
    menu: (spot: Spot, site?: string): string[] =>
      elementsAt(spot)
        .filter(({ actionId, element }) => actionId === actionIds.more && (!site || siteOf(element) === site))
        .flatMap(({ element }) => (element.type === 'overflow' ? element.options : []))
        .map(({ text }) => text.text),
    /** What the input of the topmost modal holds. */
    holds: (actionId: string): string | undefined => {
      const { found } = find('modal', actionId)
      const given = modal().values?.[found.blockId]?.[actionId]
      return given === undefined ? initialIn(found.element) : textOf(given)
    },
    /** What is wrong in the topmost modal, by field. */
    errors: (): Record<string, string> =>
      Object.fromEntries(
        Object.entries(modal().errors ?? {}).map(([block, error]) => [block.replace(/:.*/su, ''), error]),
      ),
    /** Everything they can read, as it was sent. */
    reads: () => JSON.stringify(screen()),
  }
}

/** One person, by what they do and see. After each doing the reconciler has settled; Slack itself complains of nothing. */
export function aMember(workspace: SlackWorkspace, id: string, settle: () => Promise<void>) {
  const eyes = looking(workspace, id)
  const taken = async (notice: Promise<string | undefined>) => assert.equal(await notice, undefined)
  const done = async (notice: Promise<string | undefined>) => {
    await taken(notice)
    await settle()
  }
  const used = async (spot: Spot, actionId: string, pick: string, site?: string) => {
    const { container, found } = eyes.find(spot, actionId, site)
    if (found.element.type === 'external_select') await workspace.suggest(id, container, found, pick)
    await taken(workspace.act(id, container, found, pickedIn(found.element, pick)))
  }
  /** The message that only this person got meanwhile, before the reconciler had its say. */
  const answerTo = async (doing: () => Promise<void>): Promise<Message | undefined> => {
    const mine = () =>
      eyes.screen().messages.filter(({ ephemeralFor, channel }) => ephemeralFor === id || channel.startsWith('D'))
    const before = new Set(mine().map(({ ts }) => ts))
    await doing()
    const fresh = mine().filter(({ ts }) => !before.has(ts))
    assert.ok(fresh.length <= 1, `told once, not ${fresh.length} times`)
    await settle()
    return fresh[0]
  }
  const testsite = (text = '', channel = HERE) =>
    answerTo(() => taken(workspace.command(id, { channel, command: '/testsite', text })))
  /** Submits the topmost modal; returns what only they are told. */
  const submits = () => answerTo(() => taken(workspace.submit(id, eyes.modal().id, {})))
  /** Asks for the rest of the create form if it has to. */
  const shows = async (actionId: string) => {
    const shown = eyes.controls('modal')
    if (!shown.includes(actionId) && shown.includes(actionIds.moreOptions)) await wantsMore()
  }
  const wantsMore = () => used('modal', actionIds.moreOptions, '')
  return {
    id,
    ...eyes,
    /** Types `/testsite` and this; returns what only they are told. */
    testsite,
    /** Types it, and says yes where that opens a form. */
    confirms: async (text: string) => (await testsite(text)) ?? (await submits()),
    opensHome: () => done(workspace.openHome(id)),
    /** Posts a message, and returns it. */
    says: async (text: string, channel = HERE): Promise<Message> => {
      await done(workspace.say(id, { channel, text }))
      const said = eyes.screen().messages.findLast(({ user }) => user === id)
      return said ?? assert.fail('nothing was said')
    },
    shortcut: (callbackId: string) => done(workspace.shortcut(id, callbackId)),
    /** Clicks a button, or picks this label, date, person or name; returns what only they are told. */
    clicks: (spot: Spot, actionId: string, { pick = '', site }: { pick?: string; site?: string } = {}) =>
      answerTo(() => used(spot, actionId, pick, site)),
    /** Shows all inputs of the create form. */
    wantsMore,
    /** Fills in the topmost modal, by action_id. */
    fills: async (values: Record<string, string>) => {
      for (const [actionId, value] of Object.entries(values)) {
        await shows(actionId)
        await used('modal', actionId, value)
      }
      await settle()
    },
    submits,
    /** Closes the topmost modal; returns what only they are told. */
    cancels: () => answerTo(() => taken(workspace.close(id, eyes.modal().id))),
    /** What a type-ahead of the topmost modal offers, or why it offers nothing. */
    offered: async (actionId: string, query: string) => {
      await shows(actionId)
      const { container, found } = eyes.find('modal', actionId)
      const { options, notice } = await workspace.suggest(id, container, found, query)
      assert.equal(notice, undefined)
      return options.map(({ text, value }) => (value === NOTHING_PICKED ? text : value))
    },
  }
}

export type Member = ReturnType<typeof aMember>

function blocksOf(surface: Pick<Message, 'blocks'> | Modal | Home): KnownBlock[] {
  return surface.blocks ?? []
}

function siteOf(element: BlockElement): string | undefined {
  const value = 'value' in element ? element.value : 'options' in element ? element.options?.[0]?.value : undefined
  return decodeRef(value)?.name
}

function pickedIn(element: LocatedElement['element'], pick: string): Picked {
  switch (element.type) {
    case 'button':
      return { type: element.type }
    case 'static_select':
    case 'overflow': {
      const option = element.options?.find(({ text }) => text.text === pick)
      return { type: element.type, value: option?.value ?? assert.fail(`no option ${pick}`) }
    }
    case 'external_select':
      return { type: element.type, value: pick }
    case 'datepicker':
      return { type: element.type, date: pick }
    case 'users_select':
      return { type: element.type, user: pick }
    case 'conversations_select':
    case 'channels_select':
      return { type: element.type, channel: pick }
    case 'plain_text_input':
      return { type: element.type, text: pick }
    case 'multi_static_select': {
      // A label, or first words of several.
      const isPicked = ({ text }: { text: { text: string } }) =>
        text.text === pick || pick.split(' ').some((part) => `${text.text} `.startsWith(`${part} `))
      return { type: element.type, values: (element.options ?? []).filter(isPicked).map(valueOf) }
    }
    case 'checkboxes':
      // The label of a box to tick; nothing unticks them all.
      return {
        type: element.type,
        values: element.options.filter(({ text }) => text.text === pick).map(valueOf),
      }
  }
}

function valueOf({ value }: { value?: string }): string {
  return value ?? assert.fail('an option without a value')
}

function initialIn(element: BlockElement): string | undefined {
  switch (element.type) {
    case 'plain_text_input':
      return element.initial_value
    case 'static_select':
    case 'external_select':
      return element.initial_option?.value
    case 'datepicker':
      return element.initial_date
    case 'conversations_select':
      return element.initial_conversation
    case 'checkboxes':
    case 'multi_static_select':
      return element.initial_options?.map(valueOf).join()
    default:
      return undefined
  }
}

function textOf(picked: Picked | null): string | undefined {
  if (picked === null) return undefined
  if ('value' in picked) return picked.value
  if ('values' in picked) return picked.values.join()
  if ('text' in picked) return picked.text
  if ('date' in picked) return picked.date
  if ('user' in picked) return picked.user
  return 'channel' in picked ? picked.channel : undefined
}

/** All that is written in it. */
export function words(message: { text?: string; blocks?: unknown[] } | object | undefined): string {
  return JSON.stringify(message ?? '')
}
