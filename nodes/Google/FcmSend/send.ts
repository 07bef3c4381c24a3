import { messageOperation } from './shared';

/** Sends a message to each device, or one to a topic or condition (`messages:send`). */
export const send = messageOperation({
	option: {
		name: 'Send',
		value: 'send',
		action: 'Send message',
		description: 'Send a message to devices, a topic or a condition',
	},
	options: [
		{
			displayName: 'Repeat Uncertain Sends',
			name: 'repeatUncertain',
			type: 'boolean',
			default: false,
			description:
				'Whether to send again what may have arrived already. With Replace Earlier Ones the second takes the place of the first on the device.',
		},
	],
	isCheck: false,
	did: 'accepted by Google',
});
