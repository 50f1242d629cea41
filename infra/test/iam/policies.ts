import assert from 'node:assert/strict'
import * as z from 'zod'
import { attributesByType } from './physical-ids.ts'
import type { Resolved } from './resolve.ts'

const strings = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat())
const conditions = z.record(z.string(), z.record(z.string(), strings))
const base = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: strings,
  Condition: conditions.optional(),
})
/** Of a policy of a role. */
const statementSchema = base.extend({ Resource: strings })
/** Of a trust policy, or of a policy of a resource. */
const grantingSchema = base.extend({
  Principal: z.union([z.literal('*'), z.record(z.string(), strings)]),
  Resource: strings.optional(),
})
const document = <T extends z.ZodType>(statement: T) =>
  z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statement) })
const attachedSchema = z.looseObject({ PolicyDocument: document(statementSchema), Roles: z.array(z.string()) })
/** Strict: a role with policies among its own properties (`Policies`, `ManagedPolicyArns`) fails, and they have to be read here. */
const roleSchema = z.strictObject({
  AssumeRolePolicyDocument: document(grantingSchema),
  Description: z.string().optional(),
})

export type Statement = z.infer<typeof statementSchema>
export type GrantingStatement = z.infer<typeof grantingSchema>
export type Conditions = z.infer<typeof conditions>

export interface DeployedRole {
  arn: string
  /** Of all its policies: those that are its own, and those that are attached to it. */
  statements: Statement[]
  trust: GrantingStatement[]
}

/** The role whose logical id begins so, with all that it may do. */
export function roleOf(stack: Resolved, prefix: string): DeployedRole {
  const found = stack.resources('AWS::IAM::Role').filter(([id]) => id.startsWith(prefix))
  const [[id, properties] = assert.fail(`There is no ${prefix}`)] = found
  assert.equal(found.length, 1, prefix)
  const { Ref: name, Arn: arn = '' } = attributesByType['AWS::IAM::Role']?.(id, {}) ?? {}
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']
    .flatMap((type) => stack.resources(type))
    .map(([, policy]) => attachedSchema.parse(policy))
    .filter(({ Roles }) => Roles.includes(name ?? ''))
  return {
    arn,
    statements: attached.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
    trust: roleSchema.parse(properties).AssumeRolePolicyDocument.Statement,
  }
}

/** Statements of the policy of a queue, a topic or a bucket. */
export function resourcePolicy(stack: Resolved, type: string, prefix: string): GrantingStatement[] {
  const found = stack.resources(type).filter(([id]) => id.startsWith(prefix))
  const [[, properties] = assert.fail(`There is no ${prefix}`)] = found
  assert.equal(found.length, 1, prefix)
  return z.looseObject({ PolicyDocument: document(grantingSchema) }).parse(properties).PolicyDocument.Statement
}

/** Permissions of a function are statements of its policy. Source: Lambda, "AddPermission". */
const permissionSchema = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  FunctionUrlAuthType: z.string().optional(),
  InvokedViaFunctionUrl: z.literal(true).optional(),
})

export function functionPolicy(stack: Resolved, functionArn: string): GrantingStatement[] {
  const permissions = stack.resources('AWS::Lambda::Permission').map(([, it]) => permissionSchema.parse(it))
  return permissions
    .filter(({ FunctionName }) => FunctionName === functionArn)
    .map(({ Action, FunctionName, Principal, SourceArn, FunctionUrlAuthType, InvokedViaFunctionUrl }) => ({
      Effect: 'Allow',
      Action: [Action],
      Resource: [FunctionName],
      Principal: Principal === '*' ? Principal : { Service: [Principal] },
      Condition: {
        ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': [SourceArn] } }),
        ...(FunctionUrlAuthType !== undefined && {
          StringEquals: { 'lambda:FunctionUrlAuthType': [FunctionUrlAuthType] },
        }),
        ...(InvokedViaFunctionUrl === true && { Bool: { 'lambda:InvokedViaFunctionUrl': ['true'] } }),
      },
    }))
}
