import { anything, type Grant } from './grants.ts'

export const alarms: Grant[] = [
  {
    actions: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'],
    resources: ({ arn, scheduleGroup }) => [arn('scheduler', `schedule/${scheduleGroup}/*`)],
  },
  { actions: ['scheduler:ListSchedules'], resources: anything },
  {
    actions: ['iam:PassRole'],
    resources: ({ scheduleRoleArn }) => [scheduleRoleArn],
    conditions: () => ({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }),
  },
]
