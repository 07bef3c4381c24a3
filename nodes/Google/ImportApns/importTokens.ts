import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import type { RunSummary } from '../../shared/engine/operation';
import { withExtra } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { defineOperation } from '../../shared/node/operationEntry';
import { count } from '../../shared/wording';
import { APNS_IMPORT } from '../api/errors/services';
import { cleanApnsToken, USUAL_DIGITS } from '../api/formats/apnsToken';
import type { InstanceIdSession } from '../api/session';
import { sumUp } from '../api/summary';
import { openChosen } from '../fields/authentication';
import { apnsImportRequest, MOST_APNS_TOKENS } from './batchImport';
import {
	asksSandbox,
	ENVIRONMENTS,
	judgeResult,
	type ApnsUnit,
	type Environment,
	type ImportOutcome,
} from './outcome';

const UNIT = { one: 'APNs token', many: 'APNs tokens' };

/** Imports APNs tokens: those of all items with the same app and environment share requests. */
export const importTokens = defineOperation<ApnsUnit, ImportOutcome, InstanceIdSession>({
	option: {
		name: 'Import',
		value: 'import',
		description: 'Get registration tokens for APNs device tokens',
		action: 'Import device tokens',
	},
	fields: [
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
				'Where the app got its APNs tokens. Tokens of both look alike, and Google refuses those of the other environment. Automatic tries production first.',
		},
		{
			displayName: 'APNs Device Tokens',
			name: 'apnsDeviceIds',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'e.g. {{ $json.apnsToken }}',
			description:
				'One token, or several separated by commas or new lines; of a table drag the field in. Tokens with spaces belong in angle brackets.',
			hint: 'The output has one item per token',
		},
	],
	limits: { concurrency: 5, batch: { most: MOST_APNS_TOKENS, what: 'APNs tokens' } },
	start: (setup) => ({
		unit: UNIT,
		open: openChosen(setup, APNS_IMPORT),
		read: readApnsUnits,
		identifiedBy: { apnsToken: 'apnsDeviceIds', sandbox: (item) => readEnvironment(item) === 'sandbox' },
		identify: ({ given, environment }) => ({ apnsToken: given, sandbox: environment === 'sandbox' }),
		parts: ({ bundleId, environment, cleaned }) => [
			{ group: JSON.stringify([bundleId, environment]), id: cleaned },
		],
		async send({ sample: { bundleId, environment }, parts, stage }, { http, session }) {
			const sandbox = asksSandbox(environment, stage);
			const apnsTokens = parts.map(({ id }) => id);
			const request = apnsImportRequest(session, { bundleId, sandbox, apnsTokens });
			const { value, answers } = await http.request(request).catch((error: unknown) => {
				// With the environment 'auto' only the failure itself can tell in which one it happened.
				throw withExtra(error, { sandbox });
			});
			return value.map((result, index) => judgeResult(parts[index], stage, result, answers));
		},
		outputKeys: () => OUTPUT_KEYS,
		report({ given }, [{ answer, attempts }]) {
			const { status, sandbox, registrationToken, sandboxStatus } = answer.data ?? {};
			const json = (rest: IDataObject): IDataObject => ({ apnsToken: given, ...rest, sandbox, attempts });
			if (answer.kind === 'succeeded') {
				return { kind: 'succeeded', json: json({ success: true, status, registrationToken }) };
			}
			const otherStatus = sandboxStatus === undefined ? {} : { sandboxStatus };
			return {
				...answer,
				json: { ...json({ success: false, status }), errorCode: answer.code, ...otherStatus },
				extra: { sandbox, attempts, ...otherStatus },
			};
		},
		summary(run) {
			const others = new Map([...run.rejected].map(([code, times]) => [`refused (${code})`, times]));
			return sumUp(run, UNIT, { done: 'imported', others });
		},
		hints: warnOfOddLengths,
	}),
});

const OUTPUT_KEYS = [
	'apnsToken',
	'success',
	'status',
	'registrationToken',
	'sandbox',
	'attempts',
	'errorCode',
	'errorMessage',
	'sandboxStatus',
];

function readApnsUnits(item: ItemReader): ApnsUnit[] {
	const bundleId = item.requiredText('bundleId');
	const environment = readEnvironment(item);
	const field = item.field('apnsDeviceIds');
	return item
		.list('apnsDeviceIds', 'whitespace')
		.map((given) => ({ given, cleaned: cleanApnsToken(given, field), bundleId, environment }));
}

function readEnvironment(item: ItemReader): Environment {
	return item.choice('environment', ENVIRONMENTS);
}

function warnOfOddLengths({ units }: RunSummary<ApnsUnit>): NodeExecutionHint[] {
	const odd = units.filter(({ unit }) => unit.cleaned.length !== USUAL_DIGITS).length;
	if (odd === 0) return [];
	return [
		{
			message: `${count(odd, UNIT)} had another length than the usual ${USUAL_DIGITS} digits: check that none was cut off, and that tokens written with spaces stand in < and >.`,
			location: 'outputPane',
			type: 'warning',
		},
	];
}
