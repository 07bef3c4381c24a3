import type { INodeProperties } from 'n8n-workflow';
import { commonOptions } from '../../shared/form/commonOptions';

export interface OptionsField {
	/** Requests in flight by default; what the operation's `limits` say. */
	concurrency: number;
	/** Where several units share a request: how many at most, and what they are called. */
	batch?: { most: number; what: string };
	displayOptions?: INodeProperties['displayOptions'];
}

/** The options collection of a Google node. */
export function optionsField({ concurrency, batch, displayOptions }: OptionsField): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		...(displayOptions ? { displayOptions } : {}),
		options: [
			commonOptions.concurrency(concurrency),
			commonOptions.includeInputFields,
			...(batch ? [commonOptions.batchSize(batch.most, batch.what)] : []),
			commonOptions.maxRetries,
			commonOptions.timeout,
		],
	};
}
