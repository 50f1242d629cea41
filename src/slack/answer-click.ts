import type { RespondFn } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import type { SlackDeps } from './deps.ts'
import { newReference } from './reference.ts'
import { type Addressee, tellHere, tellOne } from './tell-one.ts'

/**
 * Answers whoever clicked on a message, and nobody else, where they clicked. In a thread by the Web API: a response URL
 * posts into threads what everybody sees. Source: Slack, "Handling user interaction", "Publishing responses in thread".
 * Where the one way does not work the other does, and at last a direct message.
 */
export async function answerClick(
  { client, respond, ...addressee }: Addressee & { client: WebClient; respond: RespondFn },
  message: MessageView,
  { report }: Pick<SlackDeps, 'report'>,
): Promise<void> {
  try {
    if (addressee.thread !== undefined && (await tellHere(client, addressee, message))) return
    await respond({ response_type: 'ephemeral', replace_original: false, ...message })
  } catch (error) {
    report({ reference: newReference(), error })
    await tellOne(client, { user: addressee.user, channel: addressee.channel }, message)
  }
}
