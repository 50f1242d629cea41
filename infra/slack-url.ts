import { FunctionUrlAuthType, type Function as LambdaFunction, InvokeMode } from 'aws-cdk-lib/aws-lambda'

/**
 * The address for Slack. Open to all, since Slack has no AWS credentials: the function itself refuses whatever is not
 * signed by Slack, and old or repeated requests (src/slack/handler.ts).
 */
export function createSlackUrl(slack: LambdaFunction): string {
  return slack.addFunctionUrl({ authType: FunctionUrlAuthType.NONE, invokeMode: InvokeMode.BUFFERED }).url
}
