/** What is left in dead-letter queues, as AWS's documentation shows it, with our values. */

const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`

/** AWS Lambda, "Capturing records of Lambda asynchronous invocations", example record. */
export const lostInvocation = (functionName: string, requestPayload: unknown) => ({
  version: '1.0',
  timestamp: '2026-11-02T03:05:00.568Z',
  requestContext: {
    requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
    functionArn: `${arnOf(functionName)}:$LATEST`,
    condition: 'RetriesExhausted',
    approximateInvokeCount: 3,
  },
  requestPayload,
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  responsePayload: { errorMessage: 'RequestId: e4b46cbf Process exited before completing request' },
})

/** AWS Lambda, "Retain discarded records for a DynamoDB event source", example record. */
export const lostBatch = (functionName: string) => ({
  requestContext: {
    requestId: '316aa6d0-8154-xmpl-9af7-85d5f4a6bc81',
    functionArn: arnOf(functionName),
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 6,
  },
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  version: '1.0',
  timestamp: '2026-11-02T03:05:00.000Z',
  DDBStreamBatchInfo: {
    shardId: 'shardId-00000001573689847184-864758bb',
    startSequenceNumber: '800000000003126276362',
    endSequenceNumber: '800000000003126276362',
    approximateArrivalOfFirstRecord: '2026-11-02T03:00:00Z',
    approximateArrivalOfLastRecord: '2026-11-02T03:00:00Z',
    batchSize: 1,
    streamArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orchard/stream/2026-11-01T00:00:00.000',
  },
})

/** Amazon EventBridge, "Using dead-letter queues to process undelivered events". */
export const undelivered = (functionName: string) => ({
  RULE_ARN: 'arn:aws:events:eu-west-1:123456789012:rule/orchard-ReconcileMachineState',
  TARGET_ARN: arnOf(functionName),
  ERROR_CODE: 'NO_PERMISSIONS',
  ERROR_MESSAGE: 'not authorized',
})

/** EventBridge Scheduler, "Configuring a dead-letter queue". */
export const unscheduled = (functionName: string) => ({
  ERROR_CODE: 'AWSLambdaException',
  ERROR_MESSAGE: 'Rate Exceeded.',
  EXECUTION_ID: 'd32c5kddcf5bb8c3',
  IS_PAYLOAD_TRUNCATED: 'false',
  RETRY_ATTEMPTS: '10',
  SCHEDULED_TIME: '2026-11-02T03:00:00Z',
  SCHEDULE_ARN: 'arn:aws:scheduler:eu-west-1:123456789012:schedule/orchard/site-1.202611020300',
  TARGET_ARN: arnOf(functionName),
})
