import assert from 'node:assert/strict'
import { EC2Client } from '@aws-sdk/client-ec2'
import { createClient } from '../../../src/aws/client/create-client.ts'
import { createEc2Instances } from '../../../src/aws/instances.ts'
import { CapacityError, LimitError, RejectedError } from '../../../src/site/errors.ts'
import { type Answer, startEndpoint } from '../client/an-endpoint.ts'
import { makeEc2Bench } from './bench.ts'

const isUnclear = (error: unknown) =>
  error instanceof Error && !(error instanceof RejectedError || error instanceof CapacityError)

describe('a launch that EC2 refuses', () => {
  for (const code of ['UnauthorizedOperation', 'PendingVerification', 'InvalidGroup.NotFound', 'SomethingNew']) {
    it(`says that nothing was launched: ${code}`, async () => {
      const { ec2, instances, order } = makeEc2Bench()
      ec2.failNext('RunInstances', code)
      await assert.rejects(instances.launch(order()), RejectedError)
      assert.equal(ec2.instances.size, 0)
    })

    it(`tells of the machine that an earlier call launched: ${code}`, async () => {
      const { ec2, instances, order } = makeEc2Bench()
      const { id } = await instances.launch(order())
      ec2.failNext('RunInstances', code)
      assert.equal((await instances.launch(order())).id, id)
    })
  }

  it('says nothing where nobody can look for an earlier one', async () => {
    const { ec2, instances, order } = makeEc2Bench()
    ec2.failNext('RunInstances', 'UnauthorizedOperation')
    ec2.failNext('DescribeInstances', 'UnauthorizedOperation')
    await assert.rejects(instances.launch(order()), isUnclear)
  })

  it('says that nothing was launched when its image may not be looked at', async () => {
    const { ec2, instances, order } = makeEc2Bench()
    ec2.failNext('DescribeImages', 'UnauthorizedOperation')
    await assert.rejects(instances.launch(order()), RejectedError)
  })

  it('says nothing of a lost answer', async () => {
    const { ec2, instances, order } = makeEc2Bench()
    ec2.failNext('RunInstances', 'ConnectionLost')
    await assert.rejects(instances.launch(order()), isUnclear)
  })
})

const refusal = (code: string) =>
  `<Response><Errors><Error><Code>${code}</Code><Message>No.</Message></Error></Errors><RequestID>1</RequestID></Response>`
const IMAGE =
  '<DescribeImagesResponse><imagesSet><item><imageId>ami-01234567</imageId><imageState>available</imageState><rootDeviceName>/dev/xvda</rootDeviceName></item></imagesSet></DescribeImagesResponse>'
const NO_MACHINES = '<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>'

/** EC2 by real HTTP, which answers launches with these, one after another. */
async function launchAnswered(...answers: Answer[]): Promise<unknown> {
  const endpoint = await startEndpoint((asked) => {
    if (asked.includes('Action=DescribeImages')) return { chunks: [IMAGE] }
    if (asked.includes('Action=DescribeInstances')) return { chunks: [NO_MACHINES] }
    return answers.shift() ?? assert.fail('one launch more')
  })
  const instances = createEc2Instances({
    ec2: createClient(EC2Client, { connectMs: 20_000, answerMs: 20_000, attempts: answers.length }),
    clock: { now: Date.now },
    stack: 'sites',
    launchTemplateId: 'lt-1',
    launchTemplateVersion: '1',
    diskGib: 16,
    subnetIds: ['subnet-a'],
    fallbackSizes: {},
  })
  const order = { site: { id: 'site-1', name: 'plum' }, token: '1', launch: 1, image: 'ami-01234567', size: 't3.micro' }
  try {
    return await instances.launch(order).catch((error: unknown) => error)
  } finally {
    await endpoint.close()
  }
}

describe('a launch over real HTTP', () => {
  it('was refused, by EC2', async () => {
    const error = await launchAnswered({ status: 403, chunks: [refusal('UnauthorizedOperation')] })
    assert.ok(error instanceof RejectedError)
  })

  const unclear: [why: string, answers: Answer[]][] = [
    ['a proxy has refused it', [{ status: 403, chunks: ['<html><body>Forbidden</body></html>'] }]],
    ['a proxy did not wait', [{ status: 408, chunks: [refusal('RequestTimeout')] }]],
    ['a proxy is asked too much', [{ status: 429, chunks: [refusal('SlowTraffic')] }]],
    ['EC2 broke', [{ status: 500, chunks: [refusal('InternalError')] }]],
    ['EC2 is unavailable', [{ status: 503, chunks: [refusal('Unavailable')] }]],
    ['half of the answer came', [{ chunks: ['<RunInstancesResponse>'] }]],
    [
      'it was refused after a try that broke',
      [
        { status: 500, chunks: [refusal('InternalError')] },
        { status: 403, chunks: [refusal('UnauthorizedOperation')] },
      ],
    ],
  ]
  for (const [why, answers] of unclear) {
    it(`may have launched something: ${why}`, async () => {
      assert.ok(isUnclear(await launchAnswered(...answers)))
    })
  }

  it('may have launched something when EC2 is asked too much', async () => {
    const error = await launchAnswered({ status: 503, chunks: [refusal('RequestLimitExceeded')] })
    assert.ok(isUnclear(error) && !(error instanceof LimitError), 'the client tells of limits, not the port')
  })
})
