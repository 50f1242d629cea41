import type { CommandInvocationStatus, GetCommandInvocationResult } from '@aws-sdk/client-ssm'
import { readJobResult } from '../../control/job-result.ts'
import type { CommandState } from '../../control/ports.ts'

/** The job was cut off, or never began: to be tried again. */
export const cutOff: CommandState = { state: 'failed', reason: 'machine-gone', log: '', permanent: false }

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html */
const ended: Record<CommandInvocationStatus, boolean> = {
  Pending: false,
  InProgress: false,
  Delayed: false,
  Cancelling: false,
  Cancelled: true,
  Failed: true,
  Success: true,
  TimedOut: true,
}

/**
 * What came of the job, from the last line that it printed, whichever way it ended: what is printed is cut at 24,000 characters
 * by SSM, so `run-job.sh` prints that line alone.
 */
export function readInvocation({ Status, StandardOutputContent }: GetCommandInvocationResult): CommandState {
  if (Status !== undefined && !ended[Status]) return { state: 'running' }
  return readJobResult(StandardOutputContent ?? '') ?? cutOff
}
