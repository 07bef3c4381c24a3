import type { Failure } from '../../shared/failure';
import { accepted, plainCall } from '../api/plainCall';
import { checkMessageCode, messageCode } from './deleteScheduled';

/** Stops messages that wait or are being prepared (Pushwoosh API reference, 4.8), one request each. */
export const cancel = plainCall({
	option: {
		name: 'Cancel Push',
		value: 'cancel',
		description: 'Stop a push that waits or is being prepared, on what is left of it',
		action: 'Cancel push',
	},
	fields: [messageCode],
	limits: { concurrency: 10, keepsConnections: true },
	unit: { one: 'message', many: 'messages' },
	done: 'stopped',
	read: (item) => ({ messageCode: checkMessageCode(item.text('messageCode')) }),
	identifiers: { messageCode: 'messageCode' },
	family: 'messaging',
	method: 'cancel',
	asks: 'cancel the message',
	request: (unit) => ({ message_code: unit.messageCode }),
	value: accepted,
	explain: withAdvice,
	output: (_, unit) => ({ messageCode: unit.messageCode, canceled: true }),
	outputKeys: ['messageCode', 'canceled'],
});

function withAdvice(failure: Failure): Failure {
	if (!['400', '404', '5', '9'].includes(failure.code)) return failure;
	const advice =
		"Only what waits or is being prepared can be stopped: look into Pushwoosh's Message History. For a scheduled push there is also the operation 'Delete Scheduled Push'.";
	return { ...failure, advice };
}
