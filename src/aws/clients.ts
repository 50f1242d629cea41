import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EC2Client } from '@aws-sdk/client-ec2'
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { Route53Client } from '@aws-sdk/client-route-53'
import { S3Client } from '@aws-sdk/client-s3'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { SSMClient } from '@aws-sdk/client-ssm'
import { createClient, PATIENT, QUICK } from './client/create-client.ts'
import { once } from '../once.ts'
import { aroundTries, translateLimits } from './errors.ts'

// One client of each service for the process, created when it's first needed.
// Pure: esbuild drops those that a bundle does not use.
export const dynamoDbClient = /* @__PURE__ */ once(() => createClient(DynamoDBClient, QUICK))
/** For requests from Slack, which must be answered within 3 s. */
export const quickSsmClient = /* @__PURE__ */ once(() => createClient(SSMClient, QUICK))
export const ec2Client = /* @__PURE__ */ once(() => limited(createClient(EC2Client, PATIENT)))
export const elbClient = /* @__PURE__ */ once(() => limited(createClient(ElasticLoadBalancingV2Client, PATIENT)))
export const route53Client = /* @__PURE__ */ once(() => limited(createClient(Route53Client, PATIENT)))
export const s3Client = /* @__PURE__ */ once(() => limited(createClient(S3Client, PATIENT)))
export const schedulerClient = /* @__PURE__ */ once(() => limited(createClient(SchedulerClient, PATIENT)))
export const ssmClient = /* @__PURE__ */ once(() => limited(createClient(SSMClient, PATIENT)))

interface Limitable {
  middlewareStack: { add(middleware: typeof translateLimits, options: typeof aroundTries): void }
}

function limited<C extends Limitable>(client: C): C {
  client.middlewareStack.add(translateLimits, aroundTries)
  return client
}
