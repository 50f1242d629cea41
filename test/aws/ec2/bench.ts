import { createEc2Instances } from '../../../src/aws/instances.ts'
import type { LaunchOrder } from '../../../src/control/ports.ts'
import type { Ec2Durations } from '../../support/aws/ec2-state.ts'
import { createFakeEc2, LAUNCH_TEMPLATE, LAUNCH_TEMPLATE_VERSION } from '../../support/aws/fake-ec2.ts'
import { eventually } from '../../support/eventually.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

export const STACK = 'sites'

/** The port on a fake EC2 with one image to launch from. */
export function makeEc2Bench(durations?: Partial<Ec2Durations>) {
  const clock = createFakeClock(Date.parse('2026-11-02T03:00:00Z'))
  const ec2 = createFakeEc2(clock, durations)
  const settings = {
    ec2: ec2.client,
    clock,
    stack: STACK,
    launchTemplateId: LAUNCH_TEMPLATE,
    launchTemplateVersion: LAUNCH_TEMPLATE_VERSION,
    diskGib: 16,
    subnetIds: ['subnet-a', 'subnet-b'],
    fallbackSizes: { 't3.micro': ['t3a.micro'] },
    phoneHomeUrl: (name: string) => `https://${name}.test.example.com/_pokopoko/control/phone-home/${name}`,
  }
  const { id: image } = ec2.addImage()
  const order = (changes: Partial<LaunchOrder> = {}): LaunchOrder => ({
    site: { id: 'site-1', name: 'plum' },
    token: 'site-1-1',
    launch: 1,
    image,
    size: 't3.micro',
    ...changes,
  })
  return {
    clock,
    ec2,
    settings,
    instances: createEc2Instances(settings),
    image,
    size: 't3.micro',
    order,
    eventually: (isSo: () => Promise<boolean>) => eventually(clock, isSo),
    close: async () => ec2.client.destroy(),
  }
}

export const slow = { bootMs: 20_000, stopMs: 15_000, terminateMs: 30_000, imageMs: 60_000, listLagMs: 3000 }
