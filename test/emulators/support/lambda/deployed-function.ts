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
}

const functionSchema = z.object({
  Properties: z.object({
    FunctionName: z.string(),
    Runtime: z.string(),
    Handler: z.string(),
    Timeout: z.number(),
    MemorySize: z.number(),
  }),
})

/** Of the stack as it is synthesized. */
export async function deployedFunctions(): Promise<(name: FunctionName) => DeployedFunction> {
  const { template, config } = await aStack()
  const all = Object.values(template.findResources('AWS::Lambda::Function')).map((it) => functionSchema.parse(it))
  return (kind) => {
    const name = deployedName(config.name, kind)
    const { Properties } = all.find((it) => it.Properties.FunctionName === name) ?? assert.fail(`no function ${name}`)
    const { Runtime: runtime, Handler: handler, Timeout, MemorySize: memoryMb } = Properties
    return { name, runtime, handler, timeoutMs: Timeout * 1000, memoryMb }
  }
}
