import { randomBytes } from 'node:crypto'
import { elementsOf, withIds } from './block-kit/elements-of.ts'
import { SlackError } from './slack-error.ts'
import type { LoadedOptions } from './loaded-options.ts'
import type { OpenModal, State } from './state.ts'
import type { Modal, ViewValues } from './workspace.ts'
import { keptValues } from './values.ts'

/** Slack's "Modals": up to three views in a stack. */
const MAX_STACK = 3

export interface Modals {
  /** Opens a new stack in place of one that is open. */
  open(userId: string, view: Modal, channel?: string): OpenModal
  /** @throws SlackError `push_limit_reached`, `duplicate_external_id` */
  push(below: OpenModal, view: Modal): OpenModal
  update(modal: OpenModal, view: Modal): OpenModal
  /** Removes the view and those above it. */
  remove(modal: OpenModal): void
  clear(userId: string): void
  top(userId: string): OpenModal | undefined
  find(key: { viewId: string } | { externalId: string }): OpenModal | undefined
}

export function createModals(state: State, loadedOptions: LoadedOptions): Modals {
  const stackOf = (userId: string) => state.modals.get(userId) ?? []
  const all = () => [...state.modals.values()].flat()
  const put = (userId: string, stack: OpenModal[]) => {
    state.modals.set(userId, stack)
    state.changed({ kind: 'modals', userId })
  }
  return {
    open: (userId, view, channel) => {
      checkExternalId(all(), view)
      const modal = newModal(userId, view, channel)
      put(userId, [modal])
      return modal
    },
    push: (below, view) => {
      const { userId, rootId, channel } = below
      const stack = stackOf(userId)
      if (stack.length >= MAX_STACK) throw new SlackError('push_limit_reached')
      checkExternalId(all(), view)
      const modal = { ...newModal(userId, view, channel), rootId, previousId: below.id }
      put(userId, [...stack, modal])
      return modal
    },
    update: (modal, view) => {
      checkExternalId(all(), view, modal.id)
      const updated = updatedModal(modal, view, loadedOptions)
      const swap = (one: OpenModal) => (one.id === updated.id ? updated : one)
      put(modal.userId, stackOf(modal.userId).map(swap))
      return updated
    },
    remove: ({ id, userId }) => {
      const index = stackOf(userId).findIndex((modal) => modal.id === id)
      if (index >= 0) put(userId, stackOf(userId).slice(0, index))
    },
    clear: (userId) => put(userId, []),
    top: (userId) => stackOf(userId).at(-1),
    find: (key) =>
      all().find((modal) => ('viewId' in key ? modal.id === key.viewId : modal.view.external_id === key.externalId)),
  }
}

function newModal(userId: string, view: Modal, channel: string | undefined): OpenModal {
  const id = newViewId()
  const checked = { ...view, blocks: withIds(view.blocks) }
  const values = currentConversation(checked, channel)
  return { id, hash: newHash(), userId, view: checked, values, rootId: id, ...(channel !== undefined && { channel }) }
}

/** Keeps what was typed, but not the errors. */
function updatedModal({ errors: _gone, ...modal }: OpenModal, view: Modal, loadedOptions: LoadedOptions): OpenModal {
  const checked = { ...view, blocks: withIds(view.blocks) }
  const values = keptValues(modal.values, checked.blocks, loadedOptions.finder(modal.id))
  return { ...modal, view: checked, hash: newHash(), values }
}

function checkExternalId(open: OpenModal[], { external_id: externalId }: Modal, ownId?: string): void {
  if (externalId !== undefined && open.some(({ id, view }) => id !== ownId && view.external_id === externalId)) {
    throw new SlackError('duplicate_external_id')
  }
}

export function newViewId(): string {
  return `V${randomBytes(5).toString('hex').toUpperCase()}`
}

export function newHash(): string {
  return `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`
}

/** `default_to_current_conversation`: where the person was when the modal was opened, if that can be picked. */
function currentConversation(view: Modal, channel: string | undefined): ViewValues {
  const values: ViewValues = {}
  if (channel === undefined) return values
  for (const { element, blockId, actionId } of elementsOf(view.blocks)) {
    if (element.type !== 'conversations_select' || element.default_to_current_conversation !== true) continue
    if (channel.startsWith('D') && element.filter?.include?.includes('im') === false) continue
    values[blockId] = { ...values[blockId], [actionId]: { type: element.type, channel } }
  }
  return values
}
