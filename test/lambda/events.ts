import type { AttributeValue } from '@aws-sdk/client-dynamodb'

/** Events as AWS's documentation shows them, with our values. */

interface Change {
  eventName?: 'INSERT' | 'MODIFY' | 'REMOVE'
  name: string
  sequenceNumber: string
  /** The item as it is now; left out: one of which little is said. */
  image?: Record<string, AttributeValue>
}

/** AWS Lambda, "Using AWS Lambda with Amazon DynamoDB", example event. */
export function streamEvent(changes: Change[]) {
  return {
    Records: changes.map(({ eventName = 'MODIFY', name, sequenceNumber, image }, index) => ({
      eventID: String(index + 1),
      eventVersion: '1.1',
      dynamodb: {
        ApproximateCreationDateTime: 1479499740,
        Keys: { name: { S: name } },
        ...(eventName !== 'REMOVE' && { NewImage: image ?? { name: { S: name }, version: { N: '2' } } }),
        StreamViewType: 'NEW_IMAGE',
        SequenceNumber: sequenceNumber,
        SizeBytes: 59,
      },
      awsRegion: 'eu-central-1',
      eventName,
      eventSourceARN: 'arn:aws:dynamodb:eu-central-1:123456789012:table/sites/stream/2026-11-01T00:00:00.000',
      eventSource: 'aws:dynamodb',
    })),
  }
}

/** The input of a schedule is the event itself. */
export const alarmEvent = { name: 'plum' }

const fromEventBridge = {
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  account: '123456789012',
  time: '2026-11-02T03:00:00Z',
  region: 'eu-central-1',
}

/** Amazon EC2, "Automate responses to instance state changes using EventBridge". */
export const instanceEvent = {
  ...fromEventBridge,
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  resources: ['arn:aws:ec2:eu-central-1:123456789012:instance/i-0123456789abcdef0'],
  detail: { 'instance-id': 'i-0123456789abcdef0', state: 'running' },
}

/** AWS Systems Manager, "EventBridge event examples: Run Command". */
export const commandEvent = {
  ...fromEventBridge,
  'detail-type': 'EC2 Command Invocation Status-change Notification',
  source: 'aws.ssm',
  resources: ['arn:aws:ec2:eu-central-1:123456789012:instance/i-0123456789abcdef0'],
  detail: {
    'command-id': 'e8d3c0e4-71f7-4491-898f-c9b35bee5f3b',
    'document-name': 'pokopoko-job',
    'instance-id': 'i-0123456789abcdef0',
    'requested-date-time': '2026-11-02T02:59:00Z',
    status: 'Success',
  },
}

/** Amazon EC2, "Monitor AMI events using Amazon EventBridge". */
export const imageEvent = {
  ...fromEventBridge,
  'detail-type': 'EC2 AMI State Change',
  source: 'aws.ec2',
  resources: ['arn:aws:ec2:eu-central-1::image/ami-0123456789abcdef0'],
  detail: {
    RequestId: '33ff34bd-9d9a-4d4a-b7ae-96d0a5ac2a40',
    ImageId: 'ami-0123456789abcdef0',
    State: 'available',
    ErrorMessage: '',
  },
}

/** Elastic Load Balancing, "Lambda functions as targets", example request event. */
export function balancerEvent(
  request: { method?: string; path?: string; host?: string; headers?: Record<string, string>; body?: string } = {},
  { multiValue = false, base64 = false } = {},
) {
  const { method = 'GET', path = '/', host = 'plum.test.example.com', body = '' } = request
  const headers: Record<string, string> = {
    accept: 'text/html,application/xhtml+xml',
    host,
    'user-agent': 'Mozilla/5.0',
    'x-amzn-trace-id': 'Root=1-5bdb40ca-556d8b0c50dc66f0511bf520',
    'x-forwarded-for': '72.21.198.66',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    ...request.headers,
  }
  return {
    requestContext: {
      elb: {
        targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/gateway/6d0ecf831eec9f09',
      },
    },
    httpMethod: method,
    path,
    ...(multiValue
      ? {
          multiValueQueryStringParameters: {},
          multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
        }
      : { queryStringParameters: {}, headers }),
    body: base64 ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64,
  }
}
