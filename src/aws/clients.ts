import { EC2Client } from '@aws-sdk/client-ec2'
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { Route53Client } from '@aws-sdk/client-route-53'
import { S3Client } from '@aws-sdk/client-s3'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { SSMClient } from '@aws-sdk/client-ssm'
import { aroundTries, translateLimits } from './limits.ts'

/**
 * The process' clients, each made when it is first needed. Region, credentials and endpoint come from the SDK's own
 * variables (`AWS_REGION`, `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_EC2`, …).
 *
 * `standard` tries again what was throttled or broke on the way, with growing waits and a budget, so that many sites
 * at once do not make an outage worse. Four attempts: what still fails then is the reconciler's to try again, which
 * waits for longer. A request that hangs is given up after ten seconds: RunInstances and CreateImage take up to five.
 */
const PATIENT = {
  retryMode: 'standard',
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 10_000, throwOnRequestTimeout: true },
}

export const ec2Client = once(() => limited(new EC2Client(PATIENT)))
export const elbClient = once(() => limited(new ElasticLoadBalancingV2Client(PATIENT)))
export const route53Client = once(() => limited(new Route53Client(PATIENT)))
export const s3Client = once(() => limited(new S3Client(PATIENT)))
export const schedulerClient = once(() => limited(new SchedulerClient(PATIENT)))
export const ssmClient = once(() => limited(new SSMClient(PATIENT)))

interface Limitable {
  middlewareStack: { add(middleware: typeof translateLimits, options: typeof aroundTries): void }
}

function limited<C extends Limitable>(client: C): C {
  client.middlewareStack.add(translateLimits, aroundTries)
  return client
}

/** So marked, a bundle leaves out the clients that it does not use. */
/* @__NO_SIDE_EFFECTS__ */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
