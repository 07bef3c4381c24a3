import { ItemProblem } from '../../shared/failure';
import { accepted, plainCall } from '../api/plainCall';
import { requiredText } from '../fields/requiredText';
import { application } from './shared/identifier';

/** Forgets users for good, one request each; Pushwoosh works it off later. */
export const deleteUser = plainCall({
	option: {
		name: 'Delete User',
		value: 'deleteUser',
		action: 'Delete a user',
		description: 'Forget a user with all devices, addresses and numbers, for good; needs the Device token',
	},
	fields: [
		application,
		requiredText('User ID', 'identifier', 'The ID of one user per item, taken as it is', 'user-001'),
		{
			displayName: 'Delete for Good',
			name: 'confirmDelete',
			type: 'boolean',
			default: false,
			description:
				'Whether to really delete: the user with all devices, e-mail addresses and phone numbers, and out of every journey. That is for good.',
		},
	],
	unit: { one: 'user', many: 'users' },
	done: 'handed over for deletion',
	read: (item) => {
		const unit = { application: item.locator('application').value, userId: item.requiredText('identifier') };
		if (item.boolean('confirmDelete')) return unit;
		const { label } = item.field('confirmDelete');
		throw new ItemProblem(
			`This deletes a user for good, and '${label}' is off`,
			`Switch '${label}' on if that is what you want.`,
		);
	},
	identifiers: { userId: 'identifier' },
	family: 'deviceV2',
	method: 'deleteUser',
	asks: 'take the deletion',
	request: ({ application, userId }) => ({ application, user_id: userId }),
	deletes: ({ userId }) => userId,
	value: accepted,
	output: (_, { userId }) => ({ userId, deletionRequested: true }),
	outputKeys: ['userId', 'deletionRequested'],
});
