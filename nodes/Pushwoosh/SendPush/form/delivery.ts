import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { textField } from '../../../shared/form/plainFields';
import { campaignField } from '../../fields/codeField';

/** The time zones to choose from, by their IANA names; what this n8n's Node.js doesn't list goes by expression. */
const timeZoneChoices: INodePropertyOptions[] = [
	{ name: 'UTC', value: 'UTC' },
	...Intl.supportedValuesOf('timeZone')
		.filter((zone) => zone !== 'UTC')
		.map((zone) => ({ name: zone.replace(/_/g, ' '), value: zone }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en')),
];

/** When and how a push goes out. */
export const deliveryFields: INodeProperties = {
	displayName: 'Delivery',
	name: 'delivery',
	type: 'collection',
	placeholder: 'Add to Delivery',
	default: {},
	options: [
		campaignField(),
		textField(
			'Deduplication Key',
			'deduplicationKey',
			'Names the event, say order number and status: the same one twice asks for one push, as far as Pushwoosh honours it',
			'order-4711-shipped',
		),
		{
			displayName: 'Exclude From Frequency Cap',
			name: 'cappingExclude',
			type: 'boolean',
			default: true,
			description: "Whether this push doesn't count toward the number of pushes that a user may get",
		},
		{
			displayName: 'Ignore Frequency Cap',
			name: 'cappingAvoid',
			type: 'boolean',
			default: true,
			description:
				'Whether to send also to users who already got as many pushes as the frequency capping allows',
		},
		{
			displayName: 'Platforms',
			name: 'platforms',
			type: 'multiOptions',
			default: [],
			description:
				"Send to these platforms only; all when this field isn't added. Pushwoosh may ignore it in a message to fewer than 10 devices by ID.",
			options: [
				{ name: 'Amazon', value: 9 },
				{ name: 'Android', value: 3 },
				{ name: 'Chrome', value: 11 },
				{ name: 'Firefox', value: 12 },
				{ name: 'Huawei', value: 17 },
				{ name: 'iOS', value: 1 },
				{ name: 'macOS', value: 7 },
				{ name: 'Safari', value: 10 },
				{ name: 'Windows', value: 8 },
				{ name: 'Xiaomi', value: 19 },
			],
		},
		{
			displayName: 'Same Moment for Everyone',
			name: 'ignoreUserTimezone',
			type: 'boolean',
			default: true,
			description:
				'Whether everybody gets the push at the same moment. Off: each device gets it when its own clock shows Send Date.',
		},
		{
			displayName: 'Send Date',
			name: 'sendDate',
			type: 'dateTime',
			default: '',
			description:
				"When to send. For each device's own time also add Same Moment for Everyone and turn it off. Tomorrow: {{ $now.plus({ days: 1 }) }}.",
		},
		{
			displayName: 'Send Rate',
			name: 'sendRate',
			type: 'number',
			typeOptions: { minValue: 100, maxValue: 1000 },
			default: 500,
			description: 'How many pushes Pushwoosh sends per second, from 100 to 1000',
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'options',
			default: '',
			description:
				"Time zone of Send Date. When not added: UTC for a date with Z or an offset, else the workflow's time zone.",
			options: [{ name: 'Choose a Time Zone', value: '' }, ...timeZoneChoices],
		},
	],
};
