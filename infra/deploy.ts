import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EC2Client } from '@aws-sdk/client-ec2'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { PricingClient } from '@aws-sdk/client-pricing'
import { Route53Client } from '@aws-sdk/client-route-53'
import { SSMClient } from '@aws-sdk/client-ssm'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from './config.ts'
import { CONFIG_NAME, loadConfig, makeConfig } from './load-config.ts'
import { withLookedUp } from './looked-up.ts'
import { createClient, PATIENT } from '../src/aws/client/create-client.ts'
import { isConfigError } from '../src/config-error.ts'
import { readArguments } from '../tools/arguments.ts'
import { offerCheck } from '../tools/checking-views/deployed.ts'
import { deployIndexes } from './deploying/index-updates.ts'
import { explainAccess } from './deploying/explain-access.ts'
import { deployReviewed } from './deploying/deploy-reviewed.ts'
import { updateConcurrency } from './deploying/look-up-concurrency.ts'
import { PRICE_LIST_REGION, updatePrices } from './deploying/look-up-prices.ts'
import { nextSteps } from './deploying/next-steps.ts'
import { examplesIn, runPreflightChecks } from './deploying/preflight-checks.ts'
import { startFirstBake, startSweep } from './deploying/functions.ts'
import { isTyped, run } from './deploying/terminal.ts'
import { makeWebhookKey } from './deploying/webhook-key.ts'

/**
 * `npm run deploy`: creates the configuration if there is none, checks that a deployment has what it needs, builds, deploys, and prints
 * what is left to do. If anything would be lost it asks; `--yes` agrees in advance. docs/deploying.md
 */
const OUTPUTS = join(import.meta.dirname, '../dist/outputs.json')
const USAGE =
  'npm run deploy -- [--yes] [--earlier-indexes] [--require-approval never|any-change|broadening] [--role-arn ARN] [--verbose]'

/** Of `cdk deploy`, which ignores unknown flags. */
const cdkFlags = {
  'require-approval': { type: 'string' },
  'role-arn': { type: 'string' },
  verbose: { type: 'boolean' },
} as const

async function main(): Promise<number> {
  const { yes, 'earlier-indexes': toEarlier } = readArguments(USAGE, {
    ...cdkFlags,
    yes: { type: 'boolean', default: false },
    'earlier-indexes': { type: 'boolean', default: false },
  })
  const given = process.argv.slice(2).filter((argument) => !['--yes', '--earlier-indexes'].includes(argument))
  if (await makeConfig())
    return printProblems([`${CONFIG_NAME} was created from the example. Fill it in, then run this again.`])
  const written = (await loadConfig()) ?? {}
  const config = readConfig(written)
  const examples = examplesIn(config)
  if (examples.length > 0) return printProblems([`${CONFIG_NAME} still has values of the example:`, ...examples])
  const { name, region } = config
  const lambda = createClient(LambdaClient, PATIENT, { region })
  const ssm = createClient(SSMClient, PATIENT, { region })
  const dynamoDb = createClient(DynamoDBClient, PATIENT, { region })
  // Route 53 has no regions, but its client needs one.
  const problems = await runPreflightChecks(config, {
    ssm,
    route53: createClient(Route53Client, PATIENT, { region }),
    dynamoDb,
    lambda,
    ec2: createClient(EC2Client, PATIENT, { region }),
  })
  if (problems.length > 0) return printProblems(['Before you can deploy:', ...problems])
  const denied = await makeWebhookKey(config, ssm).then(() => undefined, explainAccess)
  if (denied !== undefined) return printProblems(['Before you can deploy:', denied])
  const say = (line: string) => console.error(line)
  if (config.reconcileConcurrency === undefined) await updateConcurrency(config, lambda, say)
  if (config.prices === undefined)
    await updatePrices(config, createClient(PricingClient, PATIENT, { region: PRICE_LIST_REGION }), say)
  // The functions' environment has to hold prices as well.
  readConfig(await withLookedUp(written))
  const isBuilt = (await run('tsx', ['tools/build.ts'])) === 0
  if (!isBuilt) return 1
  const cloudFormation = createClient(CloudFormationClient, PATIENT, { region })
  const status = await deployIndexes({
    table: name,
    dynamoDb,
    toEarlier,
    say,
    deploy: (indexes) =>
      deployReviewed({
        stack: name,
        cloudFormation,
        cdk: (more) =>
          run(
            'cdk',
            ['deploy', '--outputs-file', OUTPUTS, '--context', `indexes=${indexes.join(',')}`, ...given, ...more],
            { AWS_REGION: region },
          ),
        confirm: async () => yes || (process.stdin.isTTY ? isTyped(name, 'deploy anyway') : undefined),
        say,
      }),
  })
  if (status !== 0) return status
  console.log(nextSteps(config, JSON.parse(await readFile(OUTPUTS, 'utf8'))))
  await startSweep(lambda, name, say)
  await startFirstBake(lambda, config, say)
  await offerCheck(config)
  return 0
}

function printProblems([title = '', ...rows]: string[]): number {
  console.error([title, ...rows.map((row) => `- ${row}`)].join('\n'))
  return 1
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!isConfigError(error)) throw error
  process.exitCode = printProblems([`${CONFIG_NAME}:`, ...error.message.split('\n')])
}
