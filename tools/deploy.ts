import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { Route53Client } from '@aws-sdk/client-route-53'
import { SSMClient } from '@aws-sdk/client-ssm'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../infra/config.ts'
import { input } from '../infra/pokopoko.config.ts'
import { createClient, PATIENT } from '../src/aws/client/create-client.ts'
import { ConfigError } from '../src/config.ts'
import { nextSteps } from './deploying/next-steps.ts'
import { examplesIn, findObstacles } from './deploying/obstacles.ts'
import { APP, run } from './deploying/run.ts'

/**
 * `npm run deploy`: looks whether all is there that a deployment needs, builds, deploys, and says what is left to do.
 * Arguments go on to `cdk deploy`: `--require-approval never` for scripts. docs/deploying.md
 */
const OUTPUTS = join(import.meta.dirname, '../dist/outputs.json')

async function main(): Promise<number> {
  const config = readConfig(input)
  const examples = examplesIn(config)
  if (examples.length > 0) return refuse(['infra/pokopoko.config.ts is not yours yet:', ...examples])
  const { region } = config
  // Route 53 has no regions; the client wants one all the same.
  const obstacles = await findObstacles(config, {
    ssm: createClient(SSMClient, PATIENT, { region }),
    route53: createClient(Route53Client, PATIENT, { region }),
    dynamoDb: createClient(DynamoDBClient, PATIENT, { region }),
    lambda: createClient(LambdaClient, PATIENT, { region }),
  })
  if (obstacles.length > 0) return refuse(['Before it can be deployed:', ...obstacles])
  const isBuilt = (await run('tsx', ['tools/build.ts'])) === 0
  if (!isBuilt) return 1
  const status = await run('cdk', ['deploy', ...APP, '--outputs-file', OUTPUTS, ...process.argv.slice(2)], {
    AWS_REGION: region,
  })
  if (status === 0) console.log(nextSteps(config, JSON.parse(await readFile(OUTPUTS, 'utf8'))))
  return status
}

function refuse([title = '', ...rows]: string[]): number {
  console.error([title, ...rows.map((row) => `- ${row}`)].join('\n'))
  return 1
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.exitCode = refuse(['infra/pokopoko.config.ts:', ...error.message.split('\n')])
}
