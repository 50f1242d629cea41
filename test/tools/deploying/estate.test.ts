import { LambdaClient, type GetFunctionConfigurationRequest } from '@aws-sdk/client-lambda'
import { type DeleteObjectsRequest, type ListObjectsV2Request, S3Client } from '@aws-sdk/client-s3'
import assert from 'node:assert/strict'
import { readConfig } from '../../../infra/config.ts'
import { input } from '../../../infra/pokopoko.config.ts'
import { type Clients, emptyBucket, surveyEstate, terminateMachines } from '../../../tools/deploying/estate.ts'
import { farewell, refusal } from '../../../tools/deploying/farewell.ts'
import { createEc2Instances } from '../../../src/aws/instances.ts'
import { createFakeEc2, LAUNCH_TEMPLATE } from '../../support/aws/fake-ec2.ts'
import { AwsError, answeredBy, createFakeService, insteadOfNetwork, nowhere } from '../../support/aws/fake-service.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

const STACK = 'pokopoko'

/** A stack with a machine that runs, one that is stopped, and an archive; and with the machine of another stack. */
async function aDeployment({ isThere = true } = {}) {
  const ec2 = createFakeEc2(createFakeClock(Date.parse('2026-11-02T03:00:00Z')))
  const image = ec2.addImage().id
  const instancesOf = (stack: string) =>
    createEc2Instances({
      ec2: ec2.client,
      stack,
      launchTemplateId: LAUNCH_TEMPLATE,
      subnetIds: ['subnet-1'],
      fallbackSizes: {},
    })
  const launch = (stack: string, number: number) => {
    const site = { id: `site-${number}`, name: `plum-${number}` }
    return instancesOf(stack).launch({ site, token: `${stack}-${number}`, launch: 1, image, size: 't3.micro' })
  }
  const [running, stopped, archived] = [await launch(STACK, 1), await launch(STACK, 2), await launch(STACK, 3)]
  await launch('other', 4)
  const ours = instancesOf(STACK)
  for (const { id } of [running, stopped, archived]) await ours.describe(id)
  await ours.stop(stopped.id)
  await ours.stop(archived.id)
  await ours.describe(archived.id)
  await ours.createImage({ id: archived.id, siteId: 'site-3', siteName: 'plum-3', launch: 1 })
  await ours.terminate(archived.id)
  const service = createFakeService({
    GetFunctionConfiguration: ({ FunctionName }: GetFunctionConfigurationRequest) => {
      if (!isThere) throw new AwsError('ResourceNotFoundException')
      assert.equal(FunctionName, 'pokopoko-reconcile')
      return { Environment: { Variables: { INPUT_BUCKET: 'inputs' } } }
    },
    PutFunctionConcurrency: () => {
      if (!isThere) throw new AwsError('ResourceNotFoundException')
      return {}
    },
  })
  const lambda = new LambdaClient(nowhere)
  lambda.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  const clients: Clients = { ec2: ec2.client, lambda, s3: new S3Client(nowhere) }
  return { clients, service, ec2, machineIds: [running.id, stopped.id].toSorted() }
}

/** A bucket with three objects, listed by twos. */
function aBucket() {
  const keys = new Set(['one', 'two', 'three'])
  const service = createFakeService({
    ListObjectsV2: ({ Bucket, ContinuationToken }: ListObjectsV2Request) => {
      if (Bucket !== 'inputs') throw new AwsError('NoSuchBucket')
      const all = ['one', 'two', 'three'].map((Key) => ({ Key }))
      return ContinuationToken === undefined
        ? { Contents: all.slice(0, 2), IsTruncated: true, NextContinuationToken: '2' }
        : { Contents: all.slice(2) }
    },
    DeleteObjects: ({ Delete: { Objects = [] } = { Objects: [] } }: DeleteObjectsRequest) => {
      for (const { Key = '' } of Objects) keys.delete(Key)
      return {}
    },
  })
  const s3 = new S3Client(nowhere)
  s3.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return { s3, keys }
}

describe('what is there besides the stack', () => {
  it('is the machines and archives of its sites, and what lies in the bucket', async () => {
    const { clients, machineIds } = await aDeployment()
    const estate = await surveyEstate(clients, STACK)
    assert.deepEqual(estate.machines.map(({ id }) => id).toSorted(), machineIds)
    assert.equal(estate.images.length, 1)
    assert.equal(estate.bucket, 'inputs')
  })

  it('is found when the functions are gone already', async () => {
    const { clients, machineIds } = await aDeployment({ isThere: false })
    const estate = await surveyEstate(clients, STACK)
    assert.equal(estate.bucket, undefined)
    await terminateMachines(clients, STACK, estate)
    assert.equal(machineIds.length, 2)
    assert.deepEqual((await surveyEstate(clients, STACK)).machines, [])
  })
})

describe('destroying it', () => {
  it('is refused while sites have machines, until that is said', async () => {
    const estate = await surveyEstate((await aDeployment()).clients, STACK)
    assert.match(refusal(estate, false) ?? '', /still 2 machines of sites: i-.*--terminate-machines/s)
    assert.equal(refusal(estate, true), undefined)
    assert.equal(refusal({ ...estate, machines: [] }, false), undefined)
  })

  it('stops what would launch machines anew before it terminates them, and nobody else’s', async () => {
    const { clients, service, ec2, machineIds } = await aDeployment()
    await terminateMachines(clients, STACK, await surveyEstate(clients, STACK))
    assert.deepEqual(service.inputs('PutFunctionConcurrency'), [
      { FunctionName: 'pokopoko-reconcile', ReservedConcurrentExecutions: 0 },
      { FunctionName: 'pokopoko-sweep', ReservedConcurrentExecutions: 0 },
    ])
    const states = [...ec2.instances.values()].map(({ id, state }) => [machineIds.includes(id), state])
    assert.deepEqual(
      states.filter(([isOurs, state]) => isOurs && state !== 'terminated'),
      [],
    )
    assert.ok(states.some(([isOurs, state]) => !isOurs && state !== 'terminated'))
  })

  it('empties the bucket to the last, and minds none that is gone', async () => {
    const { s3, keys } = aBucket()
    await emptyBucket({ s3 }, 'inputs')
    assert.deepEqual([...keys], [])
    await emptyBucket({ s3 }, 'gone')
  })

  it('says before what goes and what stays', async () => {
    const { clients } = await aDeployment()
    const estate = await surveyEstate(clients, STACK)
    const text = farewell(readConfig(input), estate)
    const [goes = '', stays = ''] = text.split('It leaves behind:')
    assert.match(goes, /deletes the stack pokopoko in eu-central-1.*2 machines of sites/s)
    for (const what of [
      /the table pokopoko/,
      /1 archives of sites \(ami-/,
      /deploy keys/,
      /\/pokopoko\/slack-bot-token/,
    ]) {
      assert.match(stays, what)
    }
    assert.doesNotMatch(
      farewell(readConfig(input), { ...estate, machines: [], images: [] }),
      /machines of sites|archives/,
    )
  })
})
