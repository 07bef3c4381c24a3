import type { INodeProperties } from 'n8n-workflow';
import { commonOptions } from '../../../shared/commonOptions';
import { applicationField } from '../../fields/applicationField';
import { CONCURRENCY } from '../common';
import { filterFields } from './filterFields';

const forOperations = (...operation: string[]) => ({ resource: ['device'], operation });
const exportOnly = { show: { '/operation': ['export'] } };

/** The form of the operations on devices. */
export const deviceFields: INodeProperties[] = [
	...filterFields(forOperations('count', 'export')),
	applicationField({
		displayOptions: { show: forOperations('count', 'export') },
		description:
			'Only devices of this application. Without it, devices of all applications are covered, unless the filter expression names one itself.',
	}),
	{
		displayName: 'Task ID',
		name: 'taskId',
		type: 'string',
		required: true,
		displayOptions: { show: forOperations('getExport') },
		default: '',
		placeholder: 'e.g. 123456',
		description: "The task ID that 'Export' returned, or that a failed export names in its details",
	},
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		displayOptions: { show: forOperations('export', 'getExport') },
		default: true,
		description:
			"Whether to wait until the export is complete; 'Wait Timeout' in the options says how long. When off, the task ID and the present status are returned at once.",
	},
	{
		displayName: 'Download',
		name: 'download',
		type: 'boolean',
		displayOptions: { show: { ...forOperations('export', 'getExport'), waitForCompletion: [true] } },
		default: false,
		description:
			'Whether to attach the file (a ZIP archive) to the item instead of only returning its address',
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		displayOptions: {
			show: { ...forOperations('export', 'getExport'), waitForCompletion: [true], download: [true] },
		},
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the output binary field to put the file in',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		displayOptions: { show: { resource: ['device'] } },
		default: {},
		placeholder: 'Add Option',
		options: [
			commonOptions.concurrency(CONCURRENCY),
			{
				displayName: 'Export Data',
				name: 'exportData',
				type: 'string',
				displayOptions: exportOnly,
				default: '',
				placeholder: 'e.g. Hwid, User ID',
				description:
					'Columns of the file, with commas between them. Empty: all. Pushwoosh documents no list of their names.',
			},
			{
				displayName: 'Format',
				name: 'format',
				type: 'string',
				displayOptions: exportOnly,
				default: '',
				placeholder: 'e.g. csv',
				description: "Format of the file inside the ZIP archive. Empty: Pushwoosh's default.",
			},
			commonOptions.includeInputFields,
			commonOptions.maxRetries,
			{
				displayName: 'Poll Interval',
				name: 'pollInterval',
				type: 'number',
				typeOptions: { minValue: 0.1, maxValue: 3600, numberPrecision: 1 },
				default: 2,
				description: 'How many seconds lie between two questions whether the export is complete',
			},
			commonOptions.timeout,
			{
				displayName: 'Wait Timeout',
				name: 'waitTimeout',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 604800 },
				default: 300,
				description:
					"How many seconds to wait for the export at most, and as long again for its file. After that the item fails, and 'Get Export' can pick the export up.",
			},
		],
	},
];
