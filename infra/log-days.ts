import { RetentionDays } from 'aws-cdk-lib/aws-logs'

/** Days that logs may be kept, of those that CloudWatch Logs knows. */
export const LOG_DAYS = [7, 14, 30, 60, 90, 180, 365] as const

export const retentions: Record<(typeof LOG_DAYS)[number], RetentionDays> = {
  7: RetentionDays.ONE_WEEK,
  14: RetentionDays.TWO_WEEKS,
  30: RetentionDays.ONE_MONTH,
  60: RetentionDays.TWO_MONTHS,
  90: RetentionDays.THREE_MONTHS,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
}
