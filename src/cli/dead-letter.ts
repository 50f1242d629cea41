import * as z from 'zod'
import { type FunctionName, functionNames, deployedName, type DeadLetterKind } from '../aws/names.ts'
import { parseJson } from '../parse-json.ts'
import { hintOf } from '../lambda/names-of-event.ts'

/** A call of one of the stack's functions. Calls with the same `about` do the same. */
export interface Call {
  functionName: FunctionName
  payload: unknown
  /** Such as `site plum`, `machine i-…`, `sweep`. */
  about: string
}

/** The parts of a message that we use. */
export interface Letter {
  body: string
  attributes: Record<string, string>
}

/** The record of a failed asynchronous invocation. Source: AWS Lambda, "Capturing records of Lambda asynchronous invocations". */
const invocationSchema = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.unknown(),
})

/** A sweep finds every site that wasn't reconciled. */
const sweep: Call = { functionName: 'sweep', payload: {}, about: 'sweep' }

/** The call to repeat; undefined if the message doesn't say, or isn't for one of the stack's functions. */
export function callFor(kind: DeadLetterKind, letter: Letter, stack: string): Call | undefined {
  // Lambda only keeps the records' positions in the stream, not their content.
  if (kind === 'stream') return sweep
  const found = sentTo(letter)
  if (found === undefined) return undefined
  switch (functionOf(found.arn, stack)) {
    case 'sweep':
      return sweep
    case 'bake':
      return { functionName: 'bake', payload: found.payload, about: 'image' }
    case 'reconcile':
      return reconcileCall(found.payload)
    default:
      return undefined
  }
}

/**
 * EventBridge and Scheduler keep the event, with its target as an attribute. Sources: Amazon EventBridge, "Using dead-letter queues to
 * process undelivered events"; EventBridge Scheduler, "Configuring a dead-letter queue".
 */
function sentTo({ body, attributes }: Letter): { arn: string; payload: unknown } | undefined {
  const content = parseJson(body)
  const invocation = invocationSchema.safeParse(content)
  if (invocation.success) {
    const { requestContext, requestPayload } = invocation.data
    return { arn: requestContext.functionArn, payload: requestPayload }
  }
  const { TARGET_ARN: arn } = attributes
  return arn === undefined || content === undefined ? undefined : { arn, payload: content }
}

/** `…:function:NAME`, sometimes with a version. */
function functionOf(arn: string, stack: string): FunctionName | undefined {
  const name = arn.split(':')[6]
  return functionNames.find((functionName) => deployedName(stack, functionName) === name)
}

function reconcileCall(payload: unknown): Call | undefined {
  const hint = hintOf(payload)
  switch (hint?.from) {
    case 'alarm':
      return { functionName: 'reconcile', payload, about: `site ${hint.name}` }
    case 'instance':
    case 'command':
      return { functionName: 'reconcile', payload, about: `machine ${hint.instanceId}` }
    case 'image':
      return { functionName: 'reconcile', payload, about: `image ${hint.imageId}` }
    default:
      return undefined
  }
}
