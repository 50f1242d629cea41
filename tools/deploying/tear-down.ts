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
  /** Why what is there now must not be deleted; undefined when nothing speaks against it. */
  refuse(estate: RuntimeResources): string | undefined
  /** Its exit status. */
  deleteStack(): Promise<number>
  say(line: string): void
}

/**
 * Stops what launches machines, looks again at what is there (some may have come since it was surveyed), terminates that and deletes
 * the stack. Where that does not come to its end the functions run again, so that no stack is left in which nothing moves.
 * Returns an exit status.
 */
export async function tearDown(work: TearDown): Promise<number> {
  const { clients, stack, say } = work
  say(
    `Stopping reconcile and sweep. If this is broken off by force, they are to be started by hand:\n${resumeCommands(stack)}`,
  )
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

async function deleteAll({ clients, stack, refuse, deleteStack, say }: TearDown): Promise<number> {
  const estate = await listRuntimeResources(clients, stack.name)
  const refused = refuse(estate)
  if (refused !== undefined) {
    say(refused)
    return 1
  }
  await terminateMachines(clients, stack.name)
  if (estate.bucket !== undefined) await emptyBucket(clients, estate.bucket)
  return deleteStack()
}

/** What it fails with must not hide what was the matter before. */
async function resume({ clients, stack, say }: TearDown): Promise<void> {
  try {
    await resumeReconciliation(clients.lambda, stack.name)
    say(`${stack.name} was not deleted. Its functions run again, and bring machines up for sites that should have one.`)
  } catch (error) {
    say(
      `${stack.name} was not deleted, and its functions do not run (${String(error)}). Start them:\n${resumeCommands(stack)}`,
    )
  }
}
