import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EC2Client } from '@aws-sdk/client-ec2'
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { Route53Client } from '@aws-sdk/client-route-53'
import { S3Client } from '@aws-sdk/client-s3'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { SSMClient } from '@aws-sdk/client-ssm'
import { createClient, PATIENT, QUICK } from './client/create-client.ts'
import { aroundTries, translateLimits } from './errors.ts'

// One client of each service for the process, created when it's first needed.
export const dynamoDbClient = once(() => createClient(DynamoDBClient, QUICK))
/** For requests from Slack, which must be answered within 3 s. */
export const quickSsmClient = once(() => createClient(SSMClient, QUICK))
export const ec2Client = once(() => limited(createClient(EC2Client, PATIENT)))
export const elbClient = once(() => limited(createClient(ElasticLoadBalancingV2Client, PATIENT)))
export const route53Client = once(() => limited(createClient(Route53Client, PATIENT)))
export const s3Client = once(() => limited(createClient(S3Client, PATIENT)))
export const schedulerClient = once(() => limited(createClient(SchedulerClient, PATIENT)))
export const ssmClient = once(() => limited(createClient(SSMClient, PATIENT)))

interface Limitable {
  middlewareStack: { add(middleware: typeof translateLimits, options: typeof aroundTries): void }
}

function limited<C extends Limitable>(client: C): C {
  client.middlewareStack.add(translateLimits, aroundTries)
  return client
}

/** With this mark, esbuild drops the clients that a bundle doesn't use. */
/* @__NO_SIDE_EFFECTS__ */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
