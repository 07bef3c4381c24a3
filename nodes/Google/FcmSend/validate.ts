import { messageOperation } from './shared';

/** Lets Google check message and target (`validate_only`) and sends nothing; so it may be asked again at any time. */
export const validate = messageOperation({
	option: {
		name: 'Check',
		value: 'validate',
		action: 'Check message',
		description: 'Let Google check a message and its target without sending it',
	},
	isCheck: true,
	did: 'valid',
});
