import type { INodeProperties } from 'n8n-workflow';

/** The device that asks. */
export const hwid: INodeProperties = {
	displayName: 'Device ID (HWID)',
	name: 'hwid',
	type: 'string',
	required: true,
	default: '',
	description: 'Hardware ID of the device whose position this is; Pushwoosh keeps it as its last one',
};
