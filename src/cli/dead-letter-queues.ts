import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { TerminalText } from '../../views/text/terminal.ts'
import { type DeadLetterKind, deadLetterKinds, deadLetterQueueName } from '../aws/names.ts'
import { isNamed } from '../aws/errors.ts'
import type { Instant } from '../site/time.ts'
import type { Letter } from './dead-letter.ts'
import { UsageError } from './parse.ts'

/** A message hidden from other readers until it's released or an hour has passed. */
export interface HeldLetter extends Letter {
  kind: DeadLetterKind
  sentAt: Instant
  remove(): Promise<void>
  release(): Promise<void>
}

/** Longer than replaying takes: a sweep can run for 15 minutes, a reconcile for five. */
const HOLD_SECONDS = 3600
/** The most that one call returns; with a wait, SQS asks all of its servers. */
const TAKE = { MaxNumberOfMessages: 10, WaitTimeSeconds: 1, VisibilityTimeout: HOLD_SECONDS }
/** Source: Amazon SQS API reference, GetQueueUrl. The second is its older protocol's. */
const NO_QUEUE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue']

type Sqs = Pick<SQSClient, 'send'>

/** Takes all messages from a stack's queues. Releases them all if one can't be read. UsageError if there's no such queue. */
export async function takeLetters(sqs: Sqs, stack: string, text: TerminalText): Promise<HeldLetter[]> {
  const queues = await Promise.all(
    deadLetterKinds.map(async (kind) => ({ kind, url: await urlOf(sqs, deadLetterQueueName(stack, kind), text) })),
  )
  const held: HeldLetter[] = []
  try {
    for (const { kind, url } of queues) await takeAll(sqs, kind, url, held)
  } catch (error) {
    await Promise.allSettled(held.map((letter) => letter.release()))
    throw error
  }
  return held
}

async function urlOf(sqs: Sqs, queue: string, { problems }: TerminalText): Promise<string> {
  try {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }))
    return QueueUrl
  } catch (cause) {
    if (!isNamed(cause, NO_QUEUE)) throw cause
    throw new UsageError(problems.noQueue({ queue }), { cause })
  }
}

async function takeAll(sqs: Sqs, kind: DeadLetterKind, url: string, held: HeldLetter[]): Promise<void> {
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        ...TAKE,
        QueueUrl: url,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    )
    if (Messages.length === 0) return
    held.push(...Messages.map((message) => heldLetter(sqs, kind, url, message)))
  }
}

function heldLetter(sqs: Sqs, kind: DeadLetterKind, QueueUrl: string, message: Message): HeldLetter {
  const { Body = '', ReceiptHandle, Attributes, MessageAttributes = {} } = message
  return {
    kind,
    body: Body,
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
    ),
    remove: async () => {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    },
    release: async () => {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
    },
  }
}
