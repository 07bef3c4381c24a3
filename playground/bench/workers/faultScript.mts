import { fcmFault, type Sandbox } from '../../sandbox/index.mts';

/** Every so many messages one goes wrong. */
const EVERY = 100;
/** In turn: what FCM answers, and whether the device has got the message all the same. */
const FAULTS = [
	fcmFault({ answer: 'unavailable', delivers: true }),
	fcmFault({ answer: 'deviceQuota', retryAfter: 1 }),
	fcmFault({ answer: 'internal', delivers: true }),
	fcmFault({ answer: 'unavailable' }),
];

/** Makes every 100th message go wrong, by the order of the requests and so alike for all who send. */
export function addFaultScript(sandbox: Sandbox): void {
	let seen = 0;
	let due = -1;
	FAULTS.forEach((answer, position) => {
		sandbox.faults.add({
			match: {
				path: '*messages:send',
				// The first rule counts for all.
				when: () => {
					if (position === 0) due = ++seen % EVERY === 0 ? (seen / EVERY) % FAULTS.length : -1;
					return due === position;
				},
			},
			answer,
		});
	});
}
