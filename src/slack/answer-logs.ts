import type { WebClient } from '@slack/web-api'
import type { MessageView } from '../../views/blocks.ts'
import { fileComment, fileFailedMessage, fileSentMessage, logMessage } from '../../views/logs.ts'
import { userErrorMessage } from '../../views/problem.ts'
import type { ViewContext, ViewContexts } from '../../views/view-context.ts'
import type { LogRequest } from '../control/log-request.ts'
import type { Chat } from '../control/ports.ts'
import type { ReadLog } from '../control/jobs.ts'
import { isUserError } from '../site/user-error.ts'
import { postEphemeralOrDm } from './ephemeral.ts'
import { createFileUpload } from './file-upload.ts'
import type { RateLimitedCall } from './rate-limited-call.ts'

interface AnswerLogsDeps {
  client: WebClient
  called: RateLimitedCall
  contexts: ViewContexts
  /** The direct conversation with that person. */
  openDirect(userId: string): Promise<string>
  timeoutMs: number
}

const MAX_FILE_BYTES = 1_000_000

/** To the one person who asked: a message that Slack doesn't keep, or a file in the direct conversation with them. */
export function createAnswerLogs(deps: AnswerLogsDeps): Chat['answerLogs'] {
  const { client, called, contexts } = deps
  const show = ({ to }: LogRequest, message: MessageView) =>
    called(`logs ${to.user}`, () => postEphemeralOrDm(client, to, message))
  return async (request, answer) => {
    const viewContext = contexts.of(request.to.locale)
    if (isUserError(answer)) return show(request, userErrorMessage(answer, viewContext))
    if (request.asFile !== true || answer.text.trim() === '')
      return show(request, logMessage(request, answer, viewContext))
    try {
      await sendFile(request, answer, viewContext, deps)
    } catch (error) {
      await show(request, fileFailedMessage(request, answer, viewContext))
      throw error
    }
    return show(request, fileSentMessage(request, answer, viewContext))
  }
}

async function sendFile(
  request: LogRequest,
  { name: log, text }: ReadLog,
  viewContext: ViewContext,
  { client, called, openDirect, timeoutMs }: AnswerLogsDeps,
): Promise<void> {
  const name = `${request.name}-${log}.log`
  const channel = await openDirect(request.to.user)
  const data = Buffer.from(text).subarray(-MAX_FILE_BYTES)
  const id = await createFileUpload({ client, called, timeoutMs })({ name, data, type: 'text/plain' })
  const comment = fileComment(request, { log }, viewContext)
  const shared = { files: [{ id, title: name }] as [{ id: string; title: string }], channel_id: channel }
  await called('files.completeUploadExternal', () =>
    client.files.completeUploadExternal({ ...shared, initial_comment: comment }),
  )
}
