import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  FunctionUrlAuthType,
  InvokeMode,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import * as z from 'zod'
import type { FunctionName } from '../src/aws/names.ts'

/**
 * Memory is processor time too: 1,769 MB are one core (Lambda, "Configure Lambda function memory").
 */
const sizes: Record<FunctionName, { memorySize: number; timeout: Duration }> = {
  // Slack waits three seconds, a cold start among them, which is nothing but processor time. GitHub gives up an event after ten, and what
  // began goes on: a refusal is a comment, which takes several calls, each of up to ten seconds, and a second between writes.
  slack: { memorySize: 1769, timeout: Duration.seconds(30) },
  // Mostly waits for others, with a batch of ten sites.
  reconcile: { memorySize: 512, timeout: Duration.minutes(5) },
  // Ends before the next one begins, an hour later.
  sweep: { memorySize: 512, timeout: Duration.minutes(15) },
  // A bake that takes longer is gone on with.
  bake: { memorySize: 512, timeout: Duration.minutes(15) },
  gateway: { memorySize: 512, timeout: Duration.seconds(10) },
}

export interface FunctionProps {
  name: FunctionName
  functionName: string
  code: Code
  logDays: number
  /** How many at once are reserved for it, and the most that run; undefined: it takes its share of the account's. */
  concurrency?: number | undefined
}

/** A function, its log, and a role that may write there and do nothing else yet. */
export function createFunction(
  scope: Construct,
  { name, functionName, code, logDays, concurrency }: FunctionProps,
): LambdaFunction {
  const id = `${name[0]?.toUpperCase()}${name.slice(1)}`
  const logGroup = new LogGroup(scope, `${id}Log`, {
    retention: z.enum(RetentionDays).parse(logDays),
    removalPolicy: RemovalPolicy.DESTROY,
  })
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
  role.addToPolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  )
  return new LambdaFunction(scope, id, {
    functionName,
    role,
    logGroup,
    // We write JSON lines ourselves.
    loggingFormat: LoggingFormat.TEXT,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code,
    ...sizes[name],
    ...(concurrency !== undefined && { reservedConcurrentExecutions: concurrency }),
  })
}

/**
 * The address for Slack and for GitHub's events. Open to all, since neither has AWS credentials: the function itself refuses
 * whatever is not signed by Slack, and old or repeated requests (src/slack/handler.ts), or by GitHub (src/github/events/).
 */
export function createSlackUrl(slack: LambdaFunction): string {
  return slack.addFunctionUrl({ authType: FunctionUrlAuthType.NONE, invokeMode: InvokeMode.BUFFERED }).url
}
