import { createHash, randomUUID } from 'node:crypto'
import {
  type ChangeMessageVisibilityRequest,
  type DeleteMessageRequest,
  type GetQueueUrlRequest,
  type ReceiveMessageRequest,
  SQSClient,
} from '@aws-sdk/client-sqs'
import type { Clock } from '../../../src/control/ports.ts'
import { SECOND_MS, type Instant } from '../../../src/site/time.ts'
import { answeredBy, AwsError, createFakeService, insteadOfNetwork, nowhere } from './fake-service.ts'

interface Held {
  id: string
  body: string
  attributes: Record<string, string>
  sentAt: Instant
  visibleAt: Instant
  /** Only the newest is good for anything. */
  receipt?: string
}

const ACCOUNT = '/123456789012/'
const MAX_VISIBILITY_SECONDS = 12 * 3600

/** SQS with standard queues of these names, at that address. */
export function createFakeSqs(clock: Clock, names: readonly string[], address = 'https://sqs.eu-west-1.amazonaws.com') {
  const prefix = address + ACCOUNT
  const queues = new Map<string, Held[]>(names.map((name) => [prefix + name, []]))
  const queueAt = (url = '') => {
    const queue = queues.get(url)
    if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.')
    return queue
  }
  const service = createFakeService({
    GetQueueUrl: ({ QueueName }: GetQueueUrlRequest) => {
      queueAt(prefix + QueueName)
      return { QueueUrl: prefix + QueueName }
    },
    ReceiveMessage: (input: ReceiveMessageRequest) => receive(input, queueAt(input.QueueUrl), clock),
    DeleteMessage: ({ QueueUrl, ReceiptHandle = '' }: DeleteMessageRequest) => {
      const queue = queueAt(QueueUrl)
      const held = byReceipt(queue, ReceiptHandle)
      if (held !== undefined) queue.splice(queue.indexOf(held), 1)
      return {}
    },
    ChangeMessageVisibility: (input: ChangeMessageVisibilityRequest) => {
      const seconds = secondsOf(input.VisibilityTimeout)
      const held = byReceipt(queueAt(input.QueueUrl), input.ReceiptHandle)
      if (held === undefined || held.visibleAt <= clock.now()) throw new AwsError('MessageNotInflight')
      held.visibleAt = clock.now() + seconds * SECOND_MS
      return {}
    },
  })
  const client = new SQSClient(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return {
    ...service,
    client,
    send: (queue: string, body: unknown, attributes: Record<string, string> = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const at = clock.now()
      queueAt(prefix + queue).push({ id: randomUUID(), body: text, attributes, sentAt: at, visibleAt: at })
    },
    /** Bodies of all that is there, and of what can be received now. */
    bodies: (queue: string) => queueAt(prefix + queue).map(({ body }) => body),
    visible: (queue: string) => queueAt(prefix + queue).filter(({ visibleAt }) => visibleAt <= clock.now()).length,
  }
}

function receive(input: ReceiveMessageRequest, queue: Held[], clock: Clock) {
  const most = input.MaxNumberOfMessages ?? 1
  if (most < 1 || most > 10) throw new AwsError('InvalidParameterValue', 'MaxNumberOfMessages is 1 to 10')
  const wait = input.WaitTimeSeconds ?? 0
  if (wait < 0 || wait > 20) throw new AwsError('InvalidParameterValue', 'WaitTimeSeconds is 0 to 20')
  const seconds = secondsOf(input.VisibilityTimeout ?? 30)
  const received = queue.filter(({ visibleAt }) => visibleAt <= clock.now()).slice(0, most)
  // An answer without messages has no list of them.
  if (received.length === 0) return {}
  return {
    Messages: received.map((held) => {
      held.receipt = randomUUID()
      held.visibleAt = clock.now() + seconds * SECOND_MS
      return told(held, input)
    }),
  }
}

/** Attributes are told to who asks for them. */
function told(
  { id, body, receipt, attributes, sentAt }: Held,
  { MessageAttributeNames = [], MessageSystemAttributeNames = [] }: ReceiveMessageRequest,
) {
  const isAskedFor = (name: string) => MessageAttributeNames.some((asked) => asked === 'All' || asked === name)
  const shown = Object.entries(attributes).filter(([name]) => isAskedFor(name))
  return {
    MessageId: id,
    ReceiptHandle: receipt,
    Body: body,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    ...(MessageSystemAttributeNames.some((name) => name === 'All' || name === 'SentTimestamp') && {
      Attributes: { SentTimestamp: String(sentAt) },
    }),
    ...(shown.length > 0 && {
      MessageAttributes: Object.fromEntries(
        shown.map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
      ),
    }),
  }
}

function byReceipt(queue: Held[], receipt: string | undefined): Held | undefined {
  if (receipt === undefined || receipt === '') throw new AwsError('ReceiptHandleIsInvalid')
  return queue.find((held) => held.receipt === receipt)
}

function secondsOf(timeout: number | undefined): number {
  if (timeout === undefined || timeout < 0 || timeout > MAX_VISIBILITY_SECONDS) {
    throw new AwsError('InvalidParameterValue', 'VisibilityTimeout is 0 to 43200')
  }
  return timeout
}
