import * as z from 'zod'

/** Which sites an event is about. Nothing else in it is relied on. */
export type Hint =
  | { from: 'stream'; records: StreamRecord[]; unreadable: Error[] }
  | { from: 'alarm'; name: string }
  | { from: 'instance'; instanceId: string }
  | { from: 'command'; instanceId: string }
  | { from: 'image'; imageId: string }

export interface StreamRecord {
  sequenceNumber: string
  /** undefined: the record of a site that is gone, or of no site. */
  name?: string
}

/** An event that this function doesn't handle: its triggers are wrong. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError'
}

/** Source: AWS Lambda, "Using Lambda with DynamoDB". */
const streamSchema = z.object({ Records: z.array(z.looseObject({ eventSource: z.literal('aws:dynamodb') })) })

const recordSchema = z.object({
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  dynamodb: z.object({ Keys: z.object({ name: z.object({ S: z.string() }) }), SequenceNumber: z.string() }),
})

/** The input of our own schedules. */
const alarmSchema = z.strictObject({ name: z.string().min(1) })

/** Source: Amazon EC2, "Automate responses to state changes using EventBridge". */
const instanceSchema = z.object({
  source: z.literal('aws.ec2'),
  'detail-type': z.literal('EC2 Instance State-change Notification'),
  detail: z.object({ 'instance-id': z.string(), state: z.string() }),
})

/** Source: AWS Systems Manager, "Monitoring Run Command status changes using EventBridge". */
const commandSchema = z.object({
  source: z.literal('aws.ssm'),
  'detail-type': z.literal('EC2 Command Invocation Status-change Notification'),
  detail: z.object({ 'instance-id': z.string() }),
})

/** Source: Amazon EC2, "Monitor AMI events using EventBridge". */
const imageSchema = z.object({
  source: z.literal('aws.ec2'),
  'detail-type': z.literal('EC2 AMI State Change'),
  detail: z.object({ ImageId: z.string() }),
})

const eventSchema = z.union([
  streamSchema.transform(({ Records }) => readRecords(Records)),
  alarmSchema.transform(({ name }): Hint => ({ from: 'alarm', name })),
  instanceSchema.transform(({ detail }): Hint => ({ from: 'instance', instanceId: detail['instance-id'] })),
  commandSchema.transform(({ detail }): Hint => ({ from: 'command', instanceId: detail['instance-id'] })),
  imageSchema.transform(({ detail }): Hint => ({ from: 'image', imageId: detail.ImageId })),
])

/** undefined: an unknown event. */
export function hintOf(event: unknown): Hint | undefined {
  return eventSchema.safeParse(event).data
}

/** UnknownEventError, which names the kind of event and nothing of its content. */
export function readEvent(event: unknown): Hint {
  const hint = hintOf(event)
  if (hint === undefined) throw new UnknownEventError(`No event that this function knows: ${kindOf(event)}`)
  return hint
}

/** An unreadable record doesn't affect the others. */
function readRecords(records: unknown[]): Hint {
  const read = records.map((record) => recordSchema.safeParse(record))
  return {
    from: 'stream',
    records: read.flatMap(({ success, data }) => (success ? [recordOf(data)] : [])),
    unreadable: read.flatMap(({ error }) => (error === undefined ? [] : [error])),
  }
}

function recordOf({ eventName, dynamodb: { Keys, SequenceNumber } }: z.infer<typeof recordSchema>): StreamRecord {
  const name = Keys.name.S
  // Names that begin with # aren't sites': see site-store.ts.
  const isOfSite = eventName !== 'REMOVE' && !name.startsWith('#')
  return { sequenceNumber: SequenceNumber, ...(isOfSite && { name }) }
}

const envelope = z.object({ source: z.string().max(100), 'detail-type': z.string().max(100) })
const MAX_KEYS = 10

function kindOf(event: unknown): string {
  const { success, data } = envelope.safeParse(event)
  if (success) return `"${data['detail-type']}" from ${data.source}`
  if (Array.isArray(event) || typeof event !== 'object' || event === null) return `a JSON ${jsonType(event)}`
  const keys = Object.keys(event).slice(0, MAX_KEYS)
  return `an object with ${keys.map((key) => key.slice(0, 40)).join(', ') || 'nothing in it'}`
}

function jsonType(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
