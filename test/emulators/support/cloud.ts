import assert from 'node:assert/strict'
import {
  CreateImageCommand,
  CreateLaunchTemplateCommand,
  CreateTagsCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2'
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { listenersSetting } from '../../support/listeners-setting.ts'
import { atMoto, REGION } from './addresses.ts'

export const cloud = {
  ec2: new EC2Client(atMoto),
  elb: new ElasticLoadBalancingV2Client(atMoto),
  route53: new Route53Client(atMoto),
  s3: new S3Client(atMoto),
  ssm: new SSMClient(atMoto),
}

/** Label of the image that sites can be made from. */
export const IMAGE_LABEL = 'Debian, ours'
export const COMMAND_DOCUMENT = 'pokopoko-job'

/** What the stack makes for machines, at moto: returns the settings that tell the functions of it. */
export async function makeCloud(suffix: string, domain: string, secrets: Record<string, string>) {
  const { ec2, route53, s3 } = cloud
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}))
  const [subnet, other] = Subnets
  assert.ok(subnet?.SubnetId !== undefined && subnet.VpcId !== undefined && other?.SubnetId !== undefined)
  const subnetIds = [subnet.SubnetId, other.SubnetId]
  const bucket = `inputs-${suffix}`
  await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }))
  const zone = await route53.send(new CreateHostedZoneCommand({ Name: domain, CallerReference: suffix }))
  await putSecrets(secrets)
  await offerImage(subnet.SubnetId, suffix)
  const made = await makeListener(subnetIds, suffix)
  const settings = {
    launchTemplateId: await launchTemplate(suffix),
    launchTemplateVersion: '1',
    diskGib: 8,
    subnetIds,
    vpcId: subnet.VpcId,
    listeners: listenersSetting([made]),
    zone: { id: zone.HostedZone?.Id?.replace('/hostedzone/', '') ?? '' },
    bucketName: bucket,
    documentName: COMMAND_DOCUMENT,
  }
  return { settings, listener: made }
}

async function launchTemplate(suffix: string): Promise<string> {
  const command = new CreateLaunchTemplateCommand({
    LaunchTemplateName: `machine-${suffix}`,
    LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' } },
  })
  const { LaunchTemplate } = await cloud.ec2.send(command)
  return LaunchTemplate?.LaunchTemplateId ?? assert.fail('no launch template')
}

/** A load balancer with one listener. */
export async function makeListener(subnetIds: string[], suffix: string) {
  const { elb } = cloud
  const { LoadBalancers: [balancer] = [] } = await elb.send(
    new CreateLoadBalancerCommand({ Name: `lb-${suffix}`, Subnets: subnetIds }),
  )
  const { TargetGroups: [gateway] = [] } = await elb.send(
    new CreateTargetGroupCommand({ Name: `gateway-${suffix}`, TargetType: 'lambda' }),
  )
  assert.ok(balancer !== undefined && gateway !== undefined)
  const { Listeners: [made] = [] } = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancer.LoadBalancerArn,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: gateway.TargetGroupArn }],
    }),
  )
  return {
    listenerArn: made?.ListenerArn ?? '',
    dnsName: balancer.DNSName ?? '',
    hostedZoneId: balancer.CanonicalHostedZoneId ?? '',
  }
}

async function putSecrets(secrets: Record<string, string>): Promise<void> {
  for (const [Name, Value] of Object.entries(secrets)) {
    await cloud.ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true }))
  }
}

/** An image of ours, made of a machine of one of moto's images: what moto registers without one has no architecture. */
async function offerImage(subnetId: string, suffix: string): Promise<void> {
  const { ec2 } = cloud
  const filters = { Filters: [{ Name: 'architecture', Values: ['x86_64'] }] }
  const { Images: [base] = [] } = await ec2.send(new DescribeImagesCommand(filters))
  const { Instances: [instance] = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: base?.ImageId, SubnetId: subnetId, MinCount: 1, MaxCount: 1 }),
  )
  const { ImageId } = await ec2.send(
    new CreateImageCommand({ InstanceId: instance?.InstanceId, Name: `ours-${suffix}` }),
  )
  assert.ok(ImageId !== undefined && instance?.InstanceId !== undefined)
  await ec2.send(new CreateTagsCommand({ Resources: [ImageId], Tags: [{ Key: 'testsite:image', Value: IMAGE_LABEL }] }))
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [instance.InstanceId] }))
}
