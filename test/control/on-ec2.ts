import { createEc2Instances } from '../../src/aws/instances.ts'
import { createFakeEc2, LAUNCH_TEMPLATE, LAUNCH_TEMPLATE_VERSION } from '../support/aws/fake-ec2.ts'
import { createLife } from '../support/a-life.ts'
import type { Policy } from '../../src/site/policy.ts'

/** A site whose machine is on EC2, by the real port: two zones, and one substitute for its size. */
export async function createLifeOnEc2(policy: Partial<Policy> = {}) {
  const life = await createLife({ policy })
  const ec2 = createFakeEc2(life.clock, { bootMs: 1000 })
  const { id: image } = ec2.addImage()
  life.ports.instances = createEc2Instances({
    ec2: ec2.client,
    clock: life.clock,
    stack: 'sites',
    launchTemplateId: LAUNCH_TEMPLATE,
    launchTemplateVersion: LAUNCH_TEMPLATE_VERSION,
    diskGib: 16,
    subnetIds: ['subnet-a', 'subnet-b'],
    fallbackSizes: { 't3.micro': ['t3a.micro'] },
  })
  const site = await life.site()
  await life.ports.store.save({ ...site, spec: { ...site.spec, image, size: 't3.micro' } })
  /** What was asked of EC2, in order. */
  const launches = () =>
    ec2.inputs('RunInstances').map((input) => {
      const { InstanceType, SubnetId, ClientToken } = { InstanceType: '', SubnetId: '', ClientToken: '', ...input }
      return { place: `${InstanceType} ${SubnetId}`, token: ClientToken.slice(site.id.length + 1) }
    })
  /** Every launch fails with that code, until the returned function is called. */
  const failLaunches = (code: string): (() => void) => {
    const { launch } = life.ports.instances
    life.ports.instances.launch = (order) => {
      ec2.failNext('RunInstances', code)
      return launch(order)
    }
    return () => {
      life.ports.instances.launch = launch
    }
  }
  return { ...life, ec2, launches, failLaunches }
}

export const PLACES = ['t3.micro subnet-a', 't3.micro subnet-b', 't3a.micro subnet-a', 't3a.micro subnet-b']
