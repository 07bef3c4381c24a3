import type { INodeProperties } from 'n8n-workflow';
import { commonOptions } from '../../../shared/form/commonOptions';
import { applicationField } from '../../fields/applicationField';
import { segmentField } from '../../fields/segmentField';
import { CONCURRENCY } from '../common';
import { filterFields } from './filterFields';

const forOperations = (...operation: string[]) => ({ resource: ['segment'], operation });

/** The form of the operations on segments. */
export const segmentFields: INodeProperties[] = [
	applicationField({
		required: true,
		displayOptions: { show: forOperations('get', 'getAll', 'delete') },
		description: 'The application whose segments are meant',
	}),
	segmentField(
		{
			required: true,
			displayOptions: { show: forOperations('get') },
			description: 'The segment to find',
		},
		{ byCode: true },
	),
	segmentField(
		{
			required: true,
			displayOptions: { show: forOperations('delete') },
			description:
				'The segment to delete. Pushwoosh deletes by name: if several have the same name, none is deleted.',
		},
		{ byCode: true },
	),
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		required: true,
		displayOptions: { show: forOperations('create') },
		default: '',
		placeholder: 'e.g. Madrid adults',
		description: 'The name by which pushes are sent to the segment later',
	},
	...filterFields(forOperations('create')),
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		displayOptions: { show: forOperations('getAll') },
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { ...forOperations('getAll'), returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
	{
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		displayOptions: { show: forOperations('create') },
		default: {},
		placeholder: 'Add Field',
		options: [
			applicationField({
				description:
					"Where to look the new segment's code up: Pushwoosh answers with the name only. Without it, or when several segments have that name, there is no code in the output.",
			}),
			{
				displayName: 'Expiration Date',
				name: 'expirationDate',
				type: 'dateTime',
				default: '',
				description:
					'The day on which Pushwoosh deletes the segment, unless a preset or RSS feed uses it; the time of day is ignored',
			},
			{
				displayName: 'Restrict to Application',
				name: 'restrictToApplication',
				type: 'boolean',
				default: false,
				description:
					'Whether the segment belongs to the chosen application only. Works only for Pushwoosh accounts with a High-Speed Setup.',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		displayOptions: { show: { resource: ['segment'] } },
		default: {},
		placeholder: 'Add Option',
		options: [
			commonOptions.concurrency(CONCURRENCY),
			commonOptions.includeInputFields,
			commonOptions.maxRetries,
			commonOptions.timeout,
		],
	},
];
