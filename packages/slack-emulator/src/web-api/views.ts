import * as z from 'zod'
import { checkHome, checkModal } from '../block-kit/check.ts'
import type { Home, Modal } from '../workspace.ts'
import { withIds } from '../block-kit/elements-of.ts'
import { newHash, newViewId } from '../modals.ts'
import type { Parts } from '../parts.ts'
import { viewJson } from '../payloads.ts'
import { SlackError } from '../slack-error.ts'
import { personOf, type OpenHome } from '../state.ts'
import { keptValues } from '../values.ts'
import { defineMethod, id, readJson, type Method } from './method.ts'

/*
 * These need no scope: any bot may answer a trigger with a view.
 * Source: Slack's views.* methods.
 */

const view = z.unknown().refine((given) => given !== undefined, 'must provide an object')

export function openView(parts: Parts): Method {
  return defineMethod({
    params: z.strictObject({ trigger_id: id, view }),
    run: (given) => {
      const modal = readModal(given.view)
      const { userId, channel } = parts.triggers.exchange(given.trigger_id)
      return { view: viewJson(parts, parts.modals.open(userId, modal, channel)) }
    },
  })
}

export function pushView(parts: Parts): Method {
  return defineMethod({
    params: z.strictObject({ trigger_id: id, view }),
    run: (given) => {
      const modal = readModal(given.view)
      const { modals, triggers } = parts
      const { viewId } = triggers.exchange(given.trigger_id)
      // A trigger from outside a modal has no stack to push on.
      if (viewId === undefined) throw new SlackError('invalid_trigger_id')
      const below = modals.find({ viewId })
      if (below === undefined) throw new SlackError('not_found')
      return { view: viewJson(parts, modals.push(modals.top(below.userId) ?? below, modal)) }
    },
  })
}

export function updateView(parts: Parts): Method {
  return defineMethod({
    params: z.strictObject({ view, view_id: id.optional(), external_id: id.optional(), hash: id.optional() }),
    run: (given) => {
      const modal = readModal(given.view)
      const open = parts.modals.find(viewKey(given.view_id, given.external_id))
      if (open === undefined) throw new SlackError('not_found')
      checkHash(open, given.hash)
      return { view: viewJson(parts, parts.modals.update(open, modal)) }
    },
  })
}

export function publishView(parts: Parts): Method {
  return defineMethod({
    params: z.strictObject({ user_id: id, view, hash: id.optional() }),
    run: (given) => {
      if (!parts.app.hasHome) throw new SlackError('not_enabled')
      const home: unknown = readJson(given.view, 'invalid_arguments')
      checkHome(home)
      return { view: viewJson(parts, publish(parts, given.user_id, home, given.hash)) }
    },
  })
}

function publish({ state, loadedOptions }: Parts, userId: string, home: Home, hash: string | undefined): OpenHome {
  if (personOf(state, userId) === undefined) throw new SlackError('user_not_found')
  const before = state.homes.get(userId)
  checkHash(before, hash)
  const checked = { ...home, blocks: withIds(home.blocks, before?.view.blocks) }
  const viewId = before?.id ?? newViewId()
  const values = keptValues(before?.values ?? {}, checked.blocks, loadedOptions.finder(viewId))
  const published = { id: viewId, hash: newHash(), userId, view: checked, values }
  state.homes.set(userId, published)
  state.changed({ kind: 'home', userId })
  return published
}

function readModal(given: unknown): Modal {
  const modal: unknown = readJson(given, 'invalid_arguments')
  checkModal(modal)
  return modal
}

function viewKey(viewId: string | undefined, externalId: string | undefined) {
  if (viewId !== undefined && externalId === undefined) return { viewId }
  if (viewId === undefined && externalId !== undefined) return { externalId }
  throw new SlackError('invalid_arguments', ['[ERROR] must provide either view_id or external_id'])
}

function checkHash(open: { hash: string } | undefined, hash: string | undefined): void {
  if (hash !== undefined && open?.hash !== hash) throw new SlackError('hash_conflict')
}
