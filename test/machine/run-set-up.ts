import { aDocument } from './documents.ts'
import type { JobResult, TestMachine } from './test-machine.ts'

/** Sets the machine up for that repository, whose stack decides what is published. */
export async function runSetUp(machine: TestMachine, cloneUrl: string, changes = {}): Promise<JobResult> {
  return (await machine.job('set-up', await aDocument(cloneUrl, { documentRoot: '', ...changes }))).result
}
