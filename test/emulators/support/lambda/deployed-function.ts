import assert from 'node:assert/strict'
import * as z from 'zod'
import { deployedName, type FunctionName } from '../../../../src/aws/names.ts'
import { aStack } from '../../../../infra/test/a-stack.ts'

/** How the stack has Lambda run a function. */
export interface DeployedFunction {
  name: string
  runtime: string
  handler: string
  timeoutMs: number
  memoryMb: number
  /** What starts Node, where its code is in `/var/task`. */
  wrapper: string
}

const functionSchema = z.object({
  Properties: z.object({
    FunctionName: z.string(),
    Runtime: z.string(),
    Handler: z.string(),
    Timeout: z.number(),
    MemorySize: z.number(),
    Environment: z.object({ Variables: z.looseObject({ AWS_LAMBDA_EXEC_WRAPPER: z.string() }) }),
  }),
})

/** Of the stack as it is synthesized. */
export async function deployedFunctions(): Promise<(name: FunctionName) => DeployedFunction> {
  const { template, config } = await aStack()
  const all = Object.values(template.findResources('AWS::Lambda::Function')).map((it) => functionSchema.parse(it))
  return (kind) => {
    const name = deployedName(config.name, kind)
    const { Properties } = all.find((it) => it.Properties.FunctionName === name) ?? assert.fail(`no function ${name}`)
    const { Runtime: runtime, Handler: handler, Timeout, MemorySize: memoryMb, Environment } = Properties
    const wrapper = Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER
    return { name, runtime, handler, timeoutMs: Timeout * 1000, memoryMb, wrapper }
  }
}
