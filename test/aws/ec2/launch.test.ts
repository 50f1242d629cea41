import assert from 'node:assert/strict'
import { createEc2Instances } from '../../../src/aws/instances.ts'
import { CapacityError } from '../../../src/site/errors.ts'
import { LAUNCH_TEMPLATE, LAUNCH_TEMPLATE_VERSION } from '../../support/aws/fake-ec2.ts'
import { rejectsForNow, rejectsWithReason } from '../../support/rejects.ts'
import { makeEc2Bench } from './bench.ts'

describe('launching on EC2', () => {
  it('asks for one machine by the template, with an encrypted disk, and tags on all that it makes', async () => {
    const { ec2, instances, order, image } = makeEc2Bench()
    await instances.launch(order())
    const [input = {}] = ec2.inputs('RunInstances')
    const { UserData, ...rest } = { UserData: '', ...input }
    const Tags = [
      { Key: 'pokopoko:stack', Value: 'sites' },
      { Key: 'pokopoko:site', Value: 'site-1' },
      { Key: 'pokopoko:name', Value: 'plum' },
      { Key: 'pokopoko:launch', Value: '1' },
    ]
    assert.deepEqual(rest, {
      ClientToken: 'site-1-1',
      MinCount: 1,
      MaxCount: 1,
      LaunchTemplate: { LaunchTemplateId: LAUNCH_TEMPLATE, Version: LAUNCH_TEMPLATE_VERSION },
      ImageId: image,
      InstanceType: 't3.micro',
      SubnetId: 'subnet-a',
      BlockDeviceMappings: [
        {
          DeviceName: '/dev/xvda',
          Ebs: { VolumeType: 'gp3', Encrypted: true, DeleteOnTermination: true, VolumeSize: 16 },
        },
      ],
      TagSpecifications: [
        { ResourceType: 'instance', Tags },
        { ResourceType: 'volume', Tags },
      ],
    })
    assert.match(Buffer.from(UserData, 'base64').toString(), /^#cloud-config\n\{/)
  })

  it('has the machine tell that it is there, unless it should not', async () => {
    const { ec2, instances, settings, order } = makeEc2Bench()
    await instances.launch(order())
    const { phoneHomeUrl: _, ...mute } = settings
    await createEc2Instances(mute).launch(order({ token: 'site-1-2', launch: 2 }))
    const [first, second] = [...ec2.instances.values()].map(({ userData }) => userData)
    assert.match(first ?? '', /"https:\/\/plum\.test\.example\.com\/_pokopoko\/control\/phone-home\/plum"/)
    assert.match(second ?? '', /amazon-ssm-agent/)
    assert.doesNotMatch(second ?? '', /phone-home|instance_id/)
  })

  it('has AWS fill the volume ahead where that is chosen', async () => {
    const { ec2, instances, settings, order } = makeEc2Bench()
    const rates = () => [...ec2.instances.values()].map(({ volumes }) => volumes.map(({ rate }) => rate))
    await instances.launch(order())
    await createEc2Instances({ ...settings, initializationRate: 300 }).launch(order({ token: 'site-1-2', launch: 2 }))
    assert.deepEqual(rates(), [[undefined], [300]])
  })

  it('takes the version of the template that the stack has made, whatever its default', async () => {
    const { ec2, instances, settings, order } = makeEc2Bench()
    await instances.launch(order())
    const [machine] = ec2.instances.values()
    assert.equal(machine?.templateVersion, LAUNCH_TEMPLATE_VERSION)
    const gone = createEc2Instances({ ...settings, launchTemplateVersion: '4' })
    await rejectsForNow(gone.launch(order({ token: 'site-1-2', launch: 2 })))
  })

  it('gives a machine the disk of the settings, and never one smaller than its image', async () => {
    const { ec2, instances, order } = makeEc2Bench()
    const { id: large } = ec2.addImage({ gib: 30 })
    await instances.launch(order())
    await instances.launch(order({ token: 'site-1-2', launch: 2, image: large }))
    const sizes = [...ec2.instances.values()].map(({ volumes }) => volumes.map(({ gib }) => gib))
    assert.deepEqual(sizes, [[16], [30]])
  })

  it('keeps the disk of an archive that is larger than the settings say by now', async () => {
    const { ec2, instances, settings, order, eventually } = makeEc2Bench()
    const { id } = await createEc2Instances({ ...settings, diskGib: 40 }).launch(order())
    await instances.describe(id)
    const image = await instances.createImage({ id, siteId: 'site-1', siteName: 'plum', launch: 1 })
    await eventually(async () => (await instances.describeImage(image.id))?.state === 'available')
    await instances.launch(order({ token: 'site-1-2', launch: 2, image: image.id }))
    assert.equal([...ec2.instances.values()].at(-1)?.volumes[0]?.gib, 40)
  })

  it('encrypts further volumes of an image too, leaves their size, and has them go with the machine', async () => {
    const { ec2, instances, order } = makeEc2Bench()
    const { id: image } = ec2.addImage({ volumes: [{ device: '/dev/sdf', gib: 100 }] })
    const { id } = await instances.launch(order({ image }))
    const alike = { type: 'gp3', encrypted: true, keptAfterwards: false }
    assert.deepEqual(ec2.instances.get(id)?.volumes, [
      { device: '/dev/xvda', gib: 16, ...alike },
      { device: '/dev/sdf', gib: 100, ...alike },
    ])
    const archive = await instances.createImage({ id, siteId: 'site-1', siteName: 'plum', launch: 1 })
    await instances.describeImage(archive.id)
    await instances.removeImage(archive.id)
    assert.equal(ec2.snapshots.size, 0, 'the snapshots of all of them')
  })

  it('names the key of all volumes where there is one', async () => {
    const { ec2, instances, settings, order } = makeEc2Bench()
    const volumeKey = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd'
    await createEc2Instances({ ...settings, volumeKey }).launch(order())
    await instances.launch(order({ token: 'site-1-2', launch: 2 }))
    const keys = ec2.inputs('RunInstances').map((input) => JSON.stringify(input).match(/arn:aws:kms[^"]*/)?.[0])
    assert.deepEqual(keys, [volumeKey, undefined])
  })

  it('tries each zone, then each substitute, then begins again', async () => {
    const { ec2, instances, order } = makeEc2Bench()
    for (const attempt of [0, 1, 2, 3, 4]) {
      await instances.launch(order({ token: `site-1-${attempt}`, launch: attempt + 1, attempt }))
    }
    assert.deepEqual(
      [...ec2.instances.values()].map(({ type, subnet }) => `${type} ${subnet}`),
      ['t3.micro subnet-a', 't3.micro subnet-b', 't3a.micro subnet-a', 't3a.micro subnet-b', 't3.micro subnet-a'],
    )
  })

  for (const code of [
    'InsufficientInstanceCapacity',
    'UnfulfillableCapacity',
    'InsufficientVolumeCapacity',
    'Unsupported',
    'VcpuLimitExceeded',
    'SpotMaxPriceTooLow',
  ]) {
    it(`says how many alternatives there are after ${code}`, async () => {
      const { ec2, instances, order } = makeEc2Bench()
      ec2.noRoom.set('t3.micro subnet-a', code)
      const isSo = (error: unknown) => error instanceof CapacityError && error.alternatives === 4
      await assert.rejects(instances.launch(order()), isSo)
      assert.equal(ec2.instances.size, 0)
      await instances.launch(order({ token: 'site-1-2', launch: 2, attempt: 1 }))
      assert.equal(ec2.instances.size, 1)
    })
  }

  it('says so when there is no room to start a machine again', async () => {
    const { ec2, instances, order, eventually } = makeEc2Bench()
    const { id } = await instances.launch(order())
    await instances.describe(id)
    await instances.stop(id)
    await eventually(async () => (await instances.describe(id))?.state === 'stopped')
    ec2.noRoom.set('t3.micro subnet-a', 'InsufficientInstanceCapacity')
    await assert.rejects(instances.start(id), CapacityError)
  })

  it('finds the machine of a token after its own settings have changed', async () => {
    const { ec2, instances, settings, order } = makeEc2Bench()
    const { id } = await instances.launch(order())
    ec2.launchTemplates.set('lt-0fedcba9876543210', ['1', LAUNCH_TEMPLATE_VERSION])
    const changed = createEc2Instances({ ...settings, launchTemplateId: 'lt-0fedcba9876543210' })
    assert.equal((await changed.launch(order())).id, id)
    await instances.terminate(id)
    await rejectsWithReason(changed.launch(order()), 'launch-token-used')
    assert.equal(ec2.instances.size, 1)
  })

  it('waits for an image that is still being made', async () => {
    const { ec2, instances, order } = makeEc2Bench({ imageMs: 60_000 })
    const { id } = ec2.addImage({ state: 'pending' })
    await rejectsForNow(instances.launch(order({ image: id })))
    const { id: failed } = ec2.addImage({ state: 'failed' })
    await rejectsWithReason(instances.launch(order({ image: failed })), 'image-missing')
  })

  it('is not put off by a call that was throttled, nor makes two machines of an answer that was lost', async () => {
    const { ec2, instances, order } = makeEc2Bench()
    ec2.failNext('RunInstances', 'RequestLimitExceeded')
    await instances.launch(order())
    ec2.failNext('RunInstances', 'ConnectionLost', 'after')
    await rejectsForNow(instances.launch(order({ token: 'site-1-2', launch: 2 })))
    await instances.launch(order({ token: 'site-1-2', launch: 2 }))
    assert.equal(ec2.instances.size, 2)
  })

  it('refuses what cannot be an instance type', async () => {
    const { instances, order } = makeEc2Bench()
    await rejectsWithReason(instances.launch(order({ size: 'small' })), 'unexpected')
  })
})
