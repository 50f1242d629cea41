import {
  type CommandInvocationStatus,
  type DescribeInstanceInformationRequest,
  type GetCommandInvocationRequest,
  type GetParametersRequest,
  type SendCommandRequest,
  SSMClient,
} from '@aws-sdk/client-ssm'
import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { commandParameters } from '../../../infra/command-parameters.ts'
import { JOB_LIMIT_MS } from '../../../src/control/reports/job-result.ts'
import type { Clock } from '../../../src/control/ports.ts'
import { MINUTE_MS, SECOND_MS, type Instant } from '../../../src/site/time.ts'
import { settle, type Ec2Instance } from './ec2-state.ts'
import type { FakeEc2 } from './fake-ec2.ts'
import type { FakeS3 } from './fake-s3.ts'
import { AwsError, createFakeService, answeredBy, insteadOfNetwork, nowhere } from './fake-service.ts'

const uploadSchema = z.object({ upload: z.string() })

export const DOCUMENT = 'sites-run-job'

export interface SsmDurations {
  /** From running to its agent's first word. */
  agentMs: number
  /** Until SSM notices that an agent is silent. */
  silenceMs: number
  jobMs: number
  /** Until a command's invocation is listed. */
  listLagMs: number
}

interface Invocation {
  commandId: string
  instanceId: string
  status: CommandInvocationStatus
  /** What `status` says, where it says too little. */
  details?: string
  /** When it began on the machine, by the machine's last start; absent: not yet. */
  begun?: { at: Instant; boot: Instant }
  sentAt: Instant
  startLimitMs: number
  parameters: Record<string, string[]>
  output: string
  responseCode?: number
  endedAt?: Instant
}

export interface FakeSsmDeps {
  clock: Clock
  ec2: FakeEc2
  s3: FakeS3
  durations: SsmDurations
  /** What the job prints, given its entry point and document; and what it uploads, where the document says. */
  run(entry: string, document: string): { output: string; ok: boolean; killed?: boolean; uploaded?: string }
}

/** `timeoutSeconds` of the command document. */
/** Of the command document: what may be put in the script. */
const declared: Record<string, { allowedValues?: string[]; allowedPattern?: string }> = commandParameters
/** The agent sends no more bytes than this, and ends with that where there were more. */
const MAX_OUTPUT = 24_000
const CUT = '--output truncated--'

/** SSM's Run Command on the machines of a fake EC2, and public parameters. */
export function createFakeSsm(deps: FakeSsmDeps) {
  const invocations: Invocation[] = []
  const parameters = new Map<string, string>()
  const pings = new Map<string, Instant>()
  const service = createFakeService({
    DescribeInstanceInformation: ({ Filters = [] }: DescribeInstanceInformationRequest) => {
      step(deps, invocations, pings)
      const ids = Filters.find(({ Key }) => Key === 'InstanceIds')?.Values ?? []
      const known = ids.filter((id) => pings.has(id) && isThere(deps.ec2.instances.get(id)))
      return {
        InstanceInformationList: known.map((id) => ({ InstanceId: id, PingStatus: pingStatus(deps, pings, id) })),
      }
    },
    SendCommand: (input: SendCommandRequest) => {
      step(deps, invocations, pings)
      return { Command: { CommandId: send(deps, invocations, pings, input) } }
    },
    GetCommandInvocation: ({ CommandId = '', InstanceId = '' }: GetCommandInvocationRequest) => {
      step(deps, invocations, pings)
      const found = invocations.find(
        ({ commandId, instanceId }) => commandId === CommandId && instanceId === InstanceId,
      )
      if (!/^[0-9a-f-]{36}$/.test(CommandId)) throw new AwsError('ValidationException')
      if (found === undefined || deps.clock.now() - found.sentAt < deps.durations.listLagMs) {
        throw new AwsError('InvocationDoesNotExist')
      }
      return {
        Status: found.status,
        StatusDetails: found.details ?? found.status,
        ...(found.begun && { ExecutionElapsedTime: elapsed(found.begun.at, found.endedAt ?? deps.clock.now()) }),
        StandardOutputContent: cut(found.output),
        ResponseCode: found.responseCode ?? -1,
      }
    },
    GetParameters: ({ Names = [] }: GetParametersRequest) => {
      if (Names.length > 10) throw new AwsError('ValidationException')
      return {
        Parameters: Names.flatMap((Name) => (parameters.has(Name) ? { Name, Value: parameters.get(Name) } : [])),
      }
    },
  })
  const client = new SSMClient(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return { ...service, client, invocations, parameters }
}

function isThere(instance: Ec2Instance | undefined): instance is Ec2Instance {
  return instance !== undefined && instance.state !== 'terminated' && instance.state !== 'shutting-down'
}

function isAgentUp({ clock, durations }: FakeSsmDeps, instance: Ec2Instance | undefined): instance is Ec2Instance {
  return instance?.state === 'running' && clock.now() - instance.since >= durations.agentMs
}

function pingStatus(deps: FakeSsmDeps, pings: Map<string, Instant>, id: string) {
  const { clock, ec2, durations } = deps
  const isQuietForShort = clock.now() - (pings.get(id) ?? 0) < durations.silenceMs
  return isAgentUp(deps, ec2.instances.get(id)) || isQuietForShort ? 'Online' : 'ConnectionLost'
}

function send(
  deps: FakeSsmDeps,
  invocations: Invocation[],
  pings: Map<string, Instant>,
  input: SendCommandRequest,
): string {
  const { InstanceIds: [instanceId = ''] = [], DocumentName, Parameters = {}, TimeoutSeconds = 0, Comment = '' } = input
  // A machine that is off takes commands, and keeps them.
  if (!pings.has(instanceId) || !isThere(deps.ec2.instances.get(instanceId))) throw new AwsError('InvalidInstanceId')
  if (DocumentName !== DOCUMENT) throw new AwsError('InvalidDocument')
  if (TimeoutSeconds < 30 || Comment.length > 100) throw new AwsError('ValidationException')
  if (!areAllowed(Parameters)) throw new AwsError('InvalidParameters')
  const { bundle: [bundle = ''] = [], document: [document = ''] = [] } = Parameters
  // The addresses count from now.
  deps.s3.fetch(bundle)
  deps.s3.fetch(document)
  const commandId = randomUUID()
  invocations.push({
    commandId,
    instanceId,
    status: 'Pending',
    sentAt: deps.clock.now(),
    startLimitMs: TimeoutSeconds * SECOND_MS,
    parameters: Parameters,
    output: '',
  })
  return commandId
}

/** One value for each that the document declares, as it allows it, and no other. */
function areAllowed(parameters: Record<string, string[]>): boolean {
  if (Object.keys(parameters).some((name) => !Object.hasOwn(declared, name))) return false
  return Object.entries(declared).every(([name, { allowedValues, allowedPattern = '' }]) => {
    const [value, ...others] = parameters[name] ?? []
    if (value === undefined || others.length > 0) return false
    return allowedValues?.includes(value) !== false && new RegExp(allowedPattern).test(value)
  })
}

/** Brings agents and jobs up to date. Jobs of one machine queue; one that was cut off by a stop never ends. */
function step(deps: FakeSsmDeps, invocations: Invocation[], pings: Map<string, Instant>): void {
  const { clock, ec2, durations } = deps
  settle(ec2)
  for (const instance of ec2.instances.values()) if (isAgentUp(deps, instance)) pings.set(instance.id, clock.now())
  for (const invocation of invocations) {
    const instance = ec2.instances.get(invocation.instanceId)
    const { begun } = invocation
    if (invocation.status === 'Pending') {
      const others = invocations.filter((other) => other !== invocation && other.instanceId === invocation.instanceId)
      const isFree = others.every(({ status, begun }) => status !== 'InProgress' || begun?.boot !== instance?.since)
      if (clock.now() - invocation.sentAt > invocation.startLimitMs + JOB_LIMIT_MS) {
        Object.assign(invocation, { status: 'TimedOut', details: 'DeliveryTimedOut' })
      } else if (isAgentUp(deps, instance) && isFree) {
        Object.assign(invocation, { status: 'InProgress', begun: { at: clock.now(), boot: instance.since } })
      }
    } else if (invocation.status === 'InProgress' && begun !== undefined && instance?.state === 'running') {
      if (begun.boot !== instance.since) continue
      const endsAt = begun.at + Math.min(durations.jobMs, JOB_LIMIT_MS)
      if (clock.now() < endsAt) continue
      if (durations.jobMs > JOB_LIMIT_MS) kill(invocation)
      else end(deps, invocation)
      invocation.endedAt = endsAt
    }
  }
}

function end({ s3, run }: FakeSsmDeps, invocation: Invocation): void {
  const { entry: [entry = ''] = [], bundle: [bundle = ''] = [], document: [document = ''] = [] } = invocation.parameters
  const text = s3.fetch(document)?.toString()
  const isComplete = s3.fetch(bundle) !== undefined && text !== undefined
  const none = { output: 'curl: (22) 403', ok: false, killed: false, uploaded: undefined }
  const { output, ok, killed, uploaded } = isComplete ? run(entry, text) : none
  if (uploaded !== undefined) s3.put(uploadSchema.parse(JSON.parse(text ?? '')).upload, uploaded)
  if (killed === true) return kill(invocation)
  Object.assign(invocation, { output, status: ok ? 'Success' : 'Failed', responseCode: ok ? 0 : 1 })
}

/** Whoever does it: the agent knows no difference (`GetStatus` in `pluginutil_unix.go` of amazon-ssm-agent). */
function kill(invocation: Invocation): void {
  Object.assign(invocation, { status: 'TimedOut', details: 'ExecutionTimedOut', responseCode: 137 })
}

function elapsed(from: Instant, to: Instant): string {
  return `PT${Math.floor((to - from) / MINUTE_MS)}M${((to - from) % MINUTE_MS) / SECOND_MS}S`
}

function cut(output: string): string {
  if (Buffer.byteLength(output) < MAX_OUTPUT) return output
  return `${Buffer.from(output)
    .subarray(0, MAX_OUTPUT - CUT.length)
    .toString()}${CUT}`
}
