import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INode,
	IWorkflowDataProxyAdditionalKeys,
	Workflow,
} from 'n8n-workflow';

/**
 * Adds a credential to a request as its type says: by the function it has for that, or by its generic texts
 * (`={{ $credentials.apiKey }}`) for headers, query and body. Changes and returns the request.
 */
export async function authenticate(
	{ authenticate: how }: ICredentialType,
	credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
	workflow?: Workflow,
	node?: INode,
): Promise<IHttpRequestOptions> {
	if (typeof how === 'function') return await how(credentials, request);
	if (how?.type !== 'generic') return request;
	if (workflow === undefined || node === undefined) throw new Error('A workflow and a node are needed');

	const keys = { $credentials: credentials } as IWorkflowDataProxyAdditionalKeys;
	const resolve = (text: string): string => {
		if (!text.startsWith('=')) return text;
		const { expression } = workflow;
		return String(expression.getSimpleParameterValue(node, text, 'internal', keys, undefined, '') || '');
	};
	const parts = request as unknown as Record<string, Record<string, string>>;
	parts.headers ??= {};
	for (const [part, entries] of Object.entries(how.properties)) {
		parts[part] ??= {};
		for (const [key, value] of Object.entries(entries as Record<string, string>)) {
			parts[part][resolve(key)] = resolve(value);
		}
	}
	return request;
}
