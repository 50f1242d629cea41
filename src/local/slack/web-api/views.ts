import { z } from 'zod'
import { checkHome, checkModal, type Home } from '../block-kit/check.ts'
import { withIds } from '../block-kit/elements-of.ts'
import { newHash, newViewId } from '../modals.ts'
import type { Parts } from '../parts.ts'
import { viewJson } from '../payloads/view.ts'
import { SlackError } from '../slack-error.ts'
import { personOf, type OpenHome, type OpenModal } from '../state.ts'
import { keptValues } from '../values.ts'
import { defineMethod, readJson, type Fields, type Method } from './method.ts'

const view = z.unknown().refine((given) => given !== undefined, 'must provide an object')
const id = z.string().min(1)

/** No scope: any bot may show views to those who ask for them. Source: Slack's views.* methods. */
export function viewsMethods(parts: Parts): Record<string, Method> {
  const { modals, triggers, offers } = parts
  const answer = (open: OpenModal | OpenHome): Fields => ({ view: viewJson(open, offers) })
  return {
    'views.open': defineMethod({
      params: z.strictObject({ trigger_id: id, view }),
      run: (params) => {
        const modal = readModal(params.view)
        const { userId, channel } = triggers.exchange(params.trigger_id)
        return answer(modals.open(userId, modal, channel))
      },
    }),
    'views.push': defineMethod({
      params: z.strictObject({ trigger_id: id, view }),
      run: (params) => {
        const modal = readModal(params.view)
        const { viewId } = triggers.exchange(params.trigger_id)
        // A trigger from outside a modal has no stack to push on.
        if (viewId === undefined) throw new SlackError('invalid_trigger_id')
        const below = modals.find({ viewId })
        if (below === undefined) throw new SlackError('not_found')
        return answer(modals.push(modals.top(below.userId) ?? below, modal))
      },
    }),
    'views.update': defineMethod({
      params: z.strictObject({ view, view_id: id.optional(), external_id: id.optional(), hash: id.optional() }),
      run: (params) => {
        const modal = readModal(params.view)
        const open = modals.find(viewKey(params))
        if (open === undefined) throw new SlackError('not_found')
        checkHash(open, params.hash)
        return answer(modals.update(open, modal))
      },
    }),
    'views.publish': defineMethod({
      params: z.strictObject({ user_id: id, view, hash: id.optional() }),
      run: (params) => {
        if (!parts.app.hasHome) throw new SlackError('not_enabled')
        const home: unknown = readJson(params.view, 'invalid_arguments')
        checkHome(home)
        return answer(publish(parts, params.user_id, home, params.hash))
      },
    }),
  }
}

function publish({ state, offers }: Parts, userId: string, view: Home, hash: string | undefined): OpenHome {
  if (personOf(state, userId) === undefined) throw new SlackError('user_not_found')
  const before = state.homes.get(userId)
  checkHash(before, hash)
  const checked = { ...view, blocks: withIds(view.blocks) }
  const viewId = before?.id ?? newViewId()
  const values = keptValues(before?.values ?? {}, checked.blocks, offers.finder(viewId))
  const home = { id: viewId, hash: newHash(), userId, view: checked, values }
  state.homes.set(userId, home)
  state.changed()
  return home
}

function readModal(given: unknown) {
  const modal: unknown = readJson(given, 'invalid_arguments')
  checkModal(modal)
  return modal
}

function viewKey({
  view_id: viewId,
  external_id: externalId,
}: {
  view_id?: string | undefined
  external_id?: string | undefined
}) {
  if ((viewId === undefined) === (externalId === undefined)) {
    throw new SlackError('invalid_arguments', ['[ERROR] must provide either view_id or external_id'])
  }
  return viewId === undefined ? { externalId: externalId ?? '' } : { viewId }
}

function checkHash(open: { hash: string } | undefined, hash: string | undefined): void {
  if (hash !== undefined && open?.hash !== hash) throw new SlackError('hash_conflict')
}
