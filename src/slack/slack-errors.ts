import type { WebAPIPlatformError } from '@slack/web-api'

/**
 * What an error of Slack's Web API means when we post.
 * `channel`: that channel rejects our messages until its members or an admin change something. Others accept them.
 * `message`: the message to edit or answer is gone, or can't be edited or answered.
 * `person`: that person can't get messages.
 * `app`: Slack rejects the app itself, everywhere, until an admin fixes its setup.
 * `limit`: too many requests.
 * `content`: Slack never accepts such a message; a bug of ours.
 * `passing`: any other error, which we take for temporary.
 */
export type SlackErrorKind = 'channel' | 'message' | 'person' | 'app' | 'limit' | 'content' | 'passing'

/** Sources: Slack, "Errors" of chat.postMessage, chat.update, conversations.open, .info, .history and .replies, read on 2026-11-29. */
const ERRORS: Record<Exclude<SlackErrorKind, 'passing'>, readonly string[]> = {
  channel: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    // chat.update, in a channel that is archived, frozen or deleted.
    'is_inactive',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    // "Make sure your app is a member of the conversation it's attempting to post a message to."
    'no_permission',
    'team_not_found',
    'method_not_supported_for_channel_type',
  ],
  message: [
    'message_not_found',
    'thread_not_found',
    'cant_update_message',
    'cannot_reply_to_message',
    // That thread, or every thread in that channel, is closed to replies; the channel itself accepts messages.
    'restricted_action_thread_locked',
    'restricted_action_non_threadable_channel',
    // A workspace can limit the time for edits; then we post a new message instead.
    'edit_window_closed',
  ],
  person: ['user_not_found', 'user_not_visible', 'user_disabled', 'cannot_dm_bot', 'invalid_user_combination'],
  app: [
    'not_authed',
    'invalid_auth',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'missing_scope',
    'not_allowed_token_type',
    'access_denied',
    'accesslimited',
    'ekm_access_denied',
    'enterprise_is_restricted',
    'org_login_required',
    'team_access_not_granted',
    'two_factor_setup_required',
    // The tab for direct messages to the app: the manifest turns it on, but an admin can turn it off.
    'messages_tab_disabled',
    'method_deprecated',
    'deprecated_endpoint',
  ],
  limit: ['ratelimited', 'rate_limited', 'message_limit_exceeded'],
  content: [
    'msg_too_long',
    'msg_blocks_too_long',
    'no_text',
    'invalid_blocks',
    'invalid_blocks_format',
    'too_many_attachments',
    'invalid_arguments',
    'invalid_arg_name',
    'invalid_array_arg',
  ],
}

const KINDS = ['channel', 'message', 'person', 'app', 'limit', 'content'] as const satisfies SlackErrorKind[]

const KIND_OF = new Map<string, SlackErrorKind>(
  KINDS.flatMap((kind) => ERRORS[kind].map((error): [string, SlackErrorKind] => [error, kind])),
)

export function kindOf({ data: { error } }: WebAPIPlatformError): SlackErrorKind {
  return KIND_OF.get(error) ?? 'passing'
}
