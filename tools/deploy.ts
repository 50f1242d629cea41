import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EC2Client } from '@aws-sdk/client-ec2'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { Route53Client } from '@aws-sdk/client-route-53'
import { SSMClient } from '@aws-sdk/client-ssm'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../infra/config.ts'
import { CONFIG_NAME, loadConfig, makeConfig } from '../infra/load-config.ts'
import { ConfigError } from '../src/config.ts'
import { readArguments } from './arguments.ts'
import { nextSteps } from './deploying/next-steps.ts'
import { examplesIn, findObstacles } from './deploying/obstacles.ts'
import { run } from './deploying/run.ts'
import { startSweep } from './deploying/start-sweep.ts'

/**
 * `npm run deploy`: makes the configuration when there is none, looks whether all is there that a deployment needs, builds, deploys, and
 * says what is left to do. docs/deploying.md
 */
const OUTPUTS = join(import.meta.dirname, '../dist/outputs.json')
const USAGE = 'npm run deploy -- [--require-approval never|any-change|broadening] [--role-arn ARN] [--verbose]'

/** Of `cdk deploy`, which takes no notice of flags that it does not know. */
const cdkFlags = {
  'require-approval': { type: 'string' },
  'role-arn': { type: 'string' },
  verbose: { type: 'boolean' },
} as const

async function main(): Promise<number> {
  readArguments(USAGE, cdkFlags)
  if (await makeConfig()) return refuse([`${CONFIG_NAME} was made from the example: fill it in, and run this again.`])
  const config = readConfig((await loadConfig()) ?? {})
  const examples = examplesIn(config)
  if (examples.length > 0) return refuse([`${CONFIG_NAME} is not yours yet:`, ...examples])
  const { name, region } = config
  const lambda = new LambdaClient({ region })
  // Route 53 has no regions; the client wants one all the same.
  const obstacles = await findObstacles(config, {
    ssm: new SSMClient({ region }),
    route53: new Route53Client({ region }),
    dynamoDb: new DynamoDBClient({ region }),
    lambda,
    ec2: new EC2Client({ region }),
  })
  if (obstacles.length > 0) return refuse(['Before it can be deployed:', ...obstacles])
  const isBuilt = (await run('tsx', ['tools/build.ts'])) === 0
  if (!isBuilt) return 1
  const args = ['deploy', '--outputs-file', OUTPUTS, ...process.argv.slice(2)]
  const status = await run('cdk', args, { AWS_REGION: region })
  if (status !== 0) return status
  console.log(nextSteps(config, JSON.parse(await readFile(OUTPUTS, 'utf8'))))
  await startSweep(lambda, name)
  return 0
}

function refuse([title = '', ...rows]: string[]): number {
  console.error([title, ...rows.map((row) => `- ${row}`)].join('\n'))
  return 1
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.exitCode = refuse([`${CONFIG_NAME}:`, ...error.message.split('\n')])
}
