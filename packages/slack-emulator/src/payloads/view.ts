import type { Parts } from '../parts.ts'
import type { OpenHome, OpenModal } from '../state.ts'
import { stateValues } from './element-value.ts'

/** A view as the Web API and the payloads show it, with what is in its inputs. Source: Slack's "Views" reference. */
export function viewJson({ state, offers }: Parts, open: OpenModal | OpenHome): Record<string, unknown> {
  const { team, appId, botId } = state.identity
  const { id, hash, view, values } = open
  return {
    id,
    team_id: team.id,
    ...view,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    external_id: view.external_id ?? '',
    state: { values: stateValues(view.blocks, values, offers.finder(id)) },
    hash,
    title: view.type === 'modal' ? view.title : { type: 'plain_text', text: 'View Title', emoji: true },
    submit: view.type === 'modal' ? (view.submit ?? null) : null,
    close: view.type === 'modal' ? (view.close ?? null) : null,
    clear_on_close: view.type === 'modal' && view.clear_on_close === true,
    notify_on_close: view.type === 'modal' && view.notify_on_close === true,
    root_view_id: 'rootId' in open ? open.rootId : id,
    previous_view_id: 'previousId' in open ? open.previousId : null,
    app_id: appId,
    app_installed_team_id: team.id,
    bot_id: botId,
  }
}
