import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { loadN8n } from './n8n.mts';

/** The fields n8n adds to every credential type that can authenticate a request. */
export const domainFields: INodeProperties[] = [
	{
		displayName: 'Allowed HTTP Request Domains',
		name: 'allowedHttpRequestDomains',
		type: 'options',
		options: [
			{ name: 'All', value: 'all' },
			{ name: 'Specific Domains', value: 'domains' },
			{ name: 'None', value: 'none' },
		],
		default: 'all',
	},
	{
		displayName: 'Allowed Domains',
		name: 'allowedDomains',
		type: 'string',
		default: '',
		displayOptions: { show: { allowedHttpRequestDomains: ['domains'] } },
	},
];

/** The helpers a `preAuthentication` gets: the one request function, limited to the credential's allowed domains. */
export function withinCredentialDomains(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
	return {
		helpers: {
			httpRequest: async (options: IHttpRequestOptions): Promise<unknown> => {
				const n8n: Partial<ReturnType<typeof loadN8n>['workflow']> = loadN8n().workflow;
				// Older versions of n8n don't restrict this step.
				const allowedDomains = n8n.getCredentialOwnRequestAllowedDomains?.(credentials);
				if (allowedDomains === undefined) return await helpers.httpRequest(options);
				if (options.allowedDomains === undefined) {
					return await helpers.httpRequest({ ...options, allowedDomains });
				}
				throw new Error(
					"The credential's allowed domains cannot be combined with those of its authentication step",
				);
			},
		},
	};
}
