import type { CommandInvocationStatus, GetCommandInvocationResult } from '@aws-sdk/client-ssm'
import { readJobResult, withoutResult } from '../../control/job-result.ts'
import type { CommandState } from '../../control/ports.ts'

/** The job was cut off with its machine, or never began: to be tried again. */
export const cutOff: CommandState = { state: 'failed', reason: 'machine-gone', log: '', permanent: false }

const outputCut: CommandState = {
  state: 'failed',
  reason: 'no-result',
  log: 'The job printed more than Systems Manager keeps.',
  permanent: true,
}

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

/** SSM keeps the first 24,000 bytes of what a command prints, and ends them so: `iohandler.go` of amazon-ssm-agent. */
const MAX_OUTPUT_BYTES = 24_000
const CUT = '--output truncated--'

/**
 * What came of the job, from the last line that it printed, whichever way it ended. `run-job.sh` prints that line alone, and
 * bounds it; an output that was cut all the same would be cut the next time, too.
 */
export function readInvocation(invocation: GetCommandInvocationResult): CommandState {
  const { Status, StandardOutputContent: output = '', ResponseCode } = invocation
  if (Status !== undefined && !ended[Status]) return { state: 'running' }
  const result = readJobResult(output)
  if (result !== undefined) return result
  if (Status !== 'Success' && Status !== 'Failed') return cutOff
  return isCut(output) ? outputCut : withoutResult(ResponseCode)
}

function isCut(output: string): boolean {
  return output.trimEnd().endsWith(CUT) || Buffer.byteLength(output) >= MAX_OUTPUT_BYTES
}
