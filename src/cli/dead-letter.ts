import * as z from 'zod'
import { type FunctionName, functionNames, deployedName, type DeadLetterKind } from '../aws/names.ts'
import { hintOf } from '../lambda/names-of-event.ts'

/** A function of the stack, and what it is to be given; calls with the same `about` would do the same. */
export interface Call {
  functionName: FunctionName
  payload: unknown
  /** Such as `site plum`, `machine i-…`, `sweep`. */
  about: string
}

/** What a queue holds, as far as it is relied on. */
export interface Letter {
  body: string
  attributes: Record<string, string>
}

/**
 * What an asynchronous invocation that failed leaves. Source: AWS Lambda, "Capturing records of Lambda asynchronous
 * invocations".
 */
const invocationSchema = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.unknown(),
})

/** A sweep finds each site that was not looked at. */
const sweep: Call = { functionName: 'sweep', payload: {}, about: 'sweep' }

/** What is to be done again; undefined when the letter does not tell, or is for no function of the stack. */
export function callFor(kind: DeadLetterKind, letter: Letter, stack: string): Call | undefined {
  // Lambda keeps the records' places in the stream, and not what they held.
  if (kind === 'stream') return sweep
  const found = sentTo(letter)
  if (found === undefined) return undefined
  switch (functionOf(found.arn, stack)) {
    case 'sweep':
      return sweep
    case 'reconcile':
      return lookAt(found.payload)
    default:
      return undefined
  }
}

/**
 * EventBridge and Scheduler keep the event as it is, and tell whose it was beside it. Sources: Amazon EventBridge, "Using
 * dead-letter queues to process undelivered events"; EventBridge Scheduler, "Configuring a dead-letter queue".
 */
function sentTo({ body, attributes }: Letter): { arn: string; payload: unknown } | undefined {
  const content = parsed(body)
  const invocation = invocationSchema.safeParse(content)
  if (invocation.success) {
    const { requestContext, requestPayload } = invocation.data
    return { arn: requestContext.functionArn, payload: requestPayload }
  }
  const { TARGET_ARN: arn } = attributes
  return arn === undefined || content === undefined ? undefined : { arn, payload: content }
}

/** `…:function:NAME`, and perhaps the version. */
function functionOf(arn: string, stack: string): FunctionName | undefined {
  const name = arn.split(':')[6]
  return functionNames.find((functionName) => deployedName(stack, functionName) === name)
}

function lookAt(payload: unknown): Call | undefined {
  const hint = hintOf(payload)
  switch (hint?.from) {
    case 'alarm':
      return { functionName: 'reconcile', payload, about: `site ${hint.name}` }
    case 'instance':
      return { functionName: 'reconcile', payload, about: `machine ${hint.instanceId}` }
    case 'image':
      return { functionName: 'reconcile', payload, about: `image ${hint.imageId}` }
    default:
      return undefined
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
