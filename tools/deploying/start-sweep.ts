import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { deployedName } from '../../src/aws/names.ts'

/**
 * The first sweep of a new stack, which otherwise comes after an hour. The alarm `SweepMissing` knows from then on that there are sweeps,
 * and tells when they end. Where it cannot be started, that is said: the deployment has succeeded all the same.
 */
export async function startSweep(
  lambda: Pick<LambdaClient, 'send'>,
  stack: string,
  say: (line: string) => void,
): Promise<void> {
  try {
    await lambda.send(new InvokeCommand({ FunctionName: deployedName(stack, 'sweep'), InvocationType: 'Event' }))
  } catch (error) {
    say(`The first sweep was not started (${String(error)}). It starts by itself within the hour.`)
  }
}
