import type { CommandInvocationStatus, GetCommandInvocationResult } from '@aws-sdk/client-ssm'
import { JOB_LIMIT_MS, readJobResult, withoutResult } from '../../control/reports/job-result.ts'
import { SECOND_MS } from '../../site/time.ts'
import type { CommandState } from '../../control/jobs.ts'

/** The job ended with its machine; it's retried. */
export const cutOff: CommandState = { state: 'failed', reason: 'machine-gone', log: '', permanent: false }

/** The machine runs, but didn't start the job in time. */
export const notBegun: CommandState = { state: 'failed', reason: 'job-not-begun', log: '', permanent: false }

/** It was killed at its time limit, as it would be again. */
const tooSlow: CommandState = { state: 'failed', reason: 'job-too-slow', log: '', permanent: true }

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

/** SSM keeps the first 24,000 bytes of a command's output, and appends this: `iohandler.go` of amazon-ssm-agent. */
const MAX_OUTPUT_BYTES = 24_000
const CUT = '--output truncated--'
/** SSM's clock and the machine's may differ a little. */
const TOLERANCE_MS = 10 * SECOND_MS

/**
 * The job's result, from the last line of its output, however it ended. `run-job.sh` prints only that line and limits its length;
 * output that was cut all the same would be cut again.
 */
export function readInvocation(invocation: GetCommandInvocationResult): CommandState {
  const { Status, StandardOutputContent: output = '', ResponseCode } = invocation
  if (Status !== undefined && !ended[Status]) return { state: 'running' }
  const result = readJobResult(output)
  if (result !== undefined) return result
  if (isCut(output)) return outputCut
  if (!hasBegun(invocation)) return notBegun
  return hasUsedItsTime(invocation) ? tooSlow : withoutResult(ResponseCode)
}

/** The machine hasn't started it. */
export function isWaiting({ Status }: GetCommandInvocationResult): boolean {
  return Status === 'Pending' || Status === 'Delayed'
}

/** Tells apart what is `TimedOut`; the user guide writes it with spaces, the API without. */
function detailOf({ StatusDetails = '' }: GetCommandInvocationResult): string {
  return StatusDetails.replaceAll(' ', '')
}

function hasBegun(invocation: GetCommandInvocationResult): boolean {
  return !['DeliveryTimedOut', 'Undeliverable'].includes(detailOf(invocation))
}

/**
 * The agent reports any SIGKILL (exit status 137) as a timeout: `GetStatus` in `pluginutil_unix.go` of amazon-ssm-agent. Only the
 * duration tells whether it was the time limit.
 */
function hasUsedItsTime({ Status, ExecutionElapsedTime }: GetCommandInvocationResult): boolean {
  const elapsed = secondsOf(ExecutionElapsedTime)
  return Status === 'TimedOut' && (elapsed === undefined || elapsed * SECOND_MS >= JOB_LIMIT_MS - TOLERANCE_MS)
}

/** `PT29M59.5S`: ISO 8601. */
function secondsOf(duration = ''): number | undefined {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) ?? []
  return duration.startsWith('PT') ? Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) : undefined
}

function isCut(output: string): boolean {
  return output.trimEnd().endsWith(CUT) || Buffer.byteLength(output) >= MAX_OUTPUT_BYTES
}
