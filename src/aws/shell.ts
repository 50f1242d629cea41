import {
  DescribeInstanceInformationCommand,
  GetCommandInvocationCommand,
  type PingStatus,
  SendCommandCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import { readJobResult, withoutResult } from '../control/reports/job-result.ts'
import type { CommandState, Job } from '../control/jobs.ts'
import type { Shell } from '../control/ports.ts'
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
/** An invocation that isn't listed after this time never will be. */
const LISTING_LAG_MS = MINUTE_MS
/** A job that hasn't begun by then is given up, while its document can still be fetched. */
const START_LIMIT_MS = ADDRESS_LIFE_MS - 5 * MINUTE_MS
const INSTANCE_ID = /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/

/**
 * Jobs by SSM Run Command. A command's parameters can be read for a month, so a job's document goes through a bucket, and the
 * command only has its address, which expires soon. For command ids see SentCommand.
 */
export function createSsmShell(deps: SsmShellDeps): Shell {
  const { ssm, clock } = deps
  const bucket = createInputBucket(deps)
  return {
    reachable: async (instanceId) => (await pingStatusOf(ssm, instanceId)) === 'Online',
    start: async (instanceId, job) => {
      // SSM accepts commands for stopped machines, too, and keeps them.
      if ((await pingStatusOf(ssm, instanceId)) !== 'Online') throw new Error(`${instanceId} takes no commands`)
      const [bundle, document] = await Promise.all([bucket.bundle(), bucket.putDocument(job)])
      try {
        const commandId = await send(deps, instanceId, job, { bundle, document: document.address })
        return formatCommandId(commandId, clock.now(), document.id, job)
      } catch (error) {
        // The command's id is lost; if it was sent all the same, it fails without its document.
        await Promise.allSettled([bucket.removeDocument(documentKeyOf(document.id))])
        throw error
      }
    },
    result: async (instanceId, id) => {
      const sent = parseCommandId(id)
      if (sent === undefined || !INSTANCE_ID.test(instanceId)) return undefined
      const result = await resultOf(deps, instanceId, sent)
      // Its address has expired, whether the job still runs or hangs.
      const isUseless = clock.now() - sent.sentAt > ADDRESS_LIFE_MS
      if (result?.state !== 'running' || isUseless) await bucket.removeDocument(documentKeyOf(sent.documentId))
      if (result?.state !== 'succeeded' || !sent.isLog) return result
      return readJobResult((await bucket.takeLog(sent.documentId)) ?? '') ?? withoutResult(undefined)
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
  // SSM keeps waiting for machines that are gone or off.
  const status = await pingStatusOf(ssm, instanceId)
  if (status === undefined) return undefined
  if (status !== 'Online') return cutOff
  // SSM itself says so only after the time limit for running it, too.
  return isWaiting(invocation) && clock.now() - sentAt > START_LIMIT_MS ? notBegun : result
}

/** undefined: there never was such a machine, or it's gone. */
async function pingStatusOf(ssm: SSMClient, instanceId: string): Promise<PingStatus | undefined> {
  if (!INSTANCE_ID.test(instanceId)) return undefined
  const Filters = [{ Key: 'InstanceIds', Values: [instanceId] }]
  const command = new DescribeInstanceInformationCommand({ Filters })
  const found = await unlessNamed(NO_INSTANCE, () => ssm.send(command))
  return found?.InstanceInformationList?.[0]?.PingStatus
}

/** What a command id in the record consists of: SSM's id, when it was sent, and the job's document in the bucket. */
interface SentCommand {
  commandId: string
  sentAt: Instant
  documentId: string
  /** Its result is in the bucket. */
  isLog: boolean
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const FORMAT = new RegExp(`^(?<commandId>${UUID})/(?<sentAt>\\d{1,16})/(?<document>${UUID})(?<log>/log)?$`)

function formatCommandId(commandId: string, sentAt: Instant, documentId: string, { kind }: Job): string {
  return `${commandId}/${sentAt}/${documentId}${kind === 'logs' ? '/log' : ''}`
}

/** undefined: not a command id of ours. */
function parseCommandId(text: string): SentCommand | undefined {
  const { commandId, sentAt, document, log } = FORMAT.exec(text)?.groups ?? {}
  if (commandId === undefined || sentAt === undefined || document === undefined) return undefined
  return { commandId, sentAt: Number(sentAt), documentId: document, isLog: log !== undefined }
}
