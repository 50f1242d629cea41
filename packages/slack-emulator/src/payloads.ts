import { stateValues } from './element-value.ts'
import { type Identity, VERIFICATION_TOKEN } from './identity.ts'
import type { Parts } from './parts.ts'
import type { OpenHome, OpenModal, State } from './state.ts'
import type { Surface } from './surfaces.ts'
import type { Channel, Message, Person, Unfurl } from './workspace.ts'

/** Fields that all interaction payloads share. Source: Slack's "Interaction payloads" reference. */
export function interaction({ state, organization }: Parts, type: string, person: Person) {
  const { team, appId } = state.identity
  return {
    type,
    team: { id: team.id, domain: team.domain, ...(organization && { enterprise_id: organization.id }) },
    user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId ?? team.id },
    api_app_id: appId,
    token: VERIFICATION_TOKEN,
    enterprise: organization === undefined ? null : { id: organization.id, name: organization.name },
    is_enterprise_install: organization?.isInstalledOrgWide === true,
  }
}

/** How Slack names a channel in payloads. */
export function channelName({ name, directWith }: Channel): string {
  return directWith === undefined ? name : 'directmessage'
}

/** As scopes and events name it. */
export function conversationKind({ directWith, isMpim, isPrivate }: Channel): 'im' | 'mpim' | 'groups' | 'channels' {
  if (directWith !== undefined) return 'im'
  if (isMpim === true) return 'mpim'
  return isPrivate === true ? 'groups' : 'channels'
}

export function messageJson(
  { identity }: State,
  { ts, user, text, blocks, threadTs, edited, unfurls }: Message,
): Record<string, unknown> {
  return {
    type: 'message',
    user,
    ...(user === identity.botUserId && { bot_id: identity.botId, app_id: identity.appId }),
    ts,
    text,
    team: identity.team.id,
    ...(blocks !== undefined && { blocks }),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(edited === true && { edited: { user, ts } }),
    ...(unfurls !== undefined && { attachments: unfurls.map((unfurl) => unfurlJson(identity, unfurl)) }),
  }
}

/** Source: Slack, "block_actions payload", `app_unfurl`. */
function unfurlJson({ botId, team }: Identity, { id, url, fallback, blocks }: Unfurl) {
  return { id, bot_id: botId, bot_team_id: team.id, app_unfurl_url: url, is_app_unfurl: true, fallback, blocks }
}

/** The body of an interaction request. */
export function payloadForm(payload: Record<string, unknown>): { kind: 'form'; body: string } {
  return { kind: 'form', body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() }
}

/** A view as the Web API and the payloads show it, with what is in its inputs. Source: Slack's "Views" reference. */
export function viewJson({ state, loadedOptions }: Parts, open: OpenModal | OpenHome): Record<string, unknown> {
  const { team, appId, botId } = state.identity
  const { id, hash, view, values } = open
  return {
    id,
    team_id: team.id,
    ...view,
    private_metadata: view.private_metadata ?? '',
    callback_id: view.callback_id ?? '',
    external_id: view.external_id ?? '',
    state: { values: stateValues(view.blocks, values, loadedOptions.finder(id)) },
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

/** The fields of block_actions and block_suggestion payloads that say where the element is. */
export function containerFields(parts: Parts, surface: Surface): Record<string, unknown> {
  if (surface.kind === 'modal') return viewFields(viewJson(parts, surface.modal))
  if (surface.kind === 'home') return viewFields(viewJson(parts, surface.home))
  const { message, channel, unfurl } = surface
  const isEphemeral = message.ephemeralFor !== undefined
  return {
    container: {
      type: unfurl === undefined ? 'message' : 'message_attachment',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
      ...(unfurl && { attachment_id: unfurl.id, is_app_unfurl: true, app_unfurl_url: unfurl.url }),
    },
    channel: { id: channel.id, name: channelName(channel) },
    ...(unfurl && { app_unfurl: unfurlJson(parts.state.identity, unfurl) }),
    // Slack doesn't store ephemeral messages, so it can't send them. The message with a link isn't the app's.
    ...(!isEphemeral && unfurl === undefined && { message: messageJson(parts.state, message) }),
    state: { values: stateValues(surface.blocks, surface.values, parts.loadedOptions.finder(surface.id)) },
  }
}

function viewFields(view: Record<string, unknown>): Record<string, unknown> {
  return { container: { type: 'view', view_id: view['id'] }, view }
}
