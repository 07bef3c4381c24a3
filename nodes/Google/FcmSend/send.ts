import { defineOperation } from '../../shared/node/operationEntry';
import { CONCURRENCY, fields, messageOperation, repeatUncertain, requestsPerMinute } from './shared';

/** Sends a message to each device, or one to a topic or condition (`messages:send`). */
export const send = defineOperation({
	option: {
		name: 'Send',
		value: 'send',
		action: 'Send message',
		description: 'Send a message to devices, a topic or a condition',
	},
	fields,
	options: [requestsPerMinute, repeatUncertain],
	limits: { concurrency: CONCURRENCY },
	start: (setup) => messageOperation(setup, { isCheck: false, did: 'accepted by Google' }),
});
