import * as z from 'zod'
import type { Parts } from '../parts.ts'
import { SlackError } from '../slack-error.ts'
import { workspaceUrl } from '../state.ts'
import { validateBlocks } from './blocks.ts'
import { conversationInfo, conversationMembers, openConversation } from './conversations.ts'
import { completeUpload, fileInfo, uploadUrl } from './files.ts'
import { conversationHistory, conversationReplies } from './history.ts'
import { deleteMessage, getPermalink, updateMessage } from './editing.ts'
import { defineMethod, type Fields, type Method } from './method.ts'
import { postEphemeral, postMessage } from './posting.ts'
import { unfurlLinks } from './unfurling.ts'
import { userGroupMembers, userInfo, userProfile } from './users.ts'
import { openView, publishView, pushView, updateView } from './views.ts'

const methods: Record<string, (parts: Parts) => Method> = {
  'auth.test': authTest,
  'blocks.validate': validateBlocks,
  'chat.delete': deleteMessage,
  'chat.getPermalink': getPermalink,
  'chat.postEphemeral': postEphemeral,
  'chat.postMessage': postMessage,
  'chat.unfurl': unfurlLinks,
  'chat.update': updateMessage,
  'conversations.history': conversationHistory,
  'conversations.info': conversationInfo,
  'conversations.members': conversationMembers,
  'conversations.open': openConversation,
  'conversations.replies': conversationReplies,
  'files.completeUploadExternal': completeUpload,
  'files.getUploadURLExternal': uploadUrl,
  'files.info': fileInfo,
  'usergroups.users.list': userGroupMembers,
  'users.info': userInfo,
  'users.profile.get': userProfile,
  'views.open': openView,
  'views.publish': publishView,
  'views.push': pushView,
  'views.update': updateView,
}

/** Methods that need `team_id` when the token is a whole organization's. Source: their reference pages. */
const OF_ONE_WORKSPACE: ReadonlySet<string> = new Set(['usergroups.users.list'])

interface WebApiAnswer {
  /** 200, or 429 when throttled. */
  status: number
  headers: Record<string, string>
  body: { ok: boolean; error?: string } & Fields
}

/**
 * A call as an app makes it.
 * @param authorization the Authorization header; a `token` parameter works, too
 */
export type WebApi = (method: string, params: Fields, authorization?: string) => Promise<WebApiAnswer>

/** Seconds to wait before the method may be called again; undefined when it may be called now. */
export type Throttle = (method: string, params: Fields) => number | undefined

/** The bot's Web API, with Slack's error names. Source: Slack's "Web API methods" reference. */
export function createWebApi(parts: Parts, options: { botToken: string; throttle?: Throttle }): WebApi {
  const known = new Map(Object.entries(methods).map(([name, make]) => [name, make(parts)]))
  // Bolt's client adds the workspace to every call; Slack only reads it with an organization's token.
  const call = (
    name: string,
    { token, team_id: teamId, ...params }: Fields,
    authorization: string | undefined,
  ): Fields => {
    const method = known.get(name)
    if (method === undefined) throw new SlackError('unknown_method', [], { req_method: name })
    const given = authorization ?? (typeof token === 'string' ? `Bearer ${token}` : undefined)
    if (given === undefined) throw new SlackError('not_authed')
    if (given !== `Bearer ${options.botToken}`) throw new SlackError('invalid_auth')
    if (parts.organization?.isInstalledOrgWide === true && OF_ONE_WORKSPACE.has(name) && teamId === undefined) {
      throw new SlackError('missing_argument', ['[ERROR] missing required field: team_id'])
    }
    return method.call(params, parts.app)
  }
  return async (name, params, authorization) => {
    const retryAfter = options.throttle?.(name, params)
    if (retryAfter !== undefined) {
      return { status: 429, headers: { 'retry-after': String(retryAfter) }, body: { ok: false, error: 'ratelimited' } }
    }
    const headers = { 'x-oauth-scopes': parts.app.scopes.join(',') }
    try {
      return { status: 200, headers, body: { ok: true, ...call(name, params, authorization) } }
    } catch (error) {
      if (error instanceof SlackError) return { status: 200, headers, body: errorBody(error) }
      throw error
    }
  }
}

function errorBody({ code, messages, fields }: SlackError) {
  return { ok: false, error: code, ...fields, ...(messages.length > 0 && { response_metadata: { messages } }) }
}

function authTest({ app, state, organization }: Parts): Method {
  const { team, botId, botUserId } = state.identity
  const isOrgWide = organization?.isInstalledOrgWide === true
  return defineMethod({
    params: z.strictObject({}),
    run: () => ({
      url: workspaceUrl(state),
      team: team.name,
      user: app.name,
      team_id: isOrgWide ? organization.id : team.id,
      user_id: botUserId,
      bot_id: botId,
      ...(organization && { enterprise_id: organization.id }),
      is_enterprise_install: isOrgWide,
    }),
  })
}
