import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { deployedName } from '../../src/aws/function-names.ts'

/**
 * The first sweep of a new stack, which otherwise comes after an hour. The alarm `SweepMissing` knows from then on that there are sweeps,
 * and tells when they end.
 */
export async function startSweep(lambda: Pick<LambdaClient, 'send'>, stack: string): Promise<void> {
  await lambda.send(new InvokeCommand({ FunctionName: deployedName(stack, 'sweep'), InvocationType: 'Event' }))
}
