import {
  DeleteFunctionConcurrencyCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
  InvokeCommand,
} from '@aws-sdk/client-lambda'
import { unlessNamed } from '../../src/aws/errors.ts'
import { deployedName, type FunctionName } from '../../src/aws/names.ts'

export const NO_FUNCTION = ['ResourceNotFoundException']

/** They launch and start machines. */
const RECONCILING = ['reconcile', 'sweep', 'bake'] satisfies FunctionName[]

/** Invocations that have started continue; none starts. */
export async function pauseReconciliation(lambda: LambdaClient, stack: string): Promise<void> {
  for (const name of RECONCILING) {
    const command = { FunctionName: deployedName(stack, name), ReservedConcurrentExecutions: 0 }
    await unlessNamed(NO_FUNCTION, () => lambda.send(new PutFunctionConcurrencyCommand(command)))
  }
}

/** The stack reserves no concurrency for them. */
export async function resumeReconciliation(lambda: LambdaClient, stack: string): Promise<void> {
  for (const name of RECONCILING) {
    const command = { FunctionName: deployedName(stack, name) }
    await unlessNamed(NO_FUNCTION, () => lambda.send(new DeleteFunctionConcurrencyCommand(command)))
  }
}

/** The same for people to type. */
export function resumeCommands({ name: stack, region }: { name: string; region: string }): string {
  return RECONCILING.map((name) => {
    const at = `--region ${region} --function-name ${deployedName(stack, name)}`
    return `  aws lambda delete-function-concurrency ${at}`
  }).join('\n')
}

/**
 * The first sweep of a new stack, which otherwise comes after an hour: from then on the alarm `SweepMissing` goes off when sweeps end. If
 * it can't be started, the deployment has still succeeded.
 */
export async function startSweep(
  lambda: Pick<LambdaClient, 'send'>,
  stack: string,
  say: (line: string) => void,
): Promise<void> {
  try {
    await lambda.send(new InvokeCommand({ FunctionName: deployedName(stack, 'sweep'), InvocationType: 'Event' }))
  } catch (error) {
    say(`The first sweep couldn't be started (${String(error)}). It starts by itself within the hour.`)
  }
}

/**
 * The first image of a new stack, in the background: it takes some ten minutes. If it can't be started, the deployment has still succeeded.
 */
export async function startFirstBake(
  lambda: Pick<LambdaClient, 'send'>,
  { name: stack, bakedImage: label }: { name: string; bakedImage: string },
  say: (line: string) => void,
): Promise<void> {
  if (label === '') return
  const again = `npx pokopoko image bake '${label}' --stack ${stack}`
  try {
    const FunctionName = deployedName(stack, 'bake')
    await lambda.send(
      new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify({ first: true }) }),
    )
    say(
      `Unless there is one, the image ${label} is being baked now: in some ten minutes, forms offer it first. If that fails, an alarm's mail says so; then: ${again}`,
    )
  } catch (error) {
    say(`The image ${label} couldn't be baked (${String(error)}). Sites are made from Debian until it is: ${again}`)
  }
}
