import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { Template } from 'aws-cdk-lib/assertions'
import assert from 'node:assert/strict'
import { join } from 'node:path'
import * as z from 'zod'
import { createApp } from '../../app.ts'
import { input } from '../../pokopoko.config.example.ts'
import { deployedName, functionNames } from '../../../src/aws/names.ts'
import { buildFunctions } from '../../../tools/build-functions.ts'
import { atMinistack, ministackUrl } from '../../../test/emulators/support/addresses.ts'
import { eventually } from '../../../test/emulators/support/eventually.ts'
import { packed } from '../../../test/emulators/support/functions.ts'
import { without } from '../../../test/emulators/support/without.ts'

/** What `cdk bootstrap` makes for a stack: where its files are, and its own version. Source: AWS CDK, "Bootstrap your environment". */
const ASSETS = `cdk-hnb659fds-assets-000000000000-${atMinistack.region}`
const BOOTSTRAP = { Name: '/cdk-bootstrap/hnb659fds/version', Value: '21', Type: 'String', Overwrite: true } as const
/** Ours in Route 53; sites are below it. */
const DOMAIN = 'example.com'

export const cloudFormation = new CloudFormationClient(atMinistack)
const route53 = new Route53Client(atMinistack)
const s3 = new S3Client({ ...atMinistack, forcePathStyle: true })
const ssm = new SSMClient(atMinistack)

const functionSchema = z.object({
  Properties: z.object({ FunctionName: z.string(), Code: z.object({ S3Key: z.string() }) }),
})

/**
 * Deploys the stack as it is synthesized, with the functions as they are built, by ministack's CloudFormation: but for the types that
 * it does not know, and properties that depend on them. Returns what became of it.
 */
export async function deployTemplate(
  directory: string,
  name: string,
  unknown: { types: string[]; properties: string[] },
) {
  await s3.send(new CreateBucketCommand({ Bucket: ASSETS }))
  await ssm.send(new PutParameterCommand(BOOTSTRAP))
  const { HostedZone } = await route53.send(new CreateHostedZoneCommand({ Name: DOMAIN, CallerReference: name }))
  const id = HostedZone?.Id?.replace('/hostedzone/', '') ?? assert.fail('no zone')
  await buildFunctions(directory)
  const { stack } = createApp(
    { ...input, name, region: atMinistack.region, zone: { id, name: DOMAIN } },
    { code: directory, outdir: join(directory, 'out') },
  )
  const template = Template.fromStack(stack)
  const functions = Object.values(template.findResources('AWS::Lambda::Function')).map((it) => functionSchema.parse(it))
  for (const kind of functionNames) {
    const found = functions.find(({ Properties }) => Properties.FunctionName === deployedName(name, kind))
    await put(found?.Properties.Code.S3Key ?? assert.fail(kind), await packed(join(directory, kind)))
  }
  const { known, leftOut } = without(template.toJSON(), unknown)
  await put('template.json', JSON.stringify(known))
  await cloudFormation.send(
    new CreateStackCommand({
      StackName: name,
      TemplateURL: `${ministackUrl}/${ASSETS}/template.json`,
      Capabilities: ['CAPABILITY_IAM'],
    }),
  )
  const Stack = await eventually('the stack is there', async () => {
    const { Stacks: [found] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }))
    return found?.StackStatus?.endsWith('_IN_PROGRESS') === true ? undefined : found
  })
  return { status: Stack.StackStatus, outputs: Stack.Outputs ?? [], expected: Object.keys(known.Resources), leftOut }
}

async function put(Key: string, Body: Buffer | string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: ASSETS, Key, Body }))
}
