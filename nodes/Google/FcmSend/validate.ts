import { defineOperation } from '../../shared/node/operationEntry';
import { fields, LIMITS, messageOperation, requestsPerMinute } from './shared';

/** Lets Google check message and target (`validate_only`) and sends nothing; so it may be asked again at any time. */
export const validate = defineOperation({
	option: {
		name: 'Check',
		value: 'validate',
		action: 'Check message',
		description: 'Let Google check a message and its target without sending it',
	},
	fields,
	options: [requestsPerMinute],
	limits: LIMITS,
	start: (setup) => messageOperation(setup, { isCheck: true, did: 'valid' }),
});
