import { FunctionUrlAuthType, type Function as LambdaFunction, InvokeMode } from 'aws-cdk-lib/aws-lambda'

/**
 * The address for Slack and for GitHub's events. Open to all, since neither has AWS credentials: the function itself refuses
 * whatever is not signed by Slack, and old or repeated requests (src/slack/handler.ts), or by GitHub (src/github/events/).
 */
export function createSlackUrl(slack: LambdaFunction): string {
  return slack.addFunctionUrl({ authType: FunctionUrlAuthType.NONE, invokeMode: InvokeMode.BUFFERED }).url
}
