import { defineOperation } from '../../shared/node/operationEntry';
import { fields, LIMITS, messageOperation, repeatUncertain, requestsPerMinute } from './shared';

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
	limits: LIMITS,
	start: (setup) => messageOperation(setup, { isCheck: false, did: 'accepted by Google' }),
});
