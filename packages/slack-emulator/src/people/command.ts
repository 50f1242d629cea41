import * as z from 'zod'
import { postAnswer, type AnswerOrigin } from '../answers.ts'
import { failureOf, type AppAnswer } from '../app-link.ts'
import { VERIFICATION_TOKEN } from '../identity.ts'
import { escapeText } from '../escape-text.ts'
import { addMessage } from '../messages.ts'
import { clickFailed, commandFailed, modalTrouble } from '../notices.ts'
import { parseJson } from '../parse-json.ts'
import type { Parts } from '../parts.ts'
import { channelName, interaction, payloadForm } from '../payloads.ts'
import { SlackError } from '../slack-error.ts'
import { channelOf, type State, actor } from '../state.ts'
import type { SlackNotice } from '../workspace.ts'

/** Sends a slash command and posts what the app answers. Source: Slack's "Slash commands". */
export async function runCommand(
  { app, state, link, triggers, responseUrls, organization }: Parts,
  userId: string,
  { channel: channelId, command, text }: { channel: string; command: string; text: string },
): Promise<SlackNotice> {
  const person = actor(state, userId)
  const channel = channelOf(state, userId, channelId)
  if (channel === undefined) return 'You are not in this channel.'
  const known = app.commands.find((one) => one.command === command)
  if (known === undefined) return `${command} is not a valid command.`
  const origin = { userId, channel: channelId }
  const { team, appId } = state.identity
  const form = {
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channelId,
    channel_name: channelName(channel),
    user_id: userId,
    user_name: person.name,
    command,
    text: known.escapes ? escapeText(state, text) : text,
    api_app_id: appId,
    ...(organization && { enterprise_id: organization.id, enterprise_name: organization.name }),
    is_enterprise_install: String(organization?.isInstalledOrgWide === true),
    response_url: responseUrls.issue(origin),
    trigger_id: triggers.issue({ userId, channel: channelId }),
  }
  const answer = await link.send({ kind: 'form', body: new URLSearchParams(form).toString() })
  const failure = failureOf(answer)
  if (failure !== undefined) return commandFailed(command, failure)
  return showAnswer(state, origin, `${command} ${text}`.trim(), command, answer)
}

function showAnswer(
  state: State,
  origin: AnswerOrigin,
  typed: string,
  command: string,
  answer: AppAnswer,
): SlackNotice {
  if (answer.kind !== 'answer' || answer.body.trim() === '') return undefined
  const body = parseAnswer(answer.body)
  try {
    // An answer to the channel shows the command, too.
    if (inChannel.safeParse(body).success)
      addMessage(state, { channel: origin.channel, user: origin.userId, text: typed })
    postAnswer(state, origin, body)
    return undefined
  } catch (error) {
    if (error instanceof SlackError) return commandFailed(command, error.message)
    throw error
  }
}

const inChannel = z.looseObject({ response_type: z.literal('in_channel') })

/** Slack takes JSON, or anything else as the text. */
function parseAnswer(body: string): unknown {
  const json = parseJson(body)
  return typeof json === 'object' && json !== null ? json : { text: body }
}

/** Sends a global shortcut. Source: Slack's "Shortcuts interaction payload". */
export async function runShortcut(parts: Parts, userId: string, callbackId: string): Promise<SlackNotice> {
  const { app, state, link, triggers } = parts
  const person = actor(state, userId)
  if (!app.shortcuts.some((shortcut) => shortcut.callbackId === callbackId)) return modalTrouble('no such shortcut')
  const payload = {
    ...interaction(parts, 'shortcut', person),
    action_ts: state.nextTs(),
    callback_id: callbackId,
    trigger_id: triggers.issue({ userId }),
  }
  return clickFailed(await link.send(payloadForm(payload)), true)
}
