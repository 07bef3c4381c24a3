import type { INodeProperties } from 'n8n-workflow';
import { commonOptions } from '../../../shared/form/commonOptions';
import { applicationField } from '../../fields/applicationField';
import { segmentField } from '../../fields/segmentField';
import { CONCURRENCY } from '../common';
import { POLL_SECONDS, WAIT_SECONDS } from '../deviceOptions';
import { filterFields } from './filterFields';

const forOperations = (...operation: string[]) => ({ resource: ['device'], operation });
const exportOnly = { show: { '/operation': ['export'] } };

/** The form of the operations on devices. */
export const deviceFields: INodeProperties[] = [
	applicationField({
		displayOptions: { show: forOperations('count', 'export') },
		description:
			'Only devices of this application. Empty: devices of all applications, unless the filter expression names one itself. A saved segment needs it.',
	}),
	...filterFields(forOperations('count', 'export'), {
		name: 'Saved Segment',
		value: 'segment',
		description: 'Take the devices of a segment of the application',
	}),
	segmentField(
		{
			required: true,
			displayOptions: { show: { ...forOperations('count', 'export'), filterMode: ['segment'] } },
			description: 'The saved segment whose devices are meant',
		},
		{ byCode: true },
	),
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
			"Whether to wait until the export is complete; 'Wait Timeout (Seconds)' in the options says how long. When off, the task ID and the present status are returned at once.",
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
				displayName: 'Poll Interval (Seconds)',
				name: 'pollInterval',
				type: 'number',
				typeOptions: { minValue: POLL_SECONDS.least, maxValue: POLL_SECONDS.most, numberPrecision: 1 },
				default: 2,
				description: 'How long to wait between two questions whether the export is complete',
			},
			commonOptions.timeout,
			{
				displayName: 'Wait Timeout (Seconds)',
				name: 'waitTimeout',
				type: 'number',
				typeOptions: { minValue: WAIT_SECONDS.least, maxValue: WAIT_SECONDS.most },
				default: 300,
				description:
					"How long to wait for the export at most, and as long again for its file. After that the item fails, and 'Get Export' can pick the export up.",
			},
		],
	},
];
