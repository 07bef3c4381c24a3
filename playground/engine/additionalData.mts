import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { type CredentialsHelper } from './credentialsHelper.mts';
import { loadN8n } from './n8n.mts';

const BASE_URL = 'http://localhost:5678/';

/** What n8n hands to every execution beside the workflow; sub-workflows and task runners aren't there. */
export function additionalData(
	credentialsHelper: CredentialsHelper,
	more: Partial<IWorkflowExecuteAdditionalData> = {},
): IWorkflowExecuteAdditionalData {
	const absent = (what: string) => async () => {
		throw new Error(`The bench has no ${what}`);
	};
	return {
		credentialsHelper,
		externalSecretsProxy: new (loadN8n().core.ExternalSecretsProxy)(),
		executeWorkflow: absent('sub-workflows'),
		getRunExecutionData: absent('stored executions'),
		getRuntimeCredential: async () => undefined,
		startRunnerTask: absent('task runner'),
		logAiEvent: () => {},
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: `${BASE_URL}rest`,
		instanceBaseUrl: BASE_URL,
		formBaseUrl: `${BASE_URL}form`,
		formWaitingBaseUrl: `${BASE_URL}form-waiting`,
		formTestBaseUrl: `${BASE_URL}form-test`,
		webhookBaseUrl: `${BASE_URL}webhook`,
		webhookWaitingBaseUrl: `${BASE_URL}webhook-waiting`,
		webhookTestBaseUrl: `${BASE_URL}webhook-test`,
		mcpBaseUrl: `${BASE_URL}mcp`,
		mcpTestBaseUrl: `${BASE_URL}mcp-test`,
		...more,
	};
}
