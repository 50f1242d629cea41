/** Days that CloudWatch Logs can keep; it takes no others (PutRetentionPolicy). */
export const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const
