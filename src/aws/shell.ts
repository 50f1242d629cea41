import {
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  type PingStatus,
  SendCommandCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import type { CommandState, Job, Shell } from '../control/ports.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../site/time.ts'
import { unlessNamed } from './errors.ts'
import { ADDRESS_LIFE_MS, createInputBucket, type InputBucketDeps, documentKeyOf } from './ssm/input-bucket.ts'
import { cutOff, isWaiting, notBegun, readInvocation } from './ssm/invocation.ts'

export interface SsmShellDeps extends InputBucketDeps {
  ssm: SSMClient
  /** Name of the document that runs `instance/ssm/run-job.sh`. */
  documentName: string
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html */
const NO_INVOCATION = ['InvocationDoesNotExist', 'InvalidCommandId']
/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstanceInformation.html */
const NO_INSTANCE = ['InvalidInstanceId']
/** An invocation that is not listed this long after it was sent never will be. */
const LISTING_LAG_MS = MINUTE_MS
/** What has not begun by then is not waited for; its document could still be fetched. */
const START_LIMIT_MS = ADDRESS_LIFE_MS - 5 * MINUTE_MS
const INSTANCE_ID = /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/

/**
 * Jobs by SSM Run Command. Parameters of commands can be read for a month, so a job's document goes through a bucket, and the
 * command holds no more than its address, which is soon worth nothing. Command ids are ours: see SentCommand.
 */
export function createSsmShell(deps: SsmShellDeps): Shell {
  const { ssm, clock } = deps
  const bucket = createInputBucket(deps)
  return {
    reachable: async (instanceId) => (await pingStatusOf(ssm, instanceId)) === 'Online',
    start: async (instanceId, job) => {
      // SSM takes commands for stopped machines, too, and keeps them.
      if ((await pingStatusOf(ssm, instanceId)) !== 'Online') throw new Error(`${instanceId} takes no commands`)
      const [bundle, document] = await Promise.all([bucket.bundle(), bucket.putDocument(job)])
      try {
        const commandId = await send(deps, instanceId, job, { bundle, document: document.address })
        return formatCommandId(commandId, clock.now(), document.id)
      } catch (error) {
        // Nobody will ask after that command; if it was sent all the same, it is as good as cut off.
        await Promise.allSettled([bucket.removeDocument(documentKeyOf(document.id))])
        throw error
      }
    },
    result: async (instanceId, id) => {
      const sent = parseCommandId(id)
      if (sent === undefined || !INSTANCE_ID.test(instanceId)) return undefined
      const result = await resultOf(deps, instanceId, sent)
      // Nobody can fetch it any more, whether the job still runs, hangs, or is soon given up.
      const isUseless = clock.now() - sent.sentAt > ADDRESS_LIFE_MS
      if (result?.state !== 'running' || isUseless) await bucket.removeDocument(sent.documentKey)
      return result
    },
  }
}

async function send(
  { ssm, documentName }: SsmShellDeps,
  instanceId: string,
  { kind }: Job,
  addresses: { bundle: string; document: string },
): Promise<string> {
  const { Command } = await ssm.send(
    new SendCommandCommand({
      InstanceIds: [instanceId],
      DocumentName: documentName,
      Comment: `pokopoko ${kind}`,
      Parameters: { entry: [kind], bundle: [addresses.bundle], document: [addresses.document] },
      TimeoutSeconds: START_LIMIT_MS / SECOND_MS,
    }),
  )
  if (Command?.CommandId === undefined) throw new Error(`No command was sent to ${instanceId}`)
  return Command.CommandId
}

async function resultOf(
  { ssm, clock }: SsmShellDeps,
  instanceId: string,
  { commandId, sentAt }: SentCommand,
): Promise<CommandState | undefined> {
  const command = new GetCommandInvocationCommand({ CommandId: commandId, InstanceId: instanceId })
  const invocation = await unlessNamed(NO_INVOCATION, () => ssm.send(command))
  if (invocation === undefined) return clock.now() - sentAt < LISTING_LAG_MS ? { state: 'running' } : undefined
  const result = readInvocation(invocation)
  if (result.state !== 'running') return result
  // SSM waits on for machines that are no more, or are off.
  const status = await pingStatusOf(ssm, instanceId)
  if (status === undefined) return undefined
  if (status !== 'Online') return cutOff
  // SSM itself says so only when the time for running it is over, too.
  return isWaiting(invocation) && clock.now() - sentAt > START_LIMIT_MS ? notBegun : result
}

/** undefined: no machine of that id ever was there, or it is gone. */
async function pingStatusOf(ssm: SSMClient, instanceId: string): Promise<PingStatus | undefined> {
  if (!INSTANCE_ID.test(instanceId)) return undefined
  const Filters = [{ Key: 'InstanceIds', Values: [instanceId] }]
  const command = new DescribeInstanceInformationCommand({ Filters })
  const found = await unlessNamed(NO_INSTANCE, () => ssm.send(command))
  return found?.InstanceInformationList?.[0]?.PingStatus
}

/** A command as our record knows it: SSM's id, when it was sent, and where the job's document lies in the bucket. */
interface SentCommand {
  commandId: string
  sentAt: Instant
  documentKey: string
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const FORMAT = new RegExp(`^(?<commandId>${UUID})/(?<sentAt>\\d{1,16})/(?<document>${UUID})$`)

function formatCommandId(commandId: string, sentAt: Instant, documentId: string): string {
  return `${commandId}/${sentAt}/${documentId}`
}

/** undefined: none of our commands. */
function parseCommandId(text: string): SentCommand | undefined {
  const { commandId, sentAt, document } = FORMAT.exec(text)?.groups ?? {}
  if (commandId === undefined || sentAt === undefined || document === undefined) return undefined
  return { commandId, sentAt: Number(sentAt), documentKey: documentKeyOf(document) }
}
