import type { INodeProperties } from 'n8n-workflow';
import { segmentField } from '../../fields/segmentField';
import { tagConditionsForm } from '../../tagConditions/form';

const forAudience = (...audience: string[]) => ({ show: { audience } });

/** Audiences without a list: what was meant once may go to all of them for each row of a table. */
function oneEachNotice(toWhom: string, ...audience: string[]): INodeProperties {
	return {
		displayName: `Each item with a different text is a push of its own ${toWhom}. Only one? Turn on Execute Once under Settings.`,
		name: 'broadcastNotice',
		type: 'notice',
		displayOptions: forAudience(...audience),
		default: '',
	};
}

function degrees(displayName: string, name: string, most: number): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: -most, maxValue: most, numberPrecision: 7 },
		displayOptions: forAudience('geozone'),
		default: 0,
		description: 'Of the middle of the area, in degrees',
	};
}

/**
 * Who gets the push. Always an explicit choice: what Pushwoosh isn't told an audience for goes to everyone.
 * None of the fields is `required` in n8n's sense: with an expression as audience n8n takes all of them for shown, and
 * would refuse to run because those of the other audiences are empty. The node checks them itself.
 */
export const audienceFields: INodeProperties[] = [
	{
		displayName: 'Audience',
		name: 'audience',
		type: 'options',
		options: [
			{
				name: 'Area',
				value: 'geozone',
				description: 'Devices that were last seen within some distance of a point',
			},
			{ name: 'Devices', value: 'devices', description: 'Devices by hardware ID (HWID) or push token' },
			{ name: 'Everyone', value: 'everyone', description: 'Every device of the application' },
			{ name: 'Segment', value: 'segment', description: 'The devices of a saved segment' },
			{ name: 'Tag Conditions', value: 'conditions', description: 'Devices whose tags meet some conditions' },
			{ name: 'Users', value: 'users', description: 'All devices of some users, by user ID' },
		],
		default: 'users',
		description: 'Who gets the push',
	},
	oneEachNotice('to all of them', 'segment', 'conditions', 'geozone'),
	oneEachNotice('to everyone', 'everyone'),
	{
		displayName: 'User IDs',
		name: 'userIds',
		type: 'string',
		typeOptions: { rows: 2 },
		displayOptions: forAudience('users'),
		default: '',
		placeholder: 'e.g. user-001, user-002',
		description:
			"One, or several separated by commas or new lines. Pushwoosh doesn't say which user IDs it doesn't know.",
	},
	{
		displayName: 'Device IDs',
		name: 'deviceIds',
		type: 'string',
		typeOptions: { rows: 2 },
		displayOptions: forAudience('devices'),
		default: '',
		placeholder: 'e.g. 8D2B1C7A-0F3E-4B5A-9C6D-1E2F3A4B5C6D',
		description: 'Hardware IDs (HWID) or push tokens: one, or several separated by commas or new lines',
	},
	segmentField({ displayOptions: forAudience('segment') }),
	...tagConditionsForm(
		{ list: 'conditions', operator: 'conditionsOperator' },
		'What the tags of a device have to be for it to get the push',
		forAudience('conditions'),
	),
	degrees('Latitude', 'latitude', 90),
	degrees('Longitude', 'longitude', 180),
	{
		displayName: 'Range (Meters)',
		name: 'range',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 40_000_000 },
		displayOptions: forAudience('geozone'),
		default: 1000,
		description: 'How far from the middle the area reaches',
	},
	{
		displayName: 'Confirm Broadcast',
		name: 'confirmBroadcast',
		type: 'boolean',
		displayOptions: forAudience('everyone'),
		default: false,
		description:
			'Whether you really want to send to every device of the application; without this the item fails and nothing is sent',
	},
];
