import type { INodeProperties } from 'n8n-workflow';

/** What is to be done with what. */
export const operationFields: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Device', value: 'device', description: 'The devices that a filter selects' },
			{ name: 'Segment', value: 'segment', description: 'A saved filter, to send pushes to' },
		],
		default: 'segment',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['segment'] } },
		options: [
			{
				name: 'Create',
				value: 'create',
				action: 'Create segment',
				description: 'Save a filter as a new segment',
			},
			{
				name: 'Delete',
				value: 'delete',
				action: 'Delete segment',
				description: 'Remove a segment for good',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get segment',
				description: 'Find one segment by name or code',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many segments',
				description: 'List the segments of an application',
			},
		],
		default: 'getAll',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['device'] } },
		options: [
			{
				name: 'Count',
				value: 'count',
				action: 'Count devices',
				description: 'Find out how many devices a filter selects',
			},
			{
				name: 'Export',
				value: 'export',
				action: 'Export devices',
				description: 'Make a file with the devices that a filter selects',
			},
			{
				name: 'Get Export',
				value: 'getExport',
				action: 'Get export of devices',
				description: 'Pick up an export that was started before',
			},
		],
		default: 'export',
	},
];
