import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { type EC2Client, GetEbsDefaultKmsKeyIdCommand } from '@aws-sdk/client-ec2'
import { GetHostedZoneCommand, type Route53Client } from '@aws-sdk/client-route-53'
import { DescribeParametersCommand, type ParameterMetadata, type SSMClient } from '@aws-sdk/client-ssm'
import type { Config } from '../config.ts'
import { unlessNamed } from '../../src/aws/errors.ts'
import { deployedName } from '../../src/aws/names.ts'
import { explainAccess } from './explain-access.ts'
import { putSecret, secretPaths } from './secrets.ts'

export interface Account {
  ssm: Pick<SSMClient, 'send'>
  route53: Pick<Route53Client, 'send'>
  dynamoDb: Pick<DynamoDBClient, 'send'>
  lambda: Pick<LambdaClient, 'send'>
  ec2: Pick<EC2Client, 'send'>
}

/** Written by `cdk bootstrap`, of a default qualifier. Source: AWS CDK, "Bootstrap your environment". */
const BOOTSTRAP = '/cdk-bootstrap/hnb659fds/version'

/** Domains for documentation: RFC 2606, 3. */
const EXAMPLE = /(^|[.@])example\.(com|net|org)$/

/** Settings that are still those of the example. */
export function examplesIn({ domain, zone, alarmMail, github }: Config): string[] {
  return [
    ...(EXAMPLE.test(domain) ? [`domain: ${domain} is an example`] : []),
    ...(zone.id.endsWith('EXAMPLE') || EXAMPLE.test(zone.name)
      ? [`zone: ${zone.id} (${zone.name}) is an example`]
      : []),
    ...(EXAMPLE.test(alarmMail) ? [`alarmMail: ${alarmMail} is an example`] : []),
    ...(github.org === 'acme' ? ['github.org: acme is an example'] : []),
  ]
}

/** What a deployment needs and the account doesn't have, each with what to do. Of a secret, this reads only name and type. */
export async function runPreflightChecks(
  config: Config,
  account: Account,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string[]> {
  const unclear = unclearCredentials(environment)
  // The rest may be those of another account.
  if (unclear.length > 0) return unclear
  try {
    const parameters = await describeParameters(account, [BOOTSTRAP, ...secretPaths(config)])
    return [
      ...wrongAccount(config, parameters),
      ...(parameters.has(BOOTSTRAP) ? [] : [notBootstrapped(config)]),
      ...missingSecrets(config, parameters),
      ...(await zoneProblems(config, account)),
      ...(await tableLeftOver(config, account)),
      ...(await unusableVolumeKey(config, account)),
    ]
  } catch (error) {
    return [explainAccess(error)]
  }
}

/** The SDK for JavaScript then takes the profile, and the AWS CLI, which stores the secrets, the keys. */
function unclearCredentials({ AWS_PROFILE: profile, AWS_ACCESS_KEY_ID: key }: NodeJS.ProcessEnv): string[] {
  if (!profile || !key) return []
  return [
    `AWS_PROFILE and AWS_ACCESS_KEY_ID are both set: this would deploy with the profile ${profile}, and the AWS CLI uses the key. Unset one of them.`,
  ]
}

async function describeParameters({ ssm }: Account, names: string[]): Promise<Map<string, ParameterMetadata>> {
  const ParameterFilters = [{ Key: 'Name', Option: 'Equals', Values: names }]
  const found = new Map<string, ParameterMetadata>()
  let NextToken: string | undefined
  do {
    const page = await ssm.send(new DescribeParametersCommand({ ParameterFilters, NextToken }))
    for (const parameter of page.Parameters ?? [])
      if (parameter.Name !== undefined) found.set(parameter.Name, parameter)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return found
}

function wrongAccount({ account }: Config, parameters: Map<string, ParameterMetadata>): string[] {
  const [actual] = [...parameters.values()].flatMap(({ ARN }) => ARN?.split(':')[4] ?? [])
  if (account === undefined || actual === undefined || actual === account) return []
  return [
    `Your credentials are for account ${actual}, and the configuration is for ${account}: use others (AWS_PROFILE).`,
  ]
}

function notBootstrapped({ account, region }: Config): string {
  return `The account isn't prepared for the CDK: npm run cdk -- bootstrap aws://${account ?? 'ACCOUNT'}/${region}`
}

function missingSecrets(config: Config, parameters: Map<string, ParameterMetadata>): string[] {
  const put = (path: string) => putSecret({ region: config.region, path })
  return secretPaths(config).flatMap((path) => {
    const type = parameters.get(path)?.Type
    if (type === 'SecureString') return []
    return type === undefined
      ? [`There's no secret ${path}: ${put(path)}`]
      : [`${path} isn't encrypted: delete it, and store it as a SecureString: ${put(path)}`]
  })
}

const GONE = ['ResourceNotFoundException']

/** The table outlives its stack, even if the first deployment failed. */
async function tableLeftOver({ name, region }: Config, { dynamoDb, lambda }: Account): Promise<string[]> {
  const FunctionName = deployedName(name, 'slack')
  const [table, slack] = await Promise.all([
    unlessNamed(GONE, () => dynamoDb.send(new DescribeTableCommand({ TableName: name }))),
    unlessNamed(GONE, () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))),
  ])
  if (table === undefined || slack !== undefined) return []
  const at = `--region ${region} --table-name ${name}`
  return [
    `There's a table ${name} of a stack that is gone. To delete it: aws dynamodb update-table ${at} --no-deletion-protection-enabled, ` +
      `then aws dynamodb delete-table ${at}. Or choose another name in the configuration.`,
  ]
}

/** AWS's own key, which every role of the account may use for volumes. */
const AWS_KEY = 'alias/aws/ebs'

/**
 * If a role can't use the key, EC2 accepts the launch and terminates the machine a moment later (`Client.InternalError`).
 */
async function unusableVolumeKey({ volumeKey }: Config, { ec2 }: Account): Promise<string[]> {
  if (volumeKey !== undefined) return []
  const { KmsKeyId: key = AWS_KEY } = await ec2.send(new GetEbsDefaultKmsKeyIdCommand({}))
  if (key.endsWith(AWS_KEY)) return []
  return [
    `Volumes in this account are encrypted by ${key}, which the functions can't use: set volumeKey to its ARN in the configuration.`,
  ]
}

async function zoneProblems({ zone }: Config, { route53 }: Account): Promise<string[]> {
  try {
    const { HostedZone } = await route53.send(new GetHostedZoneCommand({ Id: zone.id }))
    const name = HostedZone?.Name?.replace(/\.$/, '')
    if (name !== zone.name)
      return [`The zone ${zone.id} is that of ${name}, not of ${zone.name}: correct zone in the configuration.`]
    if (HostedZone?.Config?.PrivateZone === true) return [`The zone ${zone.id} is private: use a public one.`]
    return []
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NoSuchHostedZone') throw error
    return [`There's no zone ${zone.id} in this account: aws route53 list-hosted-zones`]
  }
}
