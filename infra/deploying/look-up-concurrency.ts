import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { deployedName } from '../../src/aws/names.ts'
import { unlessNamed } from '../../src/aws/errors.ts'
import type { Config } from '../config.ts'
import { saveLookedUp } from '../looked-up.ts'

type Lambda = Pick<LambdaClient, 'send'>

/** Lambda lets no account reserve the last of what it runs at once ("Configuring reserved concurrency for a function"). */
const NOT_TO_BE_RESERVED = 100
/** The rest is for what else the account runs. */
const SHARE = 1 / 20
/** As many as a new account has; and twice that, since more only have the services refuse more calls when many sites are made at once. */
const LEAST = 10
const MOST = 20

/** How many of the reconcile function to reserve in that account; undefined: it has too few for that. */
export async function lookUpConcurrency({ name }: Pick<Config, 'name'>, lambda: Lambda): Promise<number | undefined> {
  const { AccountLimit: { ConcurrentExecutions = 0, UnreservedConcurrentExecutions = 0 } = {} } = await lambda.send(
    new GetAccountSettingsCommand({}),
  )
  const command = new GetFunctionConcurrencyCommand({ FunctionName: deployedName(name, 'reconcile') })
  const ours = await unlessNamed(['ResourceNotFoundException'], () => lambda.send(command))
  const free = UnreservedConcurrentExecutions + (ours?.ReservedConcurrentExecutions ?? 0) - NOT_TO_BE_RESERVED
  const share = Math.min(Math.floor(ConcurrentExecutions * SHARE), MOST, free)
  return share < LEAST ? undefined : share
}

/** If it can't be looked up, the deployment goes on with that of the one before, or without any. */
export async function updateConcurrency(
  config: Pick<Config, 'name' | 'region'>,
  lambda: Lambda,
  say: (line: string) => void,
  directory?: string,
): Promise<void> {
  try {
    await saveLookedUp('reconcileConcurrency', config.region, await lookUpConcurrency(config, lambda), directory)
  } catch (error) {
    const calls = 'lambda:GetAccountSettings and lambda:GetFunctionConcurrency'
    say(
      `The account's concurrency couldn't be looked up (${String(error)}). Allow ${calls}, or set reconcileConcurrency`,
    )
  }
}
