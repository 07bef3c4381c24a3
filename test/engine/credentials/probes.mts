import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, INodeType } from 'n8n-workflow';

import { NODE, singleNode, type Engine } from '../../../playground/engine/index.mts';

const describeProbe = (name: string, credential: string): INodeType['description'] => ({
	name,
	displayName: name,
	description: '',
	group: ['transform'],
	version: 1,
	defaults: { name },
	inputs: ['main'],
	outputs: ['main'],
	credentials: [{ name: credential, required: true }],
	properties: [],
});

/** Sends the request in each item, all at once, through n8n's authenticated helper of today. */
function modern(credential: string): INodeType {
	return {
		description: describeProbe(`modern_${credential}`, credential),
		async execute(this: IExecuteFunctions) {
			const answers = this.getInputData().map(async ({ json }, item) => ({
				json: {
					answer: (await this.helpers.httpRequestWithAuthentication.call(
						this,
						credential,
						structuredClone(json) as unknown as IHttpRequestOptions,
					)) as IDataObject,
				},
				pairedItem: { item },
			}));
			return [await Promise.all(answers)];
		},
	};
}

/** Does the same as the HTTP Request node with a predefined credential: through the older helper, `uri` and all. */
function legacy(credential: string): INodeType {
	return {
		description: describeProbe(`legacy_${credential}`, credential),
		async execute(this: IExecuteFunctions) {
			const helpers = this.helpers as unknown as {
				requestWithAuthentication: (...given: unknown[]) => Promise<IDataObject>;
			};
			const answers = this.getInputData().map(async ({ json }, item) => {
				const { url, ...options } = structuredClone(json);
				const request = {
					uri: url,
					headers: {},
					json: true,
					gzip: true,
					followRedirect: true,
					followAllRedirects: true,
					rejectUnauthorized: true,
					resolveWithFullResponse: true,
					...options,
				};
				const { body } = await helpers.requestWithAuthentication.call(
					this,
					credential,
					request,
					undefined,
					item,
				);
				return { json: { answer: body as IDataObject }, pairedItem: { item } };
			});
			return [await Promise.all(answers)];
		},
	};
}

const TYPES = ['pushwooshApi', 'googleFcmServiceAccountApi', 'googleFcmServerKeyApi'];

/** For `createEngine`: nodes that send whatever request an item holds with one of the package's credentials. */
export const probes: Record<string, INodeType> = Object.fromEntries(
	TYPES.flatMap((type) => [
		[`probe.modern_${type}`, modern(type)],
		[`probe.legacy_${type}`, legacy(type)],
	]),
);

/** Runs one of the probes over the given requests. */
export async function probe(
	engine: Engine,
	helper: 'modern' | 'legacy',
	credential: string,
	requests: Array<Record<string, unknown>>,
) {
	const spec = singleNode(`probe.${helper}_${credential}`, {}, { credentials: credential });
	const result = await engine.run(spec, { items: requests.map((json) => ({ json: json as IDataObject })) });
	return { result, node: result.node(NODE) };
}
