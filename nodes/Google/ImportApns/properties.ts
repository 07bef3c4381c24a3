import type { INodeProperties } from 'n8n-workflow';
import { MOST_APNS_TOKENS } from '../api/instanceId/apnsImport';
import { authenticationFields } from '../fields/authentication';
import { apnsImportNotice } from '../fields/notices';
import { optionsField } from '../fields/options';

/** Requests in flight. */
export const TOGETHER = 5;

export const properties: INodeProperties[] = [
	apnsImportNotice,
	...authenticationFields(),
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Import',
				value: 'import',
				description: 'Get registration tokens for APNs device tokens',
				action: 'Import device tokens',
			},
		],
		default: 'import',
	},
	{
		displayName: 'Bundle ID',
		name: 'bundleId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. org.example.weatherapp',
		description: 'The bundle ID of the iOS app, as Xcode and the Firebase console show it',
	},
	{
		displayName: 'Environment',
		name: 'environment',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'auto',
				description: 'Try production first, then the sandbox for the tokens refused there',
			},
			{
				name: 'Production',
				value: 'production',
				description: 'Apps from the App Store or TestFlight',
			},
			{
				name: 'Sandbox',
				value: 'sandbox',
				description: 'Development builds, started from Xcode',
			},
		],
		default: 'production',
		description:
			"Where the app got its APNs tokens. Tokens of both look alike, and Google refuses those of the other environment. Automatic tries production first.",
	},
	{
		displayName: 'APNs Device Tokens',
		name: 'apnsDeviceIds',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. {{ $json.apnsToken }}',
		description:
			'One token, several separated by commas, spaces or new lines, or an expression that gives a list. With one token per input item, drag the field in: all items of the same app share requests, and each token gets a result of its own. Tokens written with spaces belong in angle brackets.',
		hint: 'The output has one item per token',
	},
	optionsField({ concurrency: TOGETHER, batch: { most: MOST_APNS_TOKENS, what: 'APNs tokens' } }),
];
