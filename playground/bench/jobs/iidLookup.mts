import { keepingConnections, type Job } from './job.mts';
import { topicBatch } from './topicBatch.mts';

export const iidLookup: Job = {
	id: 'iid-lookup',
	title: 'IID Lookup: one token per item',
	service: 'google',
	world: 'alive',
	row: topicBatch.row,
	node: {
		type: 'iidLookup',
		parameters: { service: 'instanceId', registrationId: '={{ $json.registrationToken }}' },
	},
	concurrency: 50,
	rowsPerRequest: 1,
	request: ([row]) => ({ method: 'GET', path: `/iid/info/${row?.registrationToken}?details=true` }),
	today: { perItem: { method: 'GET', path: '=/iid/info/{{ $json.registrationToken }}?details=true' } },
};

/** As many in flight as by default: what counts is how near to the ideal they are. */
export const iidLookupKept: Job = keepingConnections(iidLookup, iidLookup.concurrency);
