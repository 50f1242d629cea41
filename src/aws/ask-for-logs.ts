import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { AskForLogs } from '../control/log-request.ts'
import { createClient, QUICK } from './client/create-client.ts'
import { deployedName } from './names.ts'

/** Has the function reconcile, which may run jobs on machines, read a log and show it to who asked. */
export function createAskForLogs(
  stack: string,
  lambda: Pick<LambdaClient, 'send'> = createClient(LambdaClient, QUICK),
): AskForLogs {
  return async (request) => {
    await lambda.send(
      new InvokeCommand({
        FunctionName: deployedName(stack, 'reconcile'),
        // It answers later; nobody waits for it here.
        InvocationType: 'Event',
        Payload: JSON.stringify({ logs: request }),
      }),
    )
  }
}
