/**
 * Regions for which CloudFormation knows no `AWS::Lambda::Url`, as cfn-lint 1.58.0 lists them (schemas of 2026-10-20), and Beijing, of
 * which "Getting Started with Amazon Web Services in China" says that it has none either. Lambda's guide ("Creating and managing Lambda
 * function URLs") names eu-south-2 as well, where CloudFormation has the type.
 */
export const WITHOUT_FUNCTION_URLS: ReadonlySet<string> = new Set([
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eu-central-2',
  'il-central-1',
  'me-central-1',
  'mx-central-1',
  'us-gov-east-1',
  'us-gov-west-1',
])

export function hasFunctionUrls(region: string): boolean {
  return !WITHOUT_FUNCTION_URLS.has(region)
}
