import {
  type DeleteFunctionConcurrencyRequest,
  type GetFunctionConfigurationRequest,
  LambdaClient,
  type PutFunctionConcurrencyRequest,
} from '@aws-sdk/client-lambda'
import { type DeleteObjectsRequest, type ListObjectsV2Request, S3Client } from '@aws-sdk/client-s3'
import assert from 'node:assert/strict'
import { readConfig } from '../../config.ts'
import { input } from '../../pokopoko.config.example.ts'
import {
  type Clients,
  emptyBucket,
  listRuntimeResources,
  terminateMachines,
} from '../../deploying/runtime-resources.ts'
import { blockedBy, destroySummary } from '../../deploying/destroy-summary.ts'
import { tearDown } from '../../deploying/tear-down.ts'
import { createEc2Instances } from '../../../src/aws/instances.ts'
import { createFakeEc2, LAUNCH_TEMPLATE, LAUNCH_TEMPLATE_VERSION } from '../../../test/support/aws/fake-ec2.ts'
import {
  AwsError,
  answeredBy,
  createFakeService,
  insteadOfNetwork,
  nowhere,
} from '../../../test/support/aws/fake-service.ts'
import { engineEnvironment } from '../../../test/support/function-environment.ts'
import { createFakeClock } from '../../../test/support/fake-clock.ts'

const STACK = 'pokopoko'

/** A stack with a machine that runs, one that is stopped, and an archive; and with the machine of another stack. */
async function aDeployment({
  isThere = true,
  variables = engineEnvironment(),
}: { isThere?: boolean; variables?: Record<string, string> } = {}) {
  const clock = createFakeClock(Date.parse('2026-11-02T03:00:00Z'))
  const ec2 = createFakeEc2(clock)
  const image = ec2.addImage().id
  const instancesOf = (stack: string) =>
    createEc2Instances({
      ec2: ec2.client,
      clock,
      stack,
      launchTemplateId: LAUNCH_TEMPLATE,
      launchTemplateVersion: LAUNCH_TEMPLATE_VERSION,
      diskGib: 16,
      subnetIds: ['subnet-1'],
      fallbackSizes: {},
    })
  const launch = (stack: string, number: number, spot = false) => {
    const site = { id: `site-${number}`, name: `plum-${number}` }
    return instancesOf(stack).launch({ site, token: `${stack}-${number}`, launch: 1, image, size: 't3.micro', spot })
  }
  const [running, asleep, archived] = [await launch(STACK, 1), await launch(STACK, 2), await launch(STACK, 3)]
  await launch('other', 4)
  const ours = instancesOf(STACK)
  for (const { id } of [running, asleep, archived]) await ours.describe(id)
  await ours.stop(asleep.id)
  await ours.stop(archived.id)
  await ours.describe(archived.id)
  await ours.createImage({ id: archived.id, siteId: 'site-3', siteName: 'plum-3', launch: 1 })
  await ours.terminate(archived.id)
  const stopped = new Set<string | undefined>()
  const service = createFakeService({
    GetFunctionConfiguration: ({ FunctionName }: GetFunctionConfigurationRequest) => {
      if (!isThere) throw new AwsError('ResourceNotFoundException')
      assert.equal(FunctionName, 'pokopoko-reconcile')
      return { Environment: { Variables: variables } }
    },
    PutFunctionConcurrency: (input: PutFunctionConcurrencyRequest) => {
      if (!isThere) throw new AwsError('ResourceNotFoundException')
      stopped.add(input.FunctionName)
      return {}
    },
    DeleteFunctionConcurrency: (input: DeleteFunctionConcurrencyRequest) => {
      if (!isThere) throw new AwsError('ResourceNotFoundException')
      stopped.delete(input.FunctionName)
      return {}
    },
  })
  const lambda = new LambdaClient(nowhere)
  lambda.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  const clients: Clients = { ec2: ec2.client, lambda, s3: new S3Client(nowhere) }
  const left = () => [...ec2.instances.values()].filter(({ state }) => state !== 'terminated').length
  return {
    clients,
    service,
    ec2,
    machineIds: [running.id, asleep.id].toSorted(),
    launch: (number: number, spot = false) => launch(STACK, number, spot),
    /** Functions that may not run. */
    stopped,
    /** Machines that are there, one of them the other stack's. */
    left,
  }
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
    const resources = await listRuntimeResources(clients, STACK)
    assert.deepEqual(resources.machines.map(({ id }) => id).toSorted(), machineIds)
    assert.equal(resources.images.length, 1)
    assert.equal(resources.bucket, 'inputs')
  })

  it('is found of a stack that an older version deployed', async () => {
    const { clients } = await aDeployment({ variables: { INPUT_BUCKET: 'inputs' } })
    assert.equal((await listRuntimeResources(clients, STACK)).bucket, 'inputs')
  })

  it('is found when the functions are gone already', async () => {
    const { clients, machineIds } = await aDeployment({ isThere: false })
    const resources = await listRuntimeResources(clients, STACK)
    assert.equal(resources.bucket, undefined)
    await terminateMachines(clients, STACK)
    assert.equal(machineIds.length, 2)
    assert.deepEqual((await listRuntimeResources(clients, STACK)).machines, [])
  })
})

describe('destroying it', () => {
  it('is refused while sites have machines, until that is said', async () => {
    const resources = await listRuntimeResources((await aDeployment()).clients, STACK)
    assert.match(blockedBy(resources, false) ?? '', /still 2 machines of sites: i-.*--terminate-machines/s)
    assert.equal(blockedBy(resources, true), undefined)
    assert.equal(blockedBy({ ...resources, machines: [] }, false), undefined)
  })

  it('terminates machines, and nobody else’s', async () => {
    const { clients, ec2, machineIds, left } = await aDeployment()
    await terminateMachines(clients, STACK)
    assert.deepEqual(
      machineIds.map((id) => ec2.instances.get(id)?.state),
      ['terminated', 'terminated'],
    )
    assert.equal(left(), 1)
  })

  it('leaves no spot machine that comes back', async () => {
    const { clients, ec2, launch, left } = await aDeployment()
    await launch(5, true)
    await terminateMachines(clients, STACK)
    assert.equal(left(), 1)
    assert.deepEqual(
      [...ec2.spotRequests.values()].map(({ state }) => state),
      ['cancelled'],
    )
  })

  it('finds spot machines that came back without their tags, by their request', async () => {
    const { clients, ec2, launch, left } = await aDeployment()
    const { id } = await launch(5, true)
    await ec2.answer('TerminateInstancesCommand', { InstanceIds: [id] })
    const { machines } = await listRuntimeResources(clients, STACK)
    assert.deepEqual(
      machines.filter((machine) => machine.id.startsWith('sir-')).map(({ siteId }) => siteId),
      ['site-5'],
    )
    await terminateMachines(clients, STACK)
    assert.equal(left(), 1)
    assert.equal([...ec2.spotRequests.values()][0]?.state, 'cancelled')
  })

  it('empties the bucket to the last, and minds none that is gone', async () => {
    const { s3, keys } = aBucket()
    await emptyBucket({ s3 }, 'inputs')
    assert.deepEqual([...keys], [])
    await emptyBucket({ s3 }, 'gone')
  })

  it('says before what goes and what stays', async () => {
    const { clients } = await aDeployment()
    const resources = await listRuntimeResources(clients, STACK)
    const text = destroySummary(readConfig(input), resources)
    const [goes = '', stays = ''] = text.split('It leaves behind:')
    assert.match(goes, /deletes the stack pokopoko in eu-central-1.*2 machines of sites/s)
    for (const what of [
      /the table pokopoko/,
      /1 images, archives of sites and baked ones \(ami-/,
      /deploy keys/,
      /\/pokopoko\/slack-bot-token/,
    ]) {
      assert.match(stays, what)
    }
    assert.doesNotMatch(
      destroySummary(readConfig(input), { ...resources, machines: [], images: [] }),
      /machines of sites|archives/,
    )
  })
})

describe('tearing the stack down', () => {
  const functions = ['pokopoko-reconcile', 'pokopoko-sweep', 'pokopoko-bake']
  type Deployment = Awaited<ReturnType<typeof aDeployment>>
  const tearingDown = async (
    { clients }: Deployment,
    {
      terminates = true,
      deleteStack = async () => 0,
    }: { terminates?: boolean; deleteStack?: () => Promise<number> } = {},
  ) => {
    const said: string[] = []
    const work = tearDown({
      clients: { ...clients, s3: aBucket().s3 },
      stack: { name: STACK, region: 'eu-central-1' },
      blockedBy: (resources) => blockedBy(resources, terminates),
      deleteStack,
      say: (line) => said.push(line),
    })
    const status = await work.catch((error: unknown) => error)
    return { status, said: said.join('\n') }
  }

  it('stops what launches machines, then takes what came until then', async () => {
    const there = await aDeployment()
    const { lambda } = there.clients
    // The last launch that had begun is done while the functions are being stopped.
    let isLaunched = false
    lambda.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (!isLaunched && commandName === 'PutFunctionConcurrencyCommand') {
            isLaunched = true
            await there.launch(5)
          }
          return next(args)
        },
      { step: 'initialize', name: 'late' },
    )
    const { status } = await tearingDown(there, {
      deleteStack: async () => {
        assert.ok(isLaunched)
        assert.equal(there.left(), 1)
        return 0
      },
    })
    assert.equal(status, 0)
    assert.deepEqual([...there.stopped], functions)
  })

  it('is called off when a machine came that nobody agreed to lose', async () => {
    const there = await aDeployment()
    const { status, said } = await tearingDown(there, { terminates: false, deleteStack: () => assert.fail('deleted') })
    assert.equal(status, 1)
    assert.match(said, /still 2 machines of sites.*functions run again/s)
    assert.equal(there.left(), 3)
    assert.deepEqual([...there.stopped], [])
  })

  it('lets the functions run again when the stack cannot be deleted', async () => {
    const there = await aDeployment()
    const { status, said } = await tearingDown(there, { deleteStack: async () => 3 })
    assert.equal(status, 3)
    assert.match(said, /wasn't deleted\. Its functions run again/)
    assert.deepEqual([...there.stopped], [])
  })

  it('lets them run again when a machine cannot be terminated, and says why it could not', async () => {
    const there = await aDeployment()
    there.ec2.failNext('TerminateInstances', 'UnauthorizedOperation')
    const { status } = await tearingDown(there)
    assert.match(String(status), /UnauthorizedOperation/)
    assert.deepEqual([...there.stopped], [])
  })

  it('says how to start them where it cannot itself', async () => {
    const there = await aDeployment()
    there.service.failNext('DeleteFunctionConcurrency', 'ExpiredTokenException')
    const { status, said } = await tearingDown(there, { deleteStack: async () => 3 })
    assert.equal(status, 3)
    const command = 'aws lambda delete-function-concurrency --region eu-central-1 --function-name'
    const [before = '', after = ''] = said.split('functions are still paused (ExpiredTokenException')
    for (const text of [before, after]) {
      for (const name of functions) assert.ok(text.includes(`${command} ${name}`), text)
    }
  })
})
