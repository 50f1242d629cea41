import type { WebAPIPlatformError } from '@slack/web-api'

/**
 * What an error of Slack's Web API means for a posting.
 * `channel`: that channel takes nothing from us, until its members or an admin change something; others do.
 * `message`: the message to edit, or to answer, is not there, or takes no edits or answers.
 * `person`: that person can be sent nothing.
 * `app`: the app itself is refused, everywhere, until an admin sets it up rightly.
 * `limit`: too much was asked.
 * `content`: Slack takes no such message, now or later; a fault of ours.
 * All others pass, for all that is known.
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
    // That thread, or threads in that channel, take no replies; the channel itself takes messages.
    'restricted_action_thread_locked',
    'restricted_action_non_threadable_channel',
    // A workspace may allow edits for some time only: what should be edited is posted anew.
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
    // The tab for direct messages to the app: the manifest has it on; an admin may turn it off.
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
