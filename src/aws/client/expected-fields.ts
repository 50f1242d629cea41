/**
 * What an answer to that command always holds, an empty list where there is nothing: without it, nothing was said. Sources: the
 * API references' response elements; that an empty list is sent, the responses in their examples and moto's.
 */
const expectedFields: Readonly<Record<string, string>> = {
  CancelSpotInstanceRequests: 'CancelledSpotInstanceRequests',
  CreateImage: 'ImageId',
  CreateRule: 'Rules',
  CreateSchedule: 'ScheduleArn',
  CreateTargetGroup: 'TargetGroups',
  ChangeResourceRecordSets: 'ChangeInfo',
  DescribeImages: 'Images',
  DescribeInstanceInformation: 'InstanceInformationList',
  DescribeInstances: 'Reservations',
  DescribeRules: 'Rules',
  DescribeSnapshots: 'Snapshots',
  DescribeSpotInstanceRequests: 'SpotInstanceRequests',
  DescribeTags: 'TagDescriptions',
  DescribeTargetGroups: 'TargetGroups',
  DescribeTargetHealth: 'TargetHealthDescriptions',
  GetCommandInvocation: 'Status',
  GetParameters: 'Parameters',
  ListResourceRecordSets: 'ResourceRecordSets',
  ListSchedules: 'Schedules',
  PutObject: 'ETag',
  Query: 'Items',
  RunInstances: 'Instances',
  Scan: 'Items',
  SendCommand: 'Command',
  StartInstances: 'StartingInstances',
  StopInstances: 'StoppingInstances',
  TerminateInstances: 'TerminatingInstances',
}

/** undefined: all that its answer holds may be missing, or the answer is empty. */
export function expectedFieldOf(command: string): string | undefined {
  return expectedFields[command]
}
