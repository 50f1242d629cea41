import { EC2Client } from '@aws-sdk/client-ec2'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { readConfig } from './config.ts'
import { CONFIG_NAME, loadConfig } from './load-config.ts'
import { createClient, PATIENT } from '../src/aws/client/create-client.ts'
import { isConfigError } from '../src/config-error.ts'
import { readArguments } from '../tools/arguments.ts'
import { listRuntimeResources } from './deploying/runtime-resources.ts'
import { explainAccess } from './deploying/explain-access.ts'
import { blockedBy, destroySummary } from './deploying/destroy-summary.ts'
import { isTyped, run } from './deploying/terminal.ts'
import { tearDown } from './deploying/tear-down.ts'

/**
 * `npm run destroy`: prints what goes and what stays, and deletes the stack once you have typed its name (or with `--yes`). While sites
 * have machines it needs `--terminate-machines`. docs/deploying.md
 */
async function main(): Promise<number> {
  const flags = readArguments('npm run destroy -- [--yes] [--terminate-machines]', {
    yes: { type: 'boolean', default: false },
    'terminate-machines': { type: 'boolean', default: false },
  })
  const input = await loadConfig()
  if (input === undefined) {
    console.error(`There is no ${CONFIG_NAME}, so this doesn't know what to delete.`)
    return 1
  }
  const config = readConfig(input)
  const { name, region } = config
  const clients = {
    ec2: createClient(EC2Client, PATIENT, { region }),
    lambda: createClient(LambdaClient, PATIENT, { region }),
    s3: createClient(S3Client, PATIENT, { region }),
  }
  const resources = await listRuntimeResources(clients, name)
  console.log(destroySummary(config, resources))
  const terminates = flags['terminate-machines']
  const reason = blockedBy(resources, terminates)
  if (reason !== undefined) {
    console.error(reason)
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
    blockedBy: (now) => blockedBy(now, terminates),
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
