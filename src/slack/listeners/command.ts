import type { App } from '@slack/bolt'
import { unknownCommand } from '../../../views/help.ts'
import type { ListenerDeps } from '../people.ts'
import { expectInsider } from '../../site/permissions.ts'
import { operationNamed } from '../../site/operations/all.ts'
import { commandNamed } from '../commands/all.ts'
import type { Caller } from '../commands/command.ts'
import { type Parsed, parseCommand } from '../commands/parse.ts'
import { prepareCreateForm } from '../open-create-form.ts'
import { errorMessage } from '../error-response.ts'

/** `/testsite …`. The acknowledgement is the answer, so it takes no call to Slack. */
export function registerCommand(app: App, deps: ListenerDeps): void {
  app.command('/testsite', async ({ ack, client, command }) => {
    const parsed = parseCommand(command.text)
    const name = 'command' in parsed ? parsed.command : undefined
    if (name === 'create') prepareCreateForm(deps)
    const needsCreator = name === 'create' || (name !== undefined && operationNamed(name)?.needsCreator === true)
    const identify = needsCreator ? deps.people.whoCreates : deps.people.who
    const { actor, viewContext } = await identify(client, command.user_id, command.channel_id)
    const caller: Caller = {
      user: command.user_id,
      channel: command.channel_id,
      triggerId: command.trigger_id,
      client,
      actor,
      viewContext,
    }
    const answer = await answerTo(parsed, caller, deps).catch((error: unknown) =>
      errorMessage(error, viewContext, deps.report),
    )
    await (answer === undefined ? ack() : ack({ response_type: 'ephemeral', ...answer }))
  })
}

async function answerTo(parsed: Parsed, caller: Caller, deps: ListenerDeps) {
  expectInsider(caller.actor)
  if (!('command' in parsed)) return unknownCommand(parsed, caller.viewContext)
  return commandNamed(parsed.command)(parsed.words, caller, deps)
}
