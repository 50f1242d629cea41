import {
  DeleteFunctionConcurrencyCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda'
import { unlessNamed } from '../../src/aws/errors.ts'
import { deployedName, type FunctionName } from '../../src/aws/names.ts'

export const NO_FUNCTION = ['ResourceNotFoundException']

/** Functions that bring machines of sites up. */
const LAUNCHERS = ['reconcile', 'sweep'] satisfies FunctionName[]

/** What of them runs already goes on; nothing new begins. */
export async function stopLaunchers(lambda: LambdaClient, stack: string): Promise<void> {
  for (const name of LAUNCHERS) {
    const command = { FunctionName: deployedName(stack, name), ReservedConcurrentExecutions: 0 }
    await unlessNamed(NO_FUNCTION, () => lambda.send(new PutFunctionConcurrencyCommand(command)))
  }
}

/** Those that are still there. The stack reserves no concurrency for them. */
export async function resumeLaunchers(lambda: LambdaClient, stack: string): Promise<void> {
  for (const name of LAUNCHERS) {
    const command = { FunctionName: deployedName(stack, name) }
    await unlessNamed(NO_FUNCTION, () => lambda.send(new DeleteFunctionConcurrencyCommand(command)))
  }
}

/** `resumeLaunchers`, to be typed. */
export function resumeCommands({ name: stack, region }: { name: string; region: string }): string {
  return LAUNCHERS.map((name) => {
    const at = `--region ${region} --function-name ${deployedName(stack, name)}`
    return `  aws lambda delete-function-concurrency ${at}`
  }).join('\n')
}
