import { EC2Client } from '@aws-sdk/client-ec2'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { readConfig } from '../infra/config.ts'
import { input } from '../infra/pokopoko.config.ts'
import { createClient, PATIENT } from '../src/aws/client/create-client.ts'
import { ConfigError } from '../src/config.ts'
import { type Estate, surveyEstate } from './deploying/estate.ts'
import { explainAccess } from './deploying/explain-access.ts'
import { farewell, refusal } from './deploying/farewell.ts'
import { APP, run } from './deploying/run.ts'
import { tearDown } from './deploying/tear-down.ts'

/**
 * `npm run destroy`: says what will go and what will stay, and deletes the stack once its name has been typed (or with `--yes`).
 * While sites have machines it takes `--terminate-machines`. docs/deploying.md
 */
async function main(): Promise<number> {
  const { values: flags } = parseArgs({
    options: { yes: { type: 'boolean', default: false }, 'terminate-machines': { type: 'boolean', default: false } },
  })
  const config = readConfig(input)
  const { name, region } = config
  const clients = {
    ec2: createClient(EC2Client, PATIENT, { region }),
    lambda: createClient(LambdaClient, PATIENT, { region }),
    s3: createClient(S3Client, PATIENT, { region }),
  }
  const refuse = (estate: Estate) => refusal(estate, flags['terminate-machines'])
  const estate = await surveyEstate(clients, name)
  console.log(farewell(config, estate))
  const refused = refuse(estate)
  if (refused !== undefined) {
    console.error(refused)
    return 1
  }
  if (!flags.yes && !(await isTyped(name))) {
    console.error('Nothing was deleted.')
    return 1
  }
  if ((await run('tsx', ['tools/build.ts'])) !== 0) return 1
  return tearDown({
    clients,
    stack: { name, region },
    refuse,
    deleteStack: () => run('cdk', ['destroy', ...APP, '--force'], { AWS_REGION: region }),
    say: (line) => console.error(line),
  })
}

async function isTyped(name: string): Promise<boolean> {
  process.stdout.write(`Type ${name} to delete it: `)
  for await (const line of createInterface({ input: process.stdin })) return line.trim() === name
  return false
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof ConfigError ? `infra/pokopoko.config.ts:\n${error.message}` : explainAccess(error))
  process.exitCode = 1
}
