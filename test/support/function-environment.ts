/** The environment variables of each function, as the stack sets them. */
export const gatewayEnvironment = {
  TABLE_NAME: 'sites',
  SITE_DOMAIN: 'test.example.com',
}

const abroad = {
  ...gatewayEnvironment,
  SECRETS_PATH: '/pokopoko',
  GITHUB_ORG: 'orchard',
}

export const slackEnvironment = {
  ...abroad,
  SIZES: 't3.micro=Small, t3.medium=Medium',
}

export const engineEnvironment = {
  ...abroad,
  GITHUB_APP_ID: '12345',
  GITHUB_INSTALLATION_ID: '67890',
  FALLBACK_SIZES: 't3.micro:t3a.micro:t2.micro,t3.medium:t3a.medium',
  LAUNCH_TEMPLATE_ID: 'lt-1',
  LAUNCH_TEMPLATE_VERSION: '3',
  DISK_GIB: '16',
  SUBNET_IDS: 'subnet-1,subnet-2',
  VPC_ID: 'vpc-1',
  LISTENERS:
    'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/ .eu-central-1.elb.amazonaws.com Z1 sites/1a/2b:sites-1',
  HOSTED_ZONE_ID: 'Z2',
  SCHEDULE_GROUP: 'pokopoko',
  SCHEDULE_ROLE_ARN: 'arn:role',
  SCHEDULE_TARGET_ARN: 'arn:function',
  SCHEDULE_DLQ_ARN: 'arn:queue',
  INPUT_BUCKET: 'inputs',
  COMMAND_DOCUMENT: 'pokopoko-job',
  PHONE_HOME: 'true',
}
