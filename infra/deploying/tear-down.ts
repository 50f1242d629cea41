import {
  type Clients,
  emptyBucket,
  type RuntimeResources,
  listRuntimeResources,
  terminateMachines,
} from './runtime-resources.ts'
import { resumeCommands, resumeReconciliation, pauseReconciliation } from './functions.ts'

export interface TearDown {
  clients: Clients
  stack: { name: string; region: string }
  /** Why these must not be deleted; undefined if they can be. */
  blockedBy(resources: RuntimeResources): string | undefined
  /** Returns an exit status. */
  deleteStack(): Promise<number>
  say(line: string): void
}

/**
 * Pauses the functions that launch machines, lists the resources again (some may be new), terminates the machines and deletes the
 * stack. If any of that fails the functions run again, so that no stack is left paused. Returns an exit status.
 */
export async function tearDown(work: TearDown): Promise<number> {
  const { clients, stack, say } = work
  say(`Pausing reconcile and sweep. If you kill this process, resume them yourself:\n${resumeCommands(stack)}`)
  let isDeleted = false
  try {
    await pauseReconciliation(clients.lambda, stack.name)
    const status = await deleteAll(work)
    isDeleted = status === 0
    return status
  } finally {
    if (!isDeleted) await resume(work)
  }
}

async function deleteAll({ clients, stack, blockedBy, deleteStack, say }: TearDown): Promise<number> {
  const resources = await listRuntimeResources(clients, stack.name)
  const reason = blockedBy(resources)
  if (reason !== undefined) {
    say(reason)
    return 1
  }
  await terminateMachines(clients, stack.name)
  if (resources.bucket !== undefined) await emptyBucket(clients, resources.bucket)
  return deleteStack()
}

/** Never throws: that would hide the first error. */
async function resume({ clients, stack, say }: TearDown): Promise<void> {
  try {
    await resumeReconciliation(clients.lambda, stack.name)
    say(`${stack.name} wasn't deleted. Its functions run again and launch machines for sites that should have one.`)
  } catch (error) {
    say(
      `${stack.name} wasn't deleted, and its functions are still paused (${String(error)}). Resume them:\n${resumeCommands(stack)}`,
    )
  }
}
