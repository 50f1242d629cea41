import { EC2Client } from '@aws-sdk/client-ec2'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { readConfig } from '../infra/config.ts'
import { CONFIG_NAME, loadConfig } from '../infra/load-config.ts'
import { createClient, PATIENT } from '../src/aws/client/create-client.ts'
import { isConfigError } from '../src/config.ts'
import { readArguments } from './arguments.ts'
import { type RuntimeResources, listRuntimeResources } from './deploying/runtime-resources.ts'
import { explainAccess } from './deploying/explain-access.ts'
import { destroySummary, refusal } from './deploying/destroy-summary.ts'
import { isTyped, run } from './deploying/terminal.ts'
import { tearDown } from './deploying/tear-down.ts'

/**
 * `npm run destroy`: says what will go and what will stay, and deletes the stack once its name has been typed (or with `--yes`).
 * While sites have machines it takes `--terminate-machines`. docs/deploying.md
 */
async function main(): Promise<number> {
  const flags = readArguments('npm run destroy -- [--yes] [--terminate-machines]', {
    yes: { type: 'boolean', default: false },
    'terminate-machines': { type: 'boolean', default: false },
  })
  const input = await loadConfig()
  if (input === undefined) {
    console.error(`There is no ${CONFIG_NAME}, which says what to delete.`)
    return 1
  }
  const config = readConfig(input)
  const { name, region } = config
  const clients = {
    ec2: createClient(EC2Client, PATIENT, { region }),
    lambda: createClient(LambdaClient, PATIENT, { region }),
    s3: createClient(S3Client, PATIENT, { region }),
  }
  const refuse = (estate: RuntimeResources) => refusal(estate, flags['terminate-machines'])
  const estate = await listRuntimeResources(clients, name)
  console.log(destroySummary(config, estate))
  const refused = refuse(estate)
  if (refused !== undefined) {
    console.error(refused)
    return 1
  }
  if (!flags.yes && !(await isTyped(name, 'delete it'))) {
    console.error('Nothing was deleted.')
    return 1
  }
  if ((await run('tsx', ['tools/build.ts'])) !== 0) return 1
  return tearDown({
    clients,
    stack: { name, region },
    refuse,
    deleteStack: () => run('cdk', ['destroy', '--force'], { AWS_REGION: region }),
    say: (line) => console.error(line),
  })
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(isConfigError(error) ? `${CONFIG_NAME}:\n${error.message}` : explainAccess(error))
  process.exitCode = 1
}
